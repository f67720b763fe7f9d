/**
 * What Guardrails adds to the search of a portal: its alerts that are not resolved.
 *
 * @packageDocumentation
 */
export { guardrailsSearchModule as default } from './module';
