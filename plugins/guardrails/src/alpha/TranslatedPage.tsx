/** Header and tabs of the page in the app's language: the system's own are drawn before a language is known. */
import {
  BreadcrumbEntry,
  type IconElement,
  PageLayout,
  pluginHeaderActionsApiRef,
  routeResolutionApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { type ReactElement, useEffect } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { rootRouteRef } from '../routes';
import { useWords } from '../words';

/** A sub page as its extension hands it on. */
export interface Tab {
  readonly path: string;
  readonly title: string;
  readonly icon?: IconElement;
  readonly content: ReactElement;
}

/** The titles that the sub pages have unless a portal's configuration gives them others. */
const TITLES = {
  Overview: 'title.overview',
  Costs: 'title.costs',
  Alerts: 'title.alerts',
  Recommendations: 'title.recommendations',
  Planned: 'title.planned',
  History: 'title.history',
  Jobs: 'title.jobs',
  Reconciliation: 'title.reconciliation',
  Settings: 'title.settings',
} as const;

function hasMessage(title: string): title is keyof typeof TITLES {
  return Object.hasOwn(TITLES, title);
}

/** The system lets the tabs scroll where they are wider than a phone, and begins with the first, whichever is open. */
function TabInSight(props: { readonly path: string }) {
  const { path } = props;
  useEffect(() => {
    const show = () => {
      const tab = [
        ...document.querySelectorAll<HTMLAnchorElement>('a[role="tab"]'),
      ].find(({ href }) => href.endsWith(`/${path}`));
      tab?.scrollIntoView?.({ block: 'nearest', inline: 'center' });
      return tab !== undefined;
    };
    if (show()) return undefined;
    // On a fresh page the header draws its tabs after what is below them.
    const header = new MutationObserver(() => show() && header.disconnect());
    header.observe(document.body, { subtree: true, childList: true });
    return () => header.disconnect();
  }, [path]);
  return null;
}

export function TranslatedPage(props: {
  readonly title: string;
  readonly icon?: IconElement;
  readonly tabs: readonly Tab[];
}) {
  const { t } = useWords();
  const { title, icon, tabs } = props;
  // Nothing here may follow the address: drawn again, the system's layout begins everything below it anew.
  const root = useApi(routeResolutionApiRef).resolve(rootRouteRef);
  const headerActions = useApi(
    pluginHeaderActionsApiRef,
  ).getPluginHeaderActions('guardrails');
  const label = (tab: Tab) =>
    hasMessage(tab.title) ? t(TITLES[tab.title]) : tab.title;
  return (
    <PageLayout
      title={title}
      icon={icon}
      titleLink={root?.()}
      headerActions={headerActions}
      tabs={tabs.map(tab => ({
        id: tab.path,
        label: label(tab),
        icon: tab.icon,
        href: tab.path,
      }))}
    >
      <Routes>
        <Route index element={<Navigate to={tabs[0].path} replace />} />
        {tabs.map(tab => (
          <Route
            key={tab.path}
            path={`${tab.path}/*`}
            element={
              <BreadcrumbEntry entry={{ label: label(tab), href: tab.path }}>
                <TabInSight path={tab.path} />
                {tab.content}
              </BreadcrumbEntry>
            }
          />
        ))}
      </Routes>
    </PageLayout>
  );
}
