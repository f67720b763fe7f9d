/** The icon link in the header of an entity: whether something is open, and the way to it. */
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { EntityIconLinkBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { projectOfEntity } from '@cloudops/plugin-guardrails-common';
import NotificationsNone from '@material-ui/icons/NotificationsNone';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import { guardrailsApiRef } from '../api';
import { askedOnce, useRequest } from '../data';
import { rootRouteRef } from '../routes';
import { useWords } from '../words';
import { namesAProject } from './namesAProject';

function useAlertsLink() {
  const { t } = useWords();
  const api = useApi(guardrailsApiRef);
  const root = useRouteRef(rootRouteRef);
  const project = projectOfEntity(useEntity().entity);
  const { value } = useRequest(project, () =>
    askedOnce(api, `summary of ${project}`, () =>
      api.getProjectSummary(project!),
    ),
  );
  const counts = value?.openAlerts;
  const open = counts ? counts.high + counts.medium + counts.low : 0;
  return open > 0
    ? {
        label: t('link.open', { count: open }),
        title: t('link.show'),
        icon: <ReportProblemOutlined />,
        href: `${root()}/alerts?${new URLSearchParams({
          project: project ?? '',
        })}`,
      }
    : {
        // Also while it is asked, and for readers who may not know.
        label: t('link.none'),
        icon: <NotificationsNone />,
        disabled: true,
      };
}

export const entityAlertsLink = EntityIconLinkBlueprint.make({
  name: 'alerts',
  params: { filter: namesAProject, useProps: useAlertsLink },
});
