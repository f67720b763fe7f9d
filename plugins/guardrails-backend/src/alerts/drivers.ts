/** Ranks what drove a cost: which parts of it changed, and how much of the alert's change each of them is. */
import type { Evidence } from '@cloudops/plugin-guardrails-common';
import type { CostPart } from '../audit';
import type { Day } from '../database';
import { dayAt, startOfDay } from '../detection';

export type Driver = NonNullable<Evidence['drivers']>[number];

/** What one part of a cost was on one day. */
export interface PartAmount {
  readonly dimension: CostPart['dimension'];
  readonly name: string;
  readonly date: Day;
  readonly amount: number;
}

/** Those that drove it most; more are no more than a list. */
const MOST_SHOWN = 10;
/** What is left over and less than half a cent is rounding. */
const ROUNDING = 0.005;
const WEEK_MS = 7 * 86_400_000;
const WEEKS = 4;
/** The name of what no single part explains. */
export const OTHER = 'other';

/** The days that a day is compared with: the same weekday of the four weeks before, oldest first. */
export function baselineDaysOf(day: Day): Day[] {
  return Array.from({ length: WEEKS }, (_, i) =>
    dayAt(startOfDay(day) - (WEEKS - i) * WEEK_MS),
  );
}

/** Each part's cost on the day and its mean on the baseline days; a day that it is not in counts as nothing. */
export function partsOf(
  amounts: readonly PartAmount[],
  day: Day,
  baselineDays: readonly Day[],
): CostPart[] {
  const sums = new Map<string, { part: CostPart }>();
  for (const { dimension, name, date, amount } of amounts) {
    const key = JSON.stringify([dimension, name]);
    const { part } = sums.get(key) ?? {
      part: { dimension, name, observed: 0, baseline: 0 },
    };
    sums.set(key, {
      part: {
        ...part,
        observed: part.observed + (date === day ? amount : 0),
        baseline:
          part.baseline +
          (baselineDays.includes(date) ? amount / baselineDays.length : 0),
      },
    });
  }
  return [...sums.values()]
    .map(({ part }) => ({
      ...part,
      observed: rounded(part.observed),
      baseline: rounded(part.baseline),
    }))
    .filter(({ observed, baseline }) => observed !== 0 || baseline !== 0);
}

/**
 * The parts of each dimension by their change, the largest in the alert's direction first. The last one is what is left
 * of the alert's change: small parts, and what the rule compared with beside these days. So each dimension adds up.
 */
export function rankDrivers(
  parts: readonly CostPart[],
  decided: {
    readonly observed: number;
    readonly baseline: number;
    readonly currency: string;
  },
): Driver[] {
  const { currency } = decided;
  const total = decided.observed - decided.baseline;
  const driver = (part: CostPart): Driver => {
    const change = rounded(part.observed - part.baseline);
    return {
      ...part,
      change,
      share: total === 0 ? 0 : rounded(change / total),
      currency,
    };
  };
  const dimensions = [...new Set(parts.map(({ dimension }) => dimension))];
  return dimensions.flatMap(dimension => {
    const ranked = parts
      .filter(part => part.dimension === dimension)
      .map(driver)
      .sort(
        (a, b) =>
          Math.sign(total || 1) * (b.change - a.change) ||
          (a.name < b.name ? -1 : 1),
      );
    const shown = ranked.slice(0, MOST_SHOWN);
    const left = driver({
      dimension,
      name: OTHER,
      observed: rounded(decided.observed - sumOf(shown, 'observed')),
      baseline: rounded(decided.baseline - sumOf(shown, 'baseline')),
    });
    return Math.abs(left.change) < ROUNDING && ranked.length === shown.length
      ? shown
      : [...shown, left];
  });
}

function sumOf(
  drivers: readonly Driver[],
  key: 'observed' | 'baseline',
): number {
  return drivers.reduce((sum, each) => sum + each[key], 0);
}

/** Four decimals, as costs are stored. */
function rounded(value: number): number {
  return Number(value.toFixed(4));
}
