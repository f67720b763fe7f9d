/** The icon link in the header of an entity: whether something is open, and the way to it. */
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { EntityIconLinkBlueprint } from '@backstage/plugin-catalog-react/alpha';
import {
  isGuardrailsAvailable,
  projectOfEntity,
} from '@cloudops/plugin-guardrails-common';
import NotificationsNone from '@material-ui/icons/NotificationsNone';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import VisibilityOutlined from '@material-ui/icons/VisibilityOutlined';
import type { ReactElement } from 'react';
import { guardrailsApiRef } from '../api';
import { asOftenAsRead, askedOnce, useNow, useRequest } from '../data';
import { isCheckLate, isUnreadable } from '../freshness';
import { countAlerts } from '../components/labels/countAlerts';
import { rootRouteRef } from '../routes';
import { useWords } from '../words';

interface AlertsLink {
  readonly label: string;
  readonly title?: string;
  readonly icon: ReactElement;
  /** Undefined where there is nothing to lead to. */
  readonly href?: string;
  readonly disabled?: boolean;
}

/** What the link says, and where it leads. */
export function useAlertsLink(): AlertsLink {
  const { t, number } = useWords();
  const api = useApi(guardrailsApiRef);
  const now = useNow();
  const root = useRouteRef(rootRouteRef);
  const project = projectOfEntity(useEntity().entity);
  const { value } = useRequest(
    project,
    () =>
      askedOnce(api, `summary of ${project}`, () =>
        api.getProjectSummary(project!),
      ),
    { refreshEvery: asOftenAsRead },
  );
  const href = `${root()}/alerts?${new URLSearchParams({
    project: project ?? '',
  })}`;
  const unclaimed = {
    label: t('title.alerts'),
    icon: <NotificationsNone />,
    href,
  };
  // While it is asked, and for readers who may not know: nothing is claimed.
  if (!value) return unclaimed;
  const open = countAlerts(value.openAlerts);
  const acknowledged = countAlerts(value.acknowledgedAlerts);
  if (open > 0) {
    return {
      label: t('link.open', { count: open }),
      title: t('link.show'),
      icon: <ReportProblemOutlined />,
      href,
    };
  }
  if (acknowledged > 0) {
    return {
      label: t('link.acknowledged', { number: number(acknowledged) }),
      title: t('link.show'),
      icon: <VisibilityOutlined />,
      href,
    };
  }
  if (value.lastCheckedAt === undefined) {
    return { ...unclaimed, label: t('alerts.notChecked') };
  }
  // Where nobody could look, or nobody has for long, none say nothing.
  return isUnreadable(value) || isCheckLate(value.lastCheckedAt, [value], now)
    ? unclaimed
    : {
        label: t('link.none'),
        icon: <NotificationsNone />,
        disabled: true,
      };
}

export const entityAlertsLink = EntityIconLinkBlueprint.make({
  name: 'alerts',
  params: { filter: isGuardrailsAvailable, useProps: useAlertsLink },
});
