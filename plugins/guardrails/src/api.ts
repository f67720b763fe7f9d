/** Where the frontend's parts find the Guardrails API. */
import { createApiRef } from '@backstage/core-plugin-api';
import type { GuardrailsApi } from '@cloudops/plugin-guardrails-common';

/**
 * The Guardrails API of this portal, in both frontend systems.
 *
 * @public
 */
export const guardrailsApiRef = createApiRef<GuardrailsApi>({
  id: 'plugin.guardrails.api',
});
