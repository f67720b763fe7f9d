export * from './GuardrailsApi';
export * from './GuardrailsClient';
export * from './types';
