/** The page of the platform team: the system draws its header and makes the sub pages its tabs. */
import { Content } from '@backstage/core-components';
import {
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import type { ReactNode } from 'react';
import { rootRouteRef } from '../routes';

/** The system draws the header; the landmark and the room around what is below it are the page's own. */
function SubPage(props: { readonly children: ReactNode }) {
  return (
    <main>
      <Content>{props.children}</Content>
    </main>
  );
}

export const page = PageBlueprint.make({
  params: {
    path: '/guardrails',
    routeRef: rootRouteRef,
  },
});

const attachTo = { id: 'page:guardrails', input: 'pages' };

export const overviewPage = SubPageBlueprint.make({
  name: 'overview',
  attachTo,
  params: {
    path: 'overview',
    title: 'Overview',
    loader: () =>
      import('../components/page').then(m => (
        <SubPage>
          <m.OverviewSection />
        </SubPage>
      )),
  },
});

export const alertsPage = SubPageBlueprint.make({
  name: 'alerts',
  attachTo,
  params: {
    path: 'alerts',
    title: 'Alerts',
    loader: () =>
      import('../components/page').then(m => (
        <SubPage>
          <m.AlertsSection />
        </SubPage>
      )),
  },
});

export const recommendationsPage = SubPageBlueprint.make({
  name: 'recommendations',
  attachTo,
  params: {
    path: 'recommendations',
    title: 'Recommendations',
    loader: () =>
      import('../components/page').then(m => (
        <SubPage>
          <m.RecommendationsSection />
        </SubPage>
      )),
  },
});

export const historyPage = SubPageBlueprint.make({
  name: 'history',
  attachTo,
  params: {
    path: 'history',
    title: 'History',
    loader: () =>
      import('../components/page').then(m => (
        <SubPage>
          <m.HistorySection />
        </SubPage>
      )),
  },
});

export const jobsPage = SubPageBlueprint.make({
  name: 'jobs',
  attachTo,
  params: {
    path: 'jobs',
    title: 'Jobs',
    loader: () =>
      import('../components/page').then(m => (
        <SubPage>
          <m.JobsSection />
        </SubPage>
      )),
  },
});

export const reconciliationPage = SubPageBlueprint.make({
  name: 'reconciliation',
  attachTo,
  params: {
    path: 'reconciliation',
    title: 'Reconciliation',
    loader: () =>
      import('../components/reconciliation').then(m => (
        <SubPage>
          <m.ReconciliationSection />
        </SubPage>
      )),
  },
});

export const settingsPage = SubPageBlueprint.make({
  name: 'settings',
  attachTo,
  params: {
    path: 'settings',
    title: 'Settings',
    loader: () =>
      import('../components/settings').then(m => (
        <SubPage>
          <m.SettingsSection />
        </SubPage>
      )),
  },
});

export const plannedPage = SubPageBlueprint.make({
  name: 'planned',
  attachTo,
  params: {
    path: 'planned',
    title: 'Planned',
    loader: () =>
      import('../components/planned').then(m => (
        <SubPage>
          <m.PlannedSection />
        </SubPage>
      )),
  },
});
