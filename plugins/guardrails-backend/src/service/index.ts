export { AuditedGuardrailsService } from './AuditedGuardrailsService';
export { DefaultGuardrailsService } from './DefaultGuardrailsService';
export type * from './GuardrailsService';
export type * from './interfaces';
export { Policy } from './Policy';
