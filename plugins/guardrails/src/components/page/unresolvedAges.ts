/** Counts the alerts that are not resolved by severity and by how long they have waited, however many there are. */
import type {
  GuardrailsApi,
  ListAlertsQuery,
} from '@cloudops/plugin-guardrails-common';
import { SEVERITIES } from '../labels';
import {
  AGES,
  type Age,
  type AgeCounts,
  alertsByAge,
  DAY_MS,
} from './overviewFacts';

/** The most that the API hands out at once. */
const AT_ONCE = 200;

/** When an alert of this age was detected. */
function detected(age: Age, now: Date): Pick<ListAlertsQuery, 'from' | 'to'> {
  const daysAgo = (days: number) =>
    new Date(now.getTime() - days * DAY_MS).toISOString();
  return {
    day: { from: daysAgo(1) },
    week: { from: daysAgo(7), to: daysAgo(1) },
    older: { to: daysAgo(7) },
  }[age];
}

/** One request, and where there are more alerts than it hands out, one more for each count. */
export async function unresolvedAges(
  api: GuardrailsApi,
  now: Date,
  signal: AbortSignal,
): Promise<AgeCounts> {
  const unresolved: ListAlertsQuery = { status: ['open', 'acknowledged'] };
  const { items, totalItems } = await api.listAlerts(
    { ...unresolved, limit: AT_ONCE },
    { signal },
  );
  if (items.length >= totalItems) return alertsByAge(items, now);
  const count = async (severity: (typeof SEVERITIES)[number], age: Age) => {
    const list = await api.listAlerts(
      {
        ...unresolved,
        ...detected(age, now),
        severity: [severity],
        limit: 1,
      },
      { signal },
    );
    return [age, list.totalItems] as const;
  };
  const rows = await Promise.all(
    SEVERITIES.map(async severity => {
      const counts = await Promise.all(AGES.map(age => count(severity, age)));
      return [severity, Object.fromEntries(counts)] as const;
    }),
  );
  return Object.fromEntries(rows) as AgeCounts;
}
