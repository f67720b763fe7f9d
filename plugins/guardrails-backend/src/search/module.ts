/** Wires the alerts into the search plugin of the portal. */
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { GuardrailsClient } from '@cloudops/plugin-guardrails-common';
import { AlertCollatorFactory } from './AlertCollatorFactory';

/** Alerts come and go a few times an hour; the first time waits until the portal has started. */
const SCHEDULE = {
  frequency: { minutes: 5 },
  timeout: { minutes: 5 },
  initialDelay: { seconds: 30 },
};

/** Alerts that are not resolved, in the search of the portal. @public */
export const guardrailsSearchModule = createBackendModule({
  pluginId: 'search',
  moduleId: 'guardrails-alerts',
  register({ registerInit }) {
    registerInit({
      deps: {
        auth: coreServices.auth,
        discovery: coreServices.discovery,
        scheduler: coreServices.scheduler,
        indexRegistry: searchIndexRegistryExtensionPoint,
      },
      async init({ auth, discovery, scheduler, indexRegistry }) {
        const asThePlugin: typeof fetch = async (input, init) => {
          const { token } = await auth.getPluginRequestToken({
            onBehalfOf: await auth.getOwnServiceCredentials(),
            targetPluginId: 'guardrails',
          });
          const headers = new Headers(init?.headers);
          headers.set('authorization', `Bearer ${token}`);
          return fetch(input, { ...init, headers });
        };
        const api = new GuardrailsClient({
          discoveryApi: discovery,
          fetchApi: { fetch: asThePlugin },
        });
        indexRegistry.addCollator({
          schedule: scheduler.createScheduledTaskRunner(SCHEDULE),
          factory: new AlertCollatorFactory(api),
        });
      },
    });
  },
});
