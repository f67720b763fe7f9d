/** Asks for the state of every project the reader may see, and for how the alerts, the savings and the bills stand. */
import { useApi } from '@backstage/core-plugin-api';
import type {
  AlertStatistics,
  ReconciliationReport,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { asOftenAsRead, Request, useRequest } from '../../data';
import { toError } from '../../data/toError';
import { allSummaries } from '../check';
import type { AgeCounts, OverviewProject } from './overviewFacts';
import { unresolvedAges } from './unresolvedAges';

export interface Overview {
  readonly projects: readonly OverviewProject[];
  /** How many alerts came and went, and how fast people react, or why that is not known. */
  readonly statistics: AlertStatistics | Error;
  /** What waits for somebody, or why that is not known. */
  readonly unresolved: AgeCounts | Error;
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
          unresolvedAges(api, new Date(), signal).catch(toError),
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
