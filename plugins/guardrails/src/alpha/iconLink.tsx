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
import { guardrailsApiRef } from '../api';
import { askedOnce, useRequest } from '../data';
import { countAlerts } from '../components/labels/countAlerts';
import { rootRouteRef } from '../routes';
import { useWords } from '../words';

/** What the link says, and where it leads. */
export function useAlertsLink() {
  const { t, number } = useWords();
  const api = useApi(guardrailsApiRef);
  const root = useRouteRef(rootRouteRef);
  const project = projectOfEntity(useEntity().entity);
  const { value } = useRequest(project, () =>
    askedOnce(api, `summary of ${project}`, () =>
      api.getProjectSummary(project!),
    ),
  );
  const href = `${root()}/alerts?${new URLSearchParams({
    project: project ?? '',
  })}`;
  // While it is asked, and for readers who may not know: nothing is claimed.
  if (!value) {
    return { label: t('title.alerts'), icon: <NotificationsNone />, href };
  }
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
  return acknowledged > 0
    ? {
        label: t('link.acknowledged', { number: number(acknowledged) }),
        title: t('link.show'),
        icon: <VisibilityOutlined />,
        href,
      }
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
