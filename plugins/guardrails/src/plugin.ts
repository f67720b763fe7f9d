/** The plugin for apps on the legacy frontend system. */
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createCardExtension } from '@backstage/plugin-home-react';
import { GuardrailsClient } from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from './api';
import {
  entityAlertsRouteRef,
  entityCostsRouteRef,
  entityRecommendationsRouteRef,
  rootRouteRef,
} from './routes';

/** Guardrails in the legacy frontend system. @public */
export const guardrailsPlugin = createPlugin({
  id: 'guardrails',
  apis: [
    createApiFactory({
      api: guardrailsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new GuardrailsClient(deps),
    }),
  ],
  routes: {
    root: rootRouteRef,
    entityCosts: entityCostsRouteRef,
    entityAlerts: entityAlertsRouteRef,
    entityRecommendations: entityRecommendationsRouteRef,
  },
});

/** The page of the platform team, mounted at `/guardrails`. @public */
export const GuardrailsPage = guardrailsPlugin.provide(
  createRoutableExtension({
    name: 'GuardrailsPage',
    component: () => import('./components/page').then(m => m.GuardrailsPage),
    mountPoint: rootRouteRef,
  }),
);

/** The costs tab of an entity. @public */
export const EntityGuardrailsCostsContent = guardrailsPlugin.provide(
  createRoutableExtension({
    name: 'EntityGuardrailsCostsContent',
    component: () =>
      import('./components/entity').then(m => m.EntityCostsContent),
    mountPoint: entityCostsRouteRef,
  }),
);

/** The alerts tab of an entity. @public */
export const EntityGuardrailsAlertsContent = guardrailsPlugin.provide(
  createRoutableExtension({
    name: 'EntityGuardrailsAlertsContent',
    component: () =>
      import('./components/entity').then(m => m.EntityAlertsContent),
    mountPoint: entityAlertsRouteRef,
  }),
);

/** The recommendations tab of an entity. @public */
export const EntityGuardrailsRecommendationsContent = guardrailsPlugin.provide(
  createRoutableExtension({
    name: 'EntityGuardrailsRecommendationsContent',
    component: () =>
      import('./components/entity').then(m => m.EntityRecommendationsContent),
    mountPoint: entityRecommendationsRouteRef,
  }),
);

/** The widget of the home page: the worst open alerts. @public */
export const OpenAlertsHomeCard = guardrailsPlugin.provide(
  createCardExtension({
    name: 'OpenAlertsHomeCard',
    title: 'Open alerts',
    components: () =>
      import('./components/home').then(m => ({ Content: m.OpenAlertsWidget })),
    layout: { width: { minColumns: 3 }, height: { minRows: 3 } },
  }),
);

/** The overview card of an entity. @public */
export const EntityGuardrailsCard = guardrailsPlugin.provide(
  createComponentExtension({
    name: 'EntityGuardrailsCard',
    component: {
      lazy: () =>
        import('./components/entity').then(m => m.EntityGuardrailsCard),
    },
  }),
);
