/** Asks for the state of every project the reader may see, and for the alerts of the last 30 days. */
import { useApi } from '@backstage/core-plugin-api';
import type { AlertList } from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { Request, useRequest } from '../../data';
import { toError } from '../../data/toError';
import { daysBefore, utcDay } from '../../format';
import { OverviewProject, Reaction, reaction } from './overviewFacts';

/** The most alerts the API hands out at once: the newest ones say how fast people react today. */
const ALERTS_READ = 200;

/** Days over which the reaction is measured. */
export const REACTION_DAYS = 30;

export interface Overview {
  readonly projects: readonly OverviewProject[];
  /** How fast people react, or why that is not known. */
  readonly reaction: Reaction | Error;
  /** What waits for somebody, the newest first, or why that is not known. */
  readonly unresolved: AlertList | Error;
}

export function useOverview(now: Date): Request<Overview> {
  const api = useApi(guardrailsApiRef);
  const since = daysBefore(utcDay(now), REACTION_DAYS);
  return useRequest<Overview>(`overview since ${since}`, async signal => {
    const { items } = await api.listProjects({}, { signal });
    const [projects, reacted, unresolved] = await Promise.all([
      Promise.all(
        // The browser itself asks for a few at a time.
        items.map(async ({ name }): Promise<OverviewProject> => {
          try {
            return {
              name,
              summary: await api.getProjectSummary(name, { signal }),
            };
          } catch (error) {
            // One project that cannot be read must not hide the others; its row says why.
            return { name, error: toError(error) };
          }
        }),
      ),
      api
        .listAlerts(
          { from: `${since}T00:00:00Z`, limit: ALERTS_READ },
          { signal },
        )
        .then(({ items: alerts }) => reaction(alerts), toError),
      api
        .listAlerts(
          { status: ['open', 'acknowledged'], limit: ALERTS_READ },
          { signal },
        )
        .catch(toError),
    ]);
    return { projects, reaction: reacted, unresolved };
  });
}
