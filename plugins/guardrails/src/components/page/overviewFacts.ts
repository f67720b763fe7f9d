/** Sums up the projects for the platform team: is anything wrong, is the data alive, are people acting? */
import type {
  Alert,
  AlertCounts,
  AlertStatistics,
  ProjectSummary,
  Severity,
} from '@cloudops/plugin-guardrails-common';
import { hasCosts, lacksData } from '../../freshness';
import type { Words } from '../../words';
import { countAlerts } from '../labels';

/** A project of the overview. */
export interface OverviewProject {
  readonly name: string;
  readonly summary: ProjectSummary;
}

export interface Totals {
  /** ISO 4217 → spend since the first of the month; one entry for each currency in the data, none while no costs are stored. */
  readonly monthToDate: ReadonlyMap<string, number>;
  /** The same, of what the projects that have both spent in the last 30 days and in the 30 before. */
  readonly compared: ReadonlyMap<
    string,
    { readonly now: number; readonly before: number }
  >;
  readonly openAlerts: AlertCounts;
  readonly acknowledgedAlerts: number;
  readonly openRecommendations: number;
}

export function totals(projects: readonly OverviewProject[]): Totals {
  const monthToDate = new Map<string, number>();
  const compared = new Map<string, { now: number; before: number }>();
  const openAlerts = { low: 0, medium: 0, high: 0 };
  let acknowledgedAlerts = 0;
  let openRecommendations = 0;
  for (const { summary } of projects) {
    if (hasCosts(summary)) {
      monthToDate.set(
        summary.currency,
        (monthToDate.get(summary.currency) ?? 0) + summary.monthToDate,
      );
    }
    if (summary.change !== undefined) {
      const { now, before } = compared.get(summary.currency) ?? {
        now: 0,
        before: 0,
      };
      compared.set(summary.currency, {
        now: now + summary.last30Days,
        before: before + summary.previous30Days,
      });
    }
    openAlerts.low += summary.openAlerts.low;
    openAlerts.medium += summary.openAlerts.medium;
    openAlerts.high += summary.openAlerts.high;
    acknowledgedAlerts += countAlerts(summary.acknowledgedAlerts);
    openRecommendations += summary.openRecommendations;
  }
  return {
    monthToDate,
    compared,
    openAlerts,
    acknowledgedAlerts,
    openRecommendations,
  };
}

/** Whether any detection has ended yet: before that, no alerts say nothing. */
export function isChecked(projects: readonly OverviewProject[]): boolean {
  return projects.some(({ summary }) => summary.lastCheckedAt !== undefined);
}

/** Is anything wrong, and is the data alive: `2 open alerts in 1 of 9 projects, the data of 1 project needs a look`. */
export function overviewHeadline(
  projects: readonly OverviewProject[],
  now: Date,
  { t, number }: Pick<Words, 't' | 'number'>,
): string {
  const alerts = countAlerts(totals(projects).openAlerts);
  const alerted = projects.filter(
    ({ summary }) => countAlerts(summary.openAlerts) > 0,
  ).length;
  const lacking = projects.filter(({ summary }) =>
    lacksData(summary, now),
  ).length;
  const counted = (count: number) => ({ count, number: number(count) });
  const none = isChecked(projects)
    ? t('overview.noOpen')
    : t('alerts.notChecked');
  const wrong =
    alerts === 0
      ? none
      : t('overview.openIn', {
          ...counted(alerts),
          alerted: number(alerted),
          projects: t('overview.projects', counted(projects.length)),
        });
  const alive =
    lacking === 0
      ? t('overview.fresh')
      : t('overview.lacking', counted(lacking));
  return `${wrong}, ${alive}`;
}

/** How long an alert has waited: less than a day, less than a week, longer. */
export const AGES = ['day', 'week', 'older'] as const;
export type Age = (typeof AGES)[number];

export const DAY_MS = 86_400_000;

/** How many alerts of each severity have waited for how long. */
export type AgeCounts = Readonly<
  Record<Severity, Readonly<Record<Age, number>>>
>;

function ageOf({ detectedAt }: Alert, now: Date): Age {
  const days = (now.getTime() - Date.parse(detectedAt)) / DAY_MS;
  if (days < 1) return 'day';
  return days < 7 ? 'week' : 'older';
}

export function alertsByAge(alerts: readonly Alert[], now: Date): AgeCounts {
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

/**
 * What an amount weighs beside amounts of other currencies: its share of what all projects spent in its currency in the
 * last 30 days and the 30 before. Within a currency that is the order of the amounts themselves.
 */
type Weigh = (amount: number, currency: string) => number;

function weighing(projects: readonly OverviewProject[]): Weigh {
  const spent = new Map<string, number>();
  for (const { summary } of projects) {
    const { currency, last30Days, previous30Days } = summary;
    const amount = Math.abs(last30Days) + Math.abs(previous30Days);
    spent.set(currency, (spent.get(currency) ?? 0) + amount);
  }
  return (amount, currency) => amount / (spent.get(currency) || 1);
}

/** The projects whose spend changed most, up or down, in money: a percentage of their own would put the smallest first. */
export function topMovers(
  projects: readonly OverviewProject[],
  most: number,
): Mover[] {
  const weigh = weighing(projects);
  const moved = ({ now, before, currency }: Mover) =>
    weigh(Math.abs(now - before), currency);
  return projects
    .flatMap(({ name, summary }): Mover[] =>
      summary.change === undefined
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
  const { high, medium, low } = summary.openAlerts;
  return high * 1_000_000 + medium * 1_000 + low;
}

function spend({ summary }: OverviewProject, weigh: Weigh): number {
  return weigh(summary.monthToDate, summary.currency);
}

/** Undefined where it is not known. */
function change(
  { summary }: OverviewProject,
  weigh: Weigh,
): number | undefined {
  return summary.change === undefined
    ? undefined
    : weigh(summary.last30Days - summary.previous30Days, summary.currency);
}

/**
 * By name, or the most urgent, the most expensive or the one that grew most first.
 *
 * @param isTurned - the other way round; what is not known comes last all the same
 */
export function sortProjects(
  projects: readonly OverviewProject[],
  sort: ProjectSort,
  isTurned = false,
): OverviewProject[] {
  const sign = isTurned ? -1 : 1;
  const byName = (a: OverviewProject, b: OverviewProject) =>
    a.name.localeCompare(b.name);
  if (sort === 'name') {
    return [...projects].sort((a, b) => sign * byName(a, b));
  }
  const rank = { alerts: urgency, spend, change }[sort];
  const weigh = weighing(projects);
  return [...projects].sort((a, b) => {
    const [ofA, ofB] = [rank(a, weigh), rank(b, weigh)];
    const order =
      ofA === undefined || ofB === undefined
        ? Number(ofA === undefined) - Number(ofB === undefined)
        : sign * (ofB - ofA);
    return order || spend(b, weigh) - spend(a, weigh) || byName(a, b);
  });
}

export type AlertWeek = AlertStatistics['byWeek'][number];

/** How many weeks count as now, when it is asked whether people react faster than before. */
const RECENT_WEEKS = 4;

/** A time that is this much longer or shorter than before is another one; less is chance. */
const NOTABLE_CHANGE = 0.1;

export interface Trend {
  readonly direction: 'faster' | 'slower' | 'same';
  /** What it took in the weeks before, in milliseconds. */
  readonly before: number;
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return undefined;
  return sorted.length % 2 === 1
    ? sorted[Math.floor(middle)]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Whether people were faster in the last weeks than in those before, by the medians of the weeks; undefined while
 * there is nothing to compare.
 *
 * @param weeks - oldest first
 */
export function trendOf(
  weeks: readonly AlertWeek[],
  taken: 'mttaSeconds' | 'mttrSeconds',
): Trend | undefined {
  const of = (some: readonly AlertWeek[]) =>
    median(some.flatMap(week => week[taken] ?? []));
  const before = of(weeks.slice(0, -RECENT_WEEKS));
  const now = of(weeks.slice(-RECENT_WEEKS));
  if (before === undefined || now === undefined) return undefined;
  const ratio = before > 0 ? now / before : 1;
  const faster = ratio < 1 - NOTABLE_CHANGE;
  const slower = ratio > 1 + NOTABLE_CHANGE;
  const changed = faster ? 'faster' : 'slower';
  return {
    direction: faster || slower ? changed : 'same',
    before: before * 1000,
  };
}
