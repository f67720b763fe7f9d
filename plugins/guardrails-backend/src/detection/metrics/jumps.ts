/**
 * Jumps: how far a value left the ones before it, and how far values usually leave them, on the whole and at this time
 * of day. The change that the hour brings every day is no jump.
 */
import { median } from '../statistics';
import { type MetricHistory, quantileOf, USUAL_DAYS } from './MetricHistory';
import type { Comparison } from './relativeRule';

/** Days whose change at the same time is expected. A week, so that each weekday is among them. */
export const JUMP_DAYS = 7;
/** A change that was seen on one day only is not expected. */
const FEWEST_DAYS = 2;
/** The largest change of a day: 99 % of its changes are smaller. */
const LARGEST_SHARE = 0.99;
/** Of the days of four weeks, 60 % have a smaller largest change: bad days do not decide what is usual. */
const DAYS_SHARE = 0.6;
/** A day with less than a third of its points has no largest change. */
const FEWEST_POINTS_SHARE = 0.3;
/** Half an hour earlier or later, changes are about the same. */
const NEIGHBOURHOOD_SECONDS = 1800;

/** Change from the points before, the median of `lookback` of them; NaN where unknown. */
function changes(history: MetricHistory, lookback: number): Float64Array {
  const { values } = history;
  return Float64Array.from(values, (value, index) => {
    const before: number[] = [];
    for (let i = Math.max(0, index - lookback); i < index; i += 1) {
      if (!Number.isNaN(values[i])) {
        before.push(values[i]);
      }
    }
    return before.length > 0 ? value - median(before) : NaN;
  });
}

/** Compares with the median of the `lookback` points before, and the change that this time of day brings. */
export function jumpOver(
  history: MetricHistory,
  periodSeconds: number,
  lookback: number,
): (index: number) => Comparison | undefined {
  const { values, perDay } = history;
  const raw = changes(history, lookback);
  const reach = Math.max(1, Math.round(NEIGHBOURHOOD_SECONDS / periodSeconds));
  const expected = new Float64Array(values.length);
  const jumps = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const before: number[] = [];
    for (let day = 1; day <= JUMP_DAYS; day += 1) {
      const change = raw[i - day * perDay];
      if (!Number.isNaN(change) && change !== undefined) {
        before.push(change);
      }
    }
    expected[i] = before.length >= FEWEST_DAYS ? median(before) : 0;
    jumps[i] = Math.abs(raw[i] - expected[i]);
  }
  /** Mean of the known jumps around a point. */
  const aroundMean = (centre: number) => {
    let sum = 0;
    let known = 0;
    for (let i = centre - reach; i <= centre + reach; i += 1) {
      if (!Number.isNaN(jumps[i])) {
        sum += jumps[i];
        known += 1;
      }
    }
    return known >= 2 ? sum / known : NaN;
  };
  const usualAtThisTime = (index: number) => {
    const means: number[] = [];
    for (
      let day = 1;
      day <= JUMP_DAYS && index - day * perDay >= reach;
      day += 1
    ) {
      const mean = aroundMean(index - day * perDay);
      if (!Number.isNaN(mean)) {
        means.push(mean);
      }
    }
    return means.length >= FEWEST_DAYS ? median(means) : 0;
  };
  const largestOfDay = new Map<number, number | undefined>();
  const largestOn = (dayStart: number) => {
    if (!largestOfDay.has(dayStart)) {
      const known = jumps
        .subarray(Math.max(0, dayStart), Math.max(0, dayStart + perDay))
        .filter(jump => !Number.isNaN(jump));
      largestOfDay.set(
        dayStart,
        known.length >= Math.max(1, FEWEST_POINTS_SHARE * perDay)
          ? quantileOf(known.sort(), LARGEST_SHARE)
          : undefined,
      );
    }
    return largestOfDay.get(dayStart);
  };
  const usualByDay = new Map<number, number | undefined>();
  const usualBefore = (dayStart: number) => {
    if (!usualByDay.has(dayStart)) {
      const days: number[] = [];
      for (let day = 1; day <= USUAL_DAYS; day += 1) {
        const largest = largestOn(dayStart - day * perDay);
        if (largest !== undefined) {
          days.push(largest);
        }
      }
      usualByDay.set(
        dayStart,
        days.length > 0
          ? quantileOf(Float64Array.from(days).sort(), DAYS_SHARE)
          : undefined,
      );
    }
    return usualByDay.get(dayStart);
  };
  return index => {
    const usual = usualBefore(history.dayStart(index));
    if (usual === undefined || Number.isNaN(raw[index])) {
      return undefined;
    }
    const distance = usual + usualAtThisTime(index);
    return {
      observed: values[index],
      baseline: values[index] - raw[index] + expected[index],
      usualAbove: distance,
      usualBelow: distance,
    };
  };
}

/** Points that a jump looks back on, at most. */
export function jumpMemory(periodSeconds: number, lookback: number): number {
  return (
    Math.round(((USUAL_DAYS + 1 + JUMP_DAYS) * 86_400) / periodSeconds) +
    Math.max(1, Math.round(NEIGHBOURHOOD_SECONDS / periodSeconds)) +
    lookback
  );
}

/** What the usual distance of a jump is, for the arithmetic. */
export const USUAL_JUMP = `the largest change of a usual day (99 % of its changes are smaller; 60 % of the ${USUAL_DAYS} days before had a smaller one), and the mean change at this time`;
