export { AuditTrail, type AuditedStatusChange } from './AuditTrail';
export { costsReadIn } from './costsReadIn';
export { countTrail } from './countTrail';
export * from './interfaces';
export * from './runs';
export { RunTrail, type AuditedRun } from './RunTrail';
export { TrailMetrics } from './TrailMetrics';
