/** Turns the costs of a period into what the chart, its table and its sentence show. */
import type { Alert } from '@cloudops/plugin-guardrails-common';
import type { Translate, Words } from '../../words';
import type { CostPeriod } from './costPeriod';
import { serviceName } from './serviceName';

/** So many services get a colour of their own; more could not be told apart. */
const SERVICES_SHOWN = 7;

/** One layer of the stacked bars. */
export interface CostSeries {
  /** What it is called: the AWS service, the charge, or `Other (12)` for all that have no layer of their own. */
  readonly name: string;
  /** Absent for the layer of all others. */
  readonly service?: string;
  /** One amount for each day; null where nothing is stored. */
  readonly amounts: readonly (number | null)[];
}

/** One bar. */
export interface CostDay {
  /** `YYYY-MM-DD`, UTC. */
  readonly date: string;
  readonly total: number;
  /** AWS may still change it. */
  readonly estimated: boolean;
  /** Something is stored for it. */
  readonly stored: boolean;
  /** The total of the day one period before; null where nothing is stored. */
  readonly before: number | null;
  /** Cost alerts whose window begins on this day. */
  readonly alerts: readonly Alert[];
}

export interface DailyCosts {
  readonly currency: string;
  readonly days: readonly CostDay[];
  /** The largest service first, all others last. */
  readonly series: readonly CostSeries[];
}

function sum(amounts: readonly (number | null)[]): number | null {
  const known = amounts.filter((amount): amount is number => amount !== null);
  return known.length === 0
    ? null
    : known.reduce((total, amount) => total + amount, 0);
}

/** The first UTC day of an alert's window, `YYYY-MM-DD`. */
function alertDay(alert: Alert): string {
  return alert.windowStart.slice(0, 10);
}

/** Those that are about at least one day of the period: an alert is asked for by when it was found. */
export function alertsWithin(
  { from, to }: Pick<CostPeriod, 'from' | 'to'>,
  alerts: readonly Alert[],
): Alert[] {
  return alerts.filter(
    alert => alertDay(alert) <= to && alert.windowEnd.slice(0, 10) > from,
  );
}

export function dailyCosts(
  period: Pick<
    CostPeriod,
    'currency' | 'days' | 'before' | 'services' | 'remainders' | 'estimatedFrom'
  >,
  alerts: readonly Alert[],
  t: Translate,
): DailyCosts {
  const { days, services, remainders, estimatedFrom } = period;
  // A single service too many gets the last layer itself: "Other (1)" would only hide its name.
  const shown =
    services.length <= SERVICES_SHOWN + 1
      ? services
      : services.slice(0, SERVICES_SHOWN);
  const others = services.slice(shown.length);
  const series: CostSeries[] = shown.map(({ service, amounts }) => ({
    name: serviceName(service, t),
    service,
    amounts,
  }));
  if (others.length > 0) {
    series.push({
      name: t('costs.other', { count: others.length }),
      amounts: days.map((_, day) =>
        sum(others.map(({ amounts }) => amounts[day])),
      ),
    });
  }
  return {
    currency: period.currency,
    series,
    days: days.map(({ date, total }, day) => ({
      date,
      total,
      before: period.before[day] ?? null,
      stored: [...services, ...remainders].some(
        ({ amounts }) => amounts[day] !== null,
      ),
      estimated: estimatedFrom !== undefined && date >= estimatedFrom,
      alerts: alerts.filter(alert => alertDay(alert) === date),
    })),
  };
}

/** How many stored days AWS may still change. */
export function estimatedDays({ days }: Pick<DailyCosts, 'days'>): number {
  return days.filter(({ stored, estimated }) => stored && estimated).length;
}

/** The newest day with anything stored, `YYYY-MM-DD`; undefined when there is none. */
export function newestStoredDay({
  days,
}: Pick<DailyCosts, 'days'>): string | undefined {
  return [...days].reverse().find(({ stored }) => stored)?.date;
}

/** What the picture says, for those who cannot see it. */
export function describeDailyCosts(
  costs: DailyCosts,
  words: Words,
  now?: Date,
): string {
  const { t } = words;
  const { days, currency } = costs;
  const stored = days.filter(day => day.stored);
  if (stored.length === 0) return t('costs.none');
  const total = stored.reduce((sumSoFar, day) => sumSoFar + day.total, 0);
  const highest = stored.reduce((a, b) => (b.total > a.total ? b : a));
  const estimated = estimatedDays(costs);
  const alerts = days.reduce((count, day) => count + day.alerts.length, 0);
  const date = (day: string) => words.day(day, { now, weekday: true });
  return [
    t('costs.described', {
      from: date(days[0].date),
      to: date(days[days.length - 1].date),
      average: words.money(total / stored.length, currency),
      day: date(highest.date),
      most: words.money(highest.total, currency),
    }),
    estimated > 0 && t('costs.describedEstimated', { count: estimated }),
    alerts > 0 && t('costs.describedAlerts', { count: alerts }),
  ]
    .filter(Boolean)
    .join(' ');
}
