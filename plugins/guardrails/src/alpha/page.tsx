/** The page of the platform team: each of its tabs is a sub page that a portal may leave out, rename or add to. */
import { Content } from '@backstage/core-components';
import {
  coreExtensionData,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import type { ReactNode } from 'react';
import { rootRouteRef } from '../routes';
import { TranslatedPage } from './TranslatedPage';

/** The system draws the header; the landmark and the room around what is below it are the page's own. */
function SubPage(props: { readonly children: ReactNode }) {
  return (
    <main>
      <Content>{props.children}</Content>
    </main>
  );
}

export const page = PageBlueprint.makeWithOverrides({
  factory(originalFactory, { config, inputs, node }) {
    const { plugin } = node.spec;
    const tabs = inputs.pages.map(each => ({
      path: each.get(coreExtensionData.routePath),
      title: each.get(coreExtensionData.title) ?? '',
      icon: each.get(coreExtensionData.icon),
      content: each.get(coreExtensionData.reactElement),
    }));
    return [
      ...[
        ...originalFactory({ path: '/guardrails', routeRef: rootRouteRef }),
      ].filter(({ id }) => id !== coreExtensionData.reactElement.id),
      // Not handed on as a loader: the system would load, and begin, the page anew with each change of the address.
      coreExtensionData.reactElement(
        <TranslatedPage
          title={config.title ?? plugin.title ?? plugin.pluginId}
          icon={plugin.icon}
          tabs={tabs}
        />,
      ),
    ];
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

export const costsPage = SubPageBlueprint.make({
  name: 'costs',
  attachTo,
  params: {
    path: 'costs',
    title: 'Costs',
    loader: () =>
      import('../components/costs').then(m => (
        <SubPage>
          <m.CostsSection />
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
