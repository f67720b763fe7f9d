/** The costs of a period, and how they changed: compared over the days that will not change any more. */
import type { CostReport } from '@cloudops/plugin-guardrails-common';
import { daysBefore, daysBetween } from '../../format';
import type { DayRange } from './useCostRange';

/** Spend on the final days of a period, and on the days that lie one period before each of them. */
export interface Comparison {
  readonly now: number;
  readonly before: number;
}

export interface ServiceCosts {
  /** The AWS service, or the type of a charge that belongs to none, as AWS spells it: `Credit`, `Tax`. */
  readonly service: string;
  readonly total: number;
  /** One amount for each day; null where nothing is stored. */
  readonly amounts: readonly (number | null)[];
  readonly comparison?: Comparison;
}

export interface CostPeriod {
  readonly project: string;
  /** ISO 4217. */
  readonly currency: string;
  /** First and last day, `YYYY-MM-DD`, UTC. */
  readonly from: string;
  readonly to: string;
  /** First day that is not final; absent when all are. */
  readonly estimatedFrom?: string;
  /** First day in a month that AWS has not invoiced yet; absent when all are, or it is not known. */
  readonly openFrom?: string;
  /** End of the last complete pull; absent before the first. */
  readonly asOf?: string;
  readonly total: number;
  /** Absent where no day is final, or a day it is compared with is not stored. */
  readonly comparison?: Comparison;
  /** How many days are compared: those that AWS will not change any more. */
  readonly comparedDays: number;
  readonly days: readonly { readonly date: string; readonly total: number }[];
  /** The total of the day that lies one period before each of `days`; null where nothing is stored. */
  readonly before: readonly (number | null)[];
  /** Largest first; services without a stored amount in the period are left out. */
  readonly services: readonly ServiceCosts[];
  /** Beside them, services of which every day rounds to no cent: what dividing a bill among projects leaves. */
  readonly remainders: readonly ServiceCosts[];
}

/** What is counted: what was used, or also the credits, refunds, taxes and fees of the bill. */
export const COST_VIEWS = ['usage', 'net'] as const;
export type CostView = (typeof COST_VIEWS)[number];

/** The days to ask for: the period, and the one before it. */
export function daysToAsk({ from, to }: DayRange): DayRange {
  return { from: daysBefore(from, daysBetween(from, to) + 1), to };
}

function sum(amounts: readonly (number | null)[]): number {
  return amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0);
}

const HALF_A_CENT = 0.005;

/** Rounds to no cent, on any day and all together. */
function isRemainder({ total, amounts }: ServiceCosts): boolean {
  return [total, ...amounts].every(
    amount => Math.abs(amount ?? 0) < HALF_A_CENT,
  );
}

/** @param report - over the days of {@link daysToAsk} */
export function costPeriod(
  report: CostReport,
  view: CostView = 'usage',
): CostPeriod {
  const { estimatedFrom } = report;
  const charges = view === 'net' ? report.charges : [];
  const totals = report.days.map(
    ({ total }, day) => total + sum(charges.map(({ amounts }) => amounts[day])),
  );
  const length = report.days.length / 2;
  const days = report.days
    .slice(length)
    .map(({ date }, day) => ({ date, total: totals[length + day] }));
  const stored = report.days.map((_, day) =>
    report.services.some(({ amounts }) => amounts[day] !== null),
  );
  // Days that are not final would make every service look cheaper than before.
  const compared = report.days
    .map((_, day) => day)
    .filter(
      day =>
        day >= length &&
        stored[day] &&
        (estimatedFrom === undefined || report.days[day].date < estimatedFrom),
    );
  const comparable =
    compared.length > 0 && compared.every(day => stored[day - length]);
  const comparisonOf = (
    amounts: readonly (number | null)[],
  ): Comparison | undefined =>
    comparable
      ? {
          now: sum(compared.map(day => amounts[day])),
          before: sum(compared.map(day => amounts[day - length])),
        }
      : undefined;
  const all = [
    ...report.services,
    ...charges.map(({ type, amounts }) => ({ service: type, amounts })),
  ]
    .map(({ service, amounts }) => {
      const shown = amounts.slice(length);
      return {
        service,
        amounts: shown,
        total: sum(shown),
        comparison: comparisonOf(amounts),
      };
    })
    .filter(({ amounts }) => amounts.some(amount => amount !== null))
    .sort((a, b) => b.total - a.total);
  const services = all.filter(each => !isRemainder(each));
  // Where nothing costs a cent, small amounts are all there is to see.
  const hasRemainders = services.length > 0;
  return {
    project: report.project,
    currency: report.currency,
    from: days[0].date,
    to: report.to,
    estimatedFrom,
    // The report begins a period before the days that are shown.
    openFrom:
      report.openFrom && report.openFrom < days[0].date
        ? days[0].date
        : report.openFrom,
    asOf: report.asOf,
    total: sum(days.map(({ total }) => total)),
    comparison: comparisonOf(totals),
    comparedDays: compared.length,
    days,
    before: totals
      .slice(0, length)
      .map((total, day) => (stored[day] ? total : null)),
    services: hasRemainders ? services : all,
    remainders: hasRemainders ? all.filter(isRemainder) : [],
  };
}
