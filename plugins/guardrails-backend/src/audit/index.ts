export {
  AuditTrail,
  type AuditedRun,
  type AuditedStatusChange,
} from './AuditTrail';
export * from './interfaces';
