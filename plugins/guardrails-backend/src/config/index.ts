export { ENDPOINT_KINDS, roleOfAccount } from './accounts';
export * from './GuardrailsConfig';
export * from './problems';
export * from './readGuardrailsConfig';
