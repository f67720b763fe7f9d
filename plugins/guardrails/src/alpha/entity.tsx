/** What an entity page shows: three tabs and a card, on entities that name a project. */
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import {
  entityAlertsRouteRef,
  entityCostsRouteRef,
  entityRecommendationsRouteRef,
} from '../routes';
import { namesAProject } from './namesAProject';

export const entityCosts = EntityContentBlueprint.make({
  name: 'costs',
  params: {
    path: '/costs',
    title: 'Costs',
    filter: namesAProject,
    routeRef: entityCostsRouteRef,
    loader: () =>
      import('../components/entity').then(m => <m.EntityCostsContent />),
  },
});

export const entityAlerts = EntityContentBlueprint.make({
  name: 'alerts',
  params: {
    path: '/alerts',
    title: 'Alerts',
    filter: namesAProject,
    routeRef: entityAlertsRouteRef,
    loader: () =>
      import('../components/entity').then(m => <m.EntityAlertsContent />),
  },
});

export const entityRecommendations = EntityContentBlueprint.make({
  name: 'recommendations',
  params: {
    path: '/recommendations',
    title: 'Recommendations',
    filter: namesAProject,
    routeRef: entityRecommendationsRouteRef,
    loader: () =>
      import('../components/entity').then(m => (
        <m.EntityRecommendationsContent />
      )),
  },
});

export const entityCard = EntityCardBlueprint.make({
  name: 'overview',
  params: {
    type: 'info',
    filter: namesAProject,
    loader: () =>
      import('../components/entity').then(m => <m.EntityGuardrailsCard />),
  },
});
