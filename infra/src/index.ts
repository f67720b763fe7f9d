export { createGuardrailsApp, STACK_NAME } from './app';
export type { GuardrailsApp, GuardrailsAppProps } from './app';
