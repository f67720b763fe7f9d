export * from './GuardrailsConfig';
export * from './problems';
export * from './readGuardrailsConfig';
