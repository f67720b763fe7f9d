export { AuditedGuardrailsService } from './AuditedGuardrailsService';
export { DefaultGuardrailsService } from './DefaultGuardrailsService';
export { failureTold } from './failures';
export { Freshness } from './Freshness';
export type * from './GuardrailsService';
export type * from './interfaces';
export { Policy } from './Policy';
export { SavingsMeter } from './SavingsMeter';
