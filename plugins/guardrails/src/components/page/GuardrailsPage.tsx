/** The page of the platform team in apps on the legacy frontend system, which leave header and tabs to the plugin. */
import { Header, Page, TabbedLayout } from '@backstage/core-components';
import { CostsSection } from '../costs';
import { PlannedSection } from '../planned';
import { ReconciliationSection } from '../reconciliation';
import { AlertsSection } from './AlertsSection';
import { HistorySection } from './HistorySection';
import { JobsSection } from './JobsSection';
import { OverviewSection } from './OverviewSection';
import { SettingsSection } from '../settings';
import { RecommendationsSection } from './RecommendationsSection';
import { useWords } from '../../words';

export function GuardrailsPage() {
  const { t } = useWords();
  return (
    <Page themeId="tool">
      <Header title={t('title.guardrails')} subtitle={t('title.subtitle')} />
      <TabbedLayout>
        <TabbedLayout.Route path="/overview" title={t('title.overview')}>
          <OverviewSection />
        </TabbedLayout.Route>
        <TabbedLayout.Route path="/costs" title={t('title.costs')}>
          <CostsSection />
        </TabbedLayout.Route>
        <TabbedLayout.Route path="/alerts" title={t('title.alerts')}>
          <AlertsSection />
        </TabbedLayout.Route>
        <TabbedLayout.Route
          path="/recommendations"
          title={t('title.recommendations')}
        >
          <RecommendationsSection />
        </TabbedLayout.Route>
        <TabbedLayout.Route path="/planned" title={t('title.planned')}>
          <PlannedSection />
        </TabbedLayout.Route>
        <TabbedLayout.Route path="/history" title={t('title.history')}>
          <HistorySection />
        </TabbedLayout.Route>
        <TabbedLayout.Route path="/jobs" title={t('title.jobs')}>
          <JobsSection />
        </TabbedLayout.Route>
        <TabbedLayout.Route
          path="/reconciliation"
          title={t('title.reconciliation')}
        >
          <ReconciliationSection />
        </TabbedLayout.Route>
        <TabbedLayout.Route path="/settings" title={t('title.settings')}>
          <SettingsSection />
        </TabbedLayout.Route>
      </TabbedLayout>
    </Page>
  );
}
