/** The page of an entity, with what the README says a portal on the legacy frontend system puts on it. */
import { EntityLayout } from '@backstage/plugin-catalog';
import {
  EntityGuardrailsAlertsContent,
  EntityGuardrailsCard,
  EntityGuardrailsCostsContent,
  EntityGuardrailsRecommendationsContent,
  isGuardrailsAvailable,
} from '@cloudops/plugin-guardrails';
import Grid from '@material-ui/core/Grid';

/** An element, not a component: the app looks for the plugin's routes in the tree of elements. */
export const entityPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <Grid container spacing={3}>
        <Grid item xs={12} md={6}>
          <EntityGuardrailsCard />
        </Grid>
      </Grid>
    </EntityLayout.Route>
    <EntityLayout.Route path="/costs" title="Costs" if={isGuardrailsAvailable}>
      <EntityGuardrailsCostsContent />
    </EntityLayout.Route>
    <EntityLayout.Route
      path="/alerts"
      title="Alerts"
      if={isGuardrailsAvailable}
    >
      <EntityGuardrailsAlertsContent />
    </EntityLayout.Route>
    <EntityLayout.Route
      path="/recommendations"
      title="Recommendations"
      if={isGuardrailsAvailable}
    >
      <EntityGuardrailsRecommendationsContent />
    </EntityLayout.Route>
  </EntityLayout>
);
