export {
  AuditTrail,
  type AuditedRun,
  type AuditedStatusChange,
} from './AuditTrail';
export { costsReadIn } from './costsReadIn';
export { countTrail } from './countTrail';
export * from './interfaces';
export { TrailMetrics } from './TrailMetrics';
