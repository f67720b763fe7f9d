/** The plugin for apps on the new frontend system. */
import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import Security from '@material-ui/icons/Security';
import {
  entityAlertsRouteRef,
  entityCostsRouteRef,
  entityRecommendationsRouteRef,
  rootRouteRef,
} from '../routes';
import { guardrailsApi } from './api';
import {
  entityAlerts,
  entityCard,
  entityCosts,
  entityRecommendations,
} from './entity';
import { homeWidget } from './home';
import { entityAlertsLink } from './iconLink';
import {
  alertsPage,
  costsPage,
  historyPage,
  jobsPage,
  overviewPage,
  page,
  plannedPage,
  recommendationsPage,
  reconciliationPage,
  settingsPage,
} from './page';

/** Guardrails in the new frontend system. @alpha */
export const guardrailsFrontendPlugin = createFrontendPlugin({
  pluginId: 'guardrails',
  title: 'Guardrails',
  icon: <Security fontSize="inherit" />,
  info: { packageJson: () => import('../../package.json') },
  routes: {
    root: rootRouteRef,
    entityCosts: entityCostsRouteRef,
    entityAlerts: entityAlertsRouteRef,
    entityRecommendations: entityRecommendationsRouteRef,
  },
  extensions: [
    guardrailsApi,
    page,
    overviewPage,
    costsPage,
    alertsPage,
    recommendationsPage,
    plannedPage,
    historyPage,
    jobsPage,
    reconciliationPage,
    settingsPage,
    entityCosts,
    entityAlerts,
    entityRecommendations,
    entityCard,
    entityAlertsLink,
    homeWidget,
  ],
});
