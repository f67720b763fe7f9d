/** Asks for the state of every project that the reader may see, or of every one with a name. */
import type {
  GuardrailsApi,
  ProjectSummary,
} from '@cloudops/plugin-guardrails-common';

/** The most that the API hands out at once. */
const AT_ONCE = 200;

/** One request for 200 projects. */
export async function allSummaries(
  api: GuardrailsApi,
  signal: AbortSignal,
): Promise<ProjectSummary[]> {
  const summaries: ProjectSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.listSummaries(
      { limit: AT_ONCE, cursor },
      { signal },
    );
    summaries.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return summaries;
}
