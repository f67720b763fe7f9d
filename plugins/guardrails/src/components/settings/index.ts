export * from './SettingsSection';
