/** The values of a metric as rules look back on them: means of the last points, and what was usual before a day. */
import { DayBaselines, type Quantity } from '../DayBaselines';
import type { Series } from '@cloudops/plugin-guardrails-node';
import { median } from '../statistics';

const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1000;

/** Days that say what is usual. Four weeks hold each weekday four times. */
export const USUAL_DAYS = 28;
/** Fewer values than this show nothing usual: two hours of five-minute points, a day of hourly ones. */
const FEWEST_VALUES = 24;

export class MetricHistory {
  static readonly #known = new WeakMap<Series, MetricHistory>();

  /** NaN where nothing is known. */
  readonly values: Float64Array;
  /** Points of a day. */
  readonly perDay: number;
  readonly #baselines: DayBaselines;
  readonly #firstAt: number;
  readonly #periodMs: number;

  static of(series: Series): MetricHistory {
    let history = MetricHistory.#known.get(series);
    if (!history) {
      history = new MetricHistory(series);
      MetricHistory.#known.set(series, history);
    }
    return history;
  }

  private constructor(series: Series) {
    const { points, periodSeconds } = series;
    this.#baselines = DayBaselines.of(series);
    this.values = Float64Array.from(points, ({ value }) => value ?? NaN);
    this.perDay = Math.max(1, Math.round(DAY_SECONDS / periodSeconds));
    this.#firstAt = points[0]?.at ?? 0;
    this.#periodMs = periodSeconds * 1000;
  }

  /**
   * Index of the first point of the UTC day that a point lies in; below 0 where the series begins within that day.
   * What is usual is refreshed there: once a day, so that a day is judged by one limit.
   */
  dayStart(index: number): number {
    const at = this.#firstAt + index * this.#periodMs;
    return index - Math.floor((at % DAY_MS) / this.#periodMs);
  }

  /**
   * A quantity that depends on the points before a day alone: computed once for the day, or known from storage.
   *
   * @param name - says what it depends on beside the points: rule, version, parameters
   */
  ofDay<T extends Quantity | undefined>(
    name: string,
    dayStart: number,
    compute: () => T,
  ): T {
    const at = this.#firstAt + dayStart * this.#periodMs;
    return this.#baselines.of(name, at, compute);
  }

  /** Days of {@link USUAL_DAYS} that lie before a day within the series. */
  ageDays(dayStart: number): number {
    return Math.min(USUAL_DAYS, Math.max(0, dayStart) / this.perDay);
  }

  /** How many points a time takes, at least `fewest`. */
  pointsIn(seconds: number, fewest: number): number {
    return Math.max(fewest, Math.round((seconds * 1000) / this.#periodMs));
  }

  /** Mean of the known ones of `count` points, the last of them at `last`; NaN when fewer than `atLeast` are known. */
  mean(last: number, count: number, atLeast: number): number {
    let sum = 0;
    let known = 0;
    for (let i = Math.max(0, last - count + 1); i <= last; i += 1) {
      const value = this.values[i];
      if (!Number.isNaN(value)) {
        sum += value;
        known += 1;
      }
    }
    return known >= Math.max(1, atLeast) ? sum / known : NaN;
  }

  /**
   * {@link mean} of every point. Added up anew for each, so that its last digits do not depend on where the series
   * begins.
   */
  means(count: number, atLeast: number): Float64Array {
    return this.values.map((_, index) => this.mean(index, count, atLeast));
  }

  /** Median of the known ones of `count` points, the last of them at `last`; NaN when none is known. */
  median(last: number, count: number): number {
    if (count === 1) {
      return this.values[last] ?? NaN;
    }
    const known: number[] = [];
    for (let i = Math.max(0, last - count + 1); i <= last; i += 1) {
      if (!Number.isNaN(this.values[i])) {
        known.push(this.values[i]);
      }
    }
    return known.length > 0 ? median(known) : NaN;
  }

  /**
   * What a quantity was in the four weeks before a day, ascending; undefined when too little of it is known.
   *
   * @param quantity - one value for each point, NaN where it is not known
   */
  usual(quantity: Float64Array, dayStart: number): Float64Array | undefined {
    const from = Math.max(0, dayStart - USUAL_DAYS * this.perDay);
    const known = quantity
      .subarray(from, Math.max(from, dayStart))
      .filter(value => !Number.isNaN(value));
    return known.length >= FEWEST_VALUES ? known.sort() : undefined;
  }
}

/** The value below which `share` of ascending values lie, interpolated between neighbours. */
export function quantileOf(ascending: Float64Array, share: number): number {
  const position = (ascending.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.min(below + 1, ascending.length - 1);
  return (
    ascending[below] +
    (ascending[above] - ascending[below]) * (position - below)
  );
}

/** Points that {@link MetricHistory.usual} looks back on from a point, at most. */
export function usualMemory(periodSeconds: number): number {
  return (
    (USUAL_DAYS + 1) * Math.max(1, Math.round(DAY_SECONDS / periodSeconds))
  );
}
