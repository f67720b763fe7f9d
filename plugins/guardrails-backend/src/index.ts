/**
 * The backend plugin of CloudOps Guardrails.
 *
 * @packageDocumentation
 */
export { guardrailsPlugin as default } from './plugin';
export {
  createGuardrailsConditionalDecision,
  decideOnGuardrails,
  guardrailsConditions,
  guardrailsProjectResourceRef,
  type GuardrailsRoles,
} from './permissions';
