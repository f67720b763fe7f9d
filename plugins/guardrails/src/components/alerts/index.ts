export * from './AlertPage';
export * from './AlertsList';
