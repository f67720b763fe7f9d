/** The page of the platform team in apps on the legacy frontend system, which leave header and tabs to the plugin. */
import { Header, Page, TabbedLayout } from '@backstage/core-components';
import { AlertsSection } from './AlertsSection';
import { HistorySection } from './HistorySection';
import { JobsSection } from './JobsSection';
import { OverviewSection } from './OverviewSection';
import { RecommendationsSection } from './RecommendationsSection';

export function GuardrailsPage() {
  return (
    <Page themeId="tool">
      <Header title="Guardrails" subtitle="Costs and reliability on AWS" />
      <TabbedLayout>
        <TabbedLayout.Route path="/overview" title="Overview">
          <OverviewSection />
        </TabbedLayout.Route>
        <TabbedLayout.Route path="/alerts" title="Alerts">
          <AlertsSection />
        </TabbedLayout.Route>
        <TabbedLayout.Route path="/recommendations" title="Recommendations">
          <RecommendationsSection />
        </TabbedLayout.Route>
        <TabbedLayout.Route path="/history" title="History">
          <HistorySection />
        </TabbedLayout.Route>
        <TabbedLayout.Route path="/jobs" title="Jobs">
          <JobsSection />
        </TabbedLayout.Route>
      </TabbedLayout>
    </Page>
  );
}
