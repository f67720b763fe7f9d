/**
 * The frontend of Guardrails: costs, alerts and recommendations of a service, for apps on the legacy frontend system.
 * Apps on the new one install `@cloudops/plugin-guardrails/alpha`.
 *
 * @packageDocumentation
 */
export { isGuardrailsAvailable } from '@cloudops/plugin-guardrails-common';
export { guardrailsApiRef } from './api';
export {
  EntityGuardrailsAlertsContent,
  EntityGuardrailsCard,
  EntityGuardrailsCostsContent,
  EntityGuardrailsRecommendationsContent,
  GuardrailsPage,
  guardrailsPlugin,
  OpenAlertsHomeCard,
} from './plugin';
export {
  alertRouteRef,
  entityAlertsRouteRef,
  entityCostsRouteRef,
  entityRecommendationsRouteRef,
  rootRouteRef,
} from './routes';
export { guardrailsTranslationRef } from './words';
export { guardrailsParameterTranslationRef } from './words/parameterTranslation';
