export * from './Change';
export * from './Money';
export * from './RelativeTime';
export * from './SeverityLabel';
export * from './StatusLabel';
