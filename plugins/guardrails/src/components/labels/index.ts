export * from './Change';
export * from './countAlerts';
export * from './LongName';
export * from './Money';
export * from './RelativeTime';
export * from './SeverityCounts';
export * from './SeverityLabel';
export * from './StatusLabel';
