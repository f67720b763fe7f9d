/** Asks for the state of a project, and where nothing is open, whether anything was lately. */
import { useApi } from '@backstage/core-plugin-api';
import type { ProjectSummary } from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { asOftenAsRead, askedOnce, Request, useRequest } from '../../data';
import { daysBefore, utcDay } from '../../format';
import { countAlerts } from '../labels';

/** How far back "nothing unusual" looks. */
export const QUIET_DAYS = 30;

export interface ProjectState {
  readonly summary: ProjectSummary;
  /** Alerts detected in the last 30 days, whatever became of them; asked for only when none is unresolved. */
  readonly recentAlerts?: number;
}

export function useProjectState(
  project: string,
  now: Date,
): Request<ProjectState> {
  const api = useApi(guardrailsApiRef);
  const since = daysBefore(utcDay(now), QUIET_DAYS);
  return useRequest(
    `state of ${project} since ${since}`,
    async signal => {
      const summary = await askedOnce(api, `summary of ${project}`, () =>
        api.getProjectSummary(project),
      );
      const { openAlerts, acknowledgedAlerts } = summary;
      if (countAlerts(openAlerts) + countAlerts(acknowledgedAlerts) > 0) {
        return { summary };
      }
      const { totalItems } = await api.listAlerts(
        { project, from: `${since}T00:00:00Z`, limit: 1 },
        { signal },
      );
      return { summary, recentAlerts: totalItems };
    },
    { keepPrevious: true, refreshEvery: asOftenAsRead },
  );
}
