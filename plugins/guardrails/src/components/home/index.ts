export * from './OpenAlertsWidget';
