/** Asks for the state of every project the reader may see, and for how the alerts, the savings and the bills stand. */
import { useApi } from '@backstage/core-plugin-api';
import type {
  AlertList,
  AlertStatistics,
  ReconciliationReport,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { asOftenAsRead, Request, useRequest } from '../../data';
import { toError } from '../../data/toError';
import { allSummaries } from '../check';
import type { OverviewProject } from './overviewFacts';

/** The most that the API hands out at once. */
const AT_ONCE = 200;

export interface Overview {
  readonly projects: readonly OverviewProject[];
  /** How many alerts came and went, and how fast people react, or why that is not known. */
  readonly statistics: AlertStatistics | Error;
  /** What waits for somebody, the newest first, or why that is not known. */
  readonly unresolved: AlertList | Error;
  /** Whether the accounts add up, or why that is not known. */
  readonly reconciliation: ReconciliationReport | Error;
}

export function useOverview(): Request<Overview> {
  const api = useApi(guardrailsApiRef);
  return useRequest<Overview>(
    'overview',
    async signal => {
      const [summaries, statistics, unresolved, reconciliation] =
        await Promise.all([
          allSummaries(api, signal),
          api.getAlertStatistics({}, { signal }).catch(toError),
          api
            .listAlerts(
              { status: ['open', 'acknowledged'], limit: AT_ONCE },
              { signal },
            )
            .catch(toError),
          api.getReconciliation({}, { signal }).catch(toError),
        ]);
      return {
        projects: summaries.map(summary => ({
          name: summary.project.name,
          summary,
        })),
        statistics,
        unresolved,
        reconciliation,
      };
    },
    { refreshEvery: asOftenAsRead },
  );
}
