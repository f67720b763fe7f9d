/** Asks when a scope was last looked through for problems, and how fresh the data was that was looked at. */
import { useApi } from '@backstage/core-plugin-api';
import type {
  GuardrailsApi,
  ProjectSummary,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { AS_OFTEN_AS_READ_MS, type Request, useRequest } from '../../data';
import type { Scope } from '../../scope';
import { allSummaries } from './allSummaries';

export interface LastCheck {
  /** End of the last successful detection; undefined when there was none. */
  readonly at?: string;
  /** Of the projects of the scope whose state the reader may see. */
  readonly summaries: readonly ProjectSummary[];
}

async function readLastCheck(
  api: GuardrailsApi,
  scope: Scope,
  signal: AbortSignal,
): Promise<LastCheck> {
  let { project } = scope;
  if (scope.entityRef !== undefined) {
    const { items } = await api.listProjects(
      { entityRef: scope.entityRef },
      { signal },
    );
    project = items[0]?.name;
  }
  if (project !== undefined) {
    const summary = await api.getProjectSummary(project, { signal });
    return { at: summary.lastCheckedAt, summaries: [summary] };
  }
  const summaries = await allSummaries(api, signal);
  if (summaries.length > 0) {
    return { at: summaries[0].lastCheckedAt, summaries };
  }
  const { items } = await api.listJobs({ signal });
  const detect = items.find(job => job.id === 'detect');
  return {
    at: detect?.runs.find(run => run.status === 'succeeded')?.endedAt,
    summaries,
  };
}

export function useLastCheck(scope: Scope): Request<LastCheck> {
  const api = useApi(guardrailsApiRef);
  return useRequest(
    `last check of ${JSON.stringify([scope.project, scope.entityRef])}`,
    signal => readLastCheck(api, scope, signal),
    { rememberedBy: api, refreshEvery: AS_OFTEN_AS_READ_MS },
  );
}
