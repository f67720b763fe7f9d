/** Provides the Guardrails API to the app. */
import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { GuardrailsClient } from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../api';

export const guardrailsApi = ApiBlueprint.make({
  params: define =>
    define({
      api: guardrailsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new GuardrailsClient(deps),
    }),
});
