/** Sums up the projects for the platform team: is anything wrong, is the data alive, are people acting? */
import type {
  Alert,
  AlertCounts,
  ProjectSummary,
  Severity,
} from '@cloudops/plugin-guardrails-common';
import { needsALook, watchedFreshness } from '../../freshness';
import type { Translate } from '../../words';
import { countAlerts } from '../labels';

/** A project of the overview; one whose state could not be read carries the reason instead. */
export interface OverviewProject {
  readonly name: string;
  readonly summary?: ProjectSummary;
  readonly error?: Error;
}

export interface Totals {
  /** ISO 4217 → spend since the first of the month; one entry for each currency in the data. */
  readonly monthToDate: ReadonlyMap<string, number>;
  readonly openAlerts: AlertCounts;
  readonly acknowledgedAlerts: number;
  readonly openRecommendations: number;
}

export function totals(projects: readonly OverviewProject[]): Totals {
  const monthToDate = new Map<string, number>();
  const openAlerts = { low: 0, medium: 0, high: 0 };
  let acknowledgedAlerts = 0;
  let openRecommendations = 0;
  for (const { summary } of projects) {
    if (!summary) continue;
    monthToDate.set(
      summary.currency,
      (monthToDate.get(summary.currency) ?? 0) + summary.monthToDate,
    );
    openAlerts.low += summary.openAlerts.low;
    openAlerts.medium += summary.openAlerts.medium;
    openAlerts.high += summary.openAlerts.high;
    acknowledgedAlerts += countAlerts(summary.acknowledgedAlerts);
    openRecommendations += summary.openRecommendations;
  }
  return { monthToDate, openAlerts, acknowledgedAlerts, openRecommendations };
}

/** Whether data of the project is missing, late, or failed to be read. */
export function lacksData({ summary }: OverviewProject, now: Date): boolean {
  return (
    summary !== undefined &&
    watchedFreshness(summary).some(freshness => needsALook(freshness, now))
  );
}

/** Is anything wrong, and is the data alive: `2 open alerts in 1 of 9 projects, the data of 1 project needs a look`. */
export function overviewHeadline(
  projects: readonly OverviewProject[],
  now: Date,
  t: Translate,
): string {
  const alerts = countAlerts(totals(projects).openAlerts);
  const alerted = projects.filter(
    ({ summary }) => summary && countAlerts(summary.openAlerts) > 0,
  ).length;
  const lacking = projects.filter(project => lacksData(project, now)).length;
  const wrong =
    alerts === 0
      ? t('overview.noOpen')
      : t('overview.openIn', {
          count: alerts,
          alerted: String(alerted),
          projects: t('overview.projects', { count: projects.length }),
        });
  const alive =
    lacking === 0
      ? t('overview.fresh')
      : t('overview.lacking', { count: lacking });
  return `${wrong}, ${alive}`;
}

/** How long an alert has waited: less than a day, less than a week, longer. */
export const AGES = ['day', 'week', 'older'] as const;
export type Age = (typeof AGES)[number];

const DAY_MS = 86_400_000;

function ageOf({ detectedAt }: Alert, now: Date): Age {
  const days = (now.getTime() - Date.parse(detectedAt)) / DAY_MS;
  if (days < 1) return 'day';
  return days < 7 ? 'week' : 'older';
}

/** How many alerts of each severity have waited for how long. */
export function alertsByAge(
  alerts: readonly Alert[],
  now: Date,
): Readonly<Record<Severity, Readonly<Record<Age, number>>>> {
  const counts = (severity: Severity) => {
    const of = (age: Age) =>
      alerts.filter(
        alert => alert.severity === severity && ageOf(alert, now) === age,
      ).length;
    return { day: of('day'), week: of('week'), older: of('older') };
  };
  return { high: counts('high'), medium: counts('medium'), low: counts('low') };
}

/** A project whose spend moved. */
export interface Mover {
  readonly name: string;
  readonly currency: string;
  /** Spend in the last 30 days, and in the 30 days before. */
  readonly now: number;
  readonly before: number;
}

/** The projects whose spend changed most, up or down, in money: a percentage would put the smallest first. */
export function topMovers(
  projects: readonly OverviewProject[],
  most: number,
): Mover[] {
  const moved = ({ now, before }: Mover) => Math.abs(now - before);
  return projects
    .flatMap(({ name, summary }): Mover[] =>
      summary?.change === undefined
        ? []
        : [
            {
              name,
              currency: summary.currency,
              now: summary.last30Days,
              before: summary.previous30Days,
            },
          ],
    )
    .filter(mover => moved(mover) > 0)
    .sort((a, b) => moved(b) - moved(a) || a.name.localeCompare(b.name))
    .slice(0, most);
}

export const PROJECT_SORTS = ['alerts', 'spend', 'change', 'name'] as const;
export type ProjectSort = (typeof PROJECT_SORTS)[number];

/** A high alert outweighs any number of lower ones that a project is likely to have. */
function urgency({ summary }: OverviewProject): number {
  if (!summary) return -1;
  const { high, medium, low } = summary.openAlerts;
  return high * 1_000_000 + medium * 1_000 + low;
}

function spend({ summary }: OverviewProject): number {
  return summary?.monthToDate ?? -Infinity;
}

/** In money; unknown changes come last. */
function change({ summary }: OverviewProject): number {
  return summary?.change === undefined
    ? -Infinity
    : summary.last30Days - summary.previous30Days;
}

/** By name, or the most urgent, the most expensive or the one that grew most first. */
export function sortProjects(
  projects: readonly OverviewProject[],
  sort: ProjectSort,
): OverviewProject[] {
  const byName = (a: OverviewProject, b: OverviewProject) =>
    a.name.localeCompare(b.name);
  const rank = { alerts: urgency, spend, change, name: () => 0 }[sort];
  // Infinity - Infinity is no number: equals fall back to spend and name.
  return [...projects].sort(
    (a, b) =>
      rank(b) - rank(a) ||
      (sort === 'name' ? 0 : spend(b) - spend(a)) ||
      byName(a, b),
  );
}

/** An alert that was over when it was found is resolved at once, by the run that found it: nobody was waited for. */
const RESOLVED_AT_ONCE_MS = 60_000;

export interface Reaction {
  /** Median milliseconds from detection to acknowledgement; undefined when none was acknowledged. */
  readonly toAcknowledge?: number;
  /** Median milliseconds from detection to resolution; undefined when none was resolved. */
  readonly toResolve?: number;
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return undefined;
  return sorted.length % 2 === 1
    ? sorted[Math.floor(middle)]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How fast people react to alerts. */
export function reaction(alerts: readonly Alert[]): Reaction {
  const since = (alert: Alert, until: string | undefined) =>
    until === undefined
      ? []
      : [Date.parse(until) - Date.parse(alert.detectedAt)];
  return {
    toAcknowledge: median(
      alerts.flatMap(alert => since(alert, alert.acknowledgedAt)),
    ),
    toResolve: median(
      alerts
        .flatMap(alert => since(alert, alert.resolvedAt))
        .filter(duration => duration >= RESOLVED_AT_ONCE_MS),
    ),
  };
}
