/**
 * The frontend of Guardrails for apps on the new frontend system.
 *
 * @packageDocumentation
 */
export { guardrailsFrontendPlugin as default } from './plugin';
export { guardrailsTranslationRef } from '../words';
