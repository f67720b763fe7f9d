/**
 * The backend plugin of CloudOps Guardrails.
 *
 * @packageDocumentation
 */
export { guardrailsPlugin as default } from './plugin';
