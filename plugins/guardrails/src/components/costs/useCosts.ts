/** Asks for everything the costs tab shows of a project. */
import { useApi } from '@backstage/core-plugin-api';
import type {
  AlertList,
  CostReport,
  ProjectSummary,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { asOftenAsRead, Request, useRequest } from '../../data';
import { daysToAsk } from './costPeriod';
import type { DayRange } from './useCostRange';

/** The most alerts the API hands out at once; a chart with more marks than this cannot be read anyway. */
const ALERTS_MARKED = 200;

export interface Costs {
  /** Of the days, and of as many before them. */
  readonly report: Request<CostReport>;
  /** The project's state; costs are shown without it, because it takes more permissions. */
  readonly summary: Request<ProjectSummary>;
  /** Cost alerts that were detected in the range. */
  readonly alerts: Request<AlertList>;
}

/**
 * @param days - the days to show; those before them are asked for with them
 */
export function useCosts(project: string, days: DayRange): Costs {
  const api = useApi(guardrailsApiRef);
  const { from, to } = days;
  const settings = { rememberedBy: api, refreshEvery: asOftenAsRead };
  const report = useRequest(
    `costs of ${project} from ${from} to ${to}`,
    signal => api.getCosts({ project, ...daysToAsk(days) }, { signal }),
    { keepPrevious: true, ...settings },
  );
  const summary = useRequest(
    `summary of ${project}`,
    signal => api.getProjectSummary(project, { signal }),
    settings,
  );
  const alerts = useRequest(
    `cost alerts of ${project} from ${from} to ${to}`,
    signal =>
      api.listAlerts(
        {
          project,
          type: 'cost',
          // An alert is found days after the cost it is about: those found later are asked for too.
          from: `${from}T00:00:00Z`,
          limit: ALERTS_MARKED,
        },
        { signal },
      ),
    { keepPrevious: true, ...settings },
  );
  return { report, summary, alerts };
}
