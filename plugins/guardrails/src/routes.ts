/** The addresses of the plugin that other parts link to. */
import { createRouteRef, createSubRouteRef } from '@backstage/core-plugin-api';

/** The page of the platform team. @public */
export const rootRouteRef = createRouteRef({ id: 'guardrails' });

/** One alert in full: the deep link that notifications and lists point to. @public */
export const alertRouteRef = createSubRouteRef({
  id: 'guardrails/alert',
  parent: rootRouteRef,
  path: '/alerts/:id',
});

/** The costs tab of an entity. @public */
export const entityCostsRouteRef = createRouteRef({
  id: 'guardrails/entity-costs',
});

/** The alerts tab of an entity. @public */
export const entityAlertsRouteRef = createRouteRef({
  id: 'guardrails/entity-alerts',
});

/** The recommendations tab of an entity. @public */
export const entityRecommendationsRouteRef = createRouteRef({
  id: 'guardrails/entity-recommendations',
});
