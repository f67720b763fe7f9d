/**
 * Counts of errors with what each of them is compared with: how many are usual at this time of day, how much they vary
 * beyond chance, and which count is improbable then.
 */
import type { Series } from '@cloudops/plugin-guardrails-node';
import { improbableCount } from '../negativeBinomial';
import { median } from '../statistics';
import { MetricHistory } from './MetricHistory';

/** Traffic half an hour earlier or later is about the same. */
export const NEIGHBOURHOOD_SECONDS = 1800;
/** Periods whose errors are added up: a burst that is too small for one period shows in several. */
export const SPANS = [1, 3, 6] as const;
/** How errors cluster is taken from stretches of two hours: of a burst, few of them are spoilt. */
const STRETCH_SECONDS = 7200;
/** The stretches that vary most, 20 %, are left out: bursts of the last week. */
const KEPT_SHARE = 0.8;
/** What leaving them out takes from the variance. With it, simulated errors raise 0.2 false alerts a month. */
export const DISPERSION_CORRECTION = 1.6;
/** A little over Poisson, and never nothing at all: a service without any error may have one. */
const LEAST_OVERDISPERSION = 1.02;
export const SMALLEST_MEAN = 0.02;
/** At least three days of history for the mean, and one more for its variation. */
const MIN_DAYS = 3;
/** Nothing within three deviations is one in a million: saves the exact calculation. */
const SURELY_PROBABLE_DEVIATIONS = 3;

/** What is compared, as the rule is set. */
export interface ErrorComparison {
  /** Says which rule and version asks: what is stored for a day is kept apart by it. */
  readonly name: string;
  /** Days before that are compared with. */
  readonly days: number;
  /** A count that has this probability or more is not improbable. */
  readonly probability: number;
  /** Fewer errors than this are accepted, however improbable. */
  readonly minCount: number;
}

export interface Expectation {
  readonly span: number;
  /** Errors within the span. */
  readonly count: number;
  /** Of one period. */
  readonly mean: number;
  readonly comparedDays: number;
  /** Variance beyond chance, as a share of the squared mean. */
  readonly dispersion: number;
  /** Of the span's count. */
  readonly deviation: number;
  readonly improbable: number;
  /** Highest count of the span that is still accepted. */
  readonly threshold: number;
}

/** A series of counts with what each point and each day is compared with, computed once. */
export class ErrorHistory {
  readonly #history: MetricHistory;
  readonly #rule: ErrorComparison;
  readonly #reach: number;
  readonly #stretch: number;
  readonly #means = new Map<number, { mean: number; days: number }>();

  constructor(series: Series, rule: ErrorComparison) {
    this.#history = MetricHistory.of(series);
    this.#rule = rule;
    this.#reach = reachOf(series.periodSeconds);
    this.#stretch = this.#history.pointsIn(STRETCH_SECONDS, 1);
  }

  /** The shortest span that fired, or the point alone; undefined when it cannot be judged. */
  expectationAt(index: number): Expectation | undefined {
    const single = this.#expectationOf(index, 1, false);
    if (!single || single.count > single.threshold) {
      return single;
    }
    for (const span of SPANS.slice(1)) {
      const several = this.#expectationOf(index, span, true);
      if (
        several &&
        several.count > several.threshold &&
        !this.#firedAlone(index, span)
      ) {
        return several;
      }
    }
    return single;
  }

  /** Whether a period before fired by itself: then the span is only its echo. */
  #firedAlone(index: number, span: number): boolean {
    for (let i = index - span + 1; i < index; i += 1) {
      const single = this.#expectationOf(i, 1, false);
      if (single && single.count > single.threshold) {
        return true;
      }
    }
    return false;
  }

  #expectationOf(
    index: number,
    span: number,
    onlyIfFar: boolean,
  ): Expectation | undefined {
    const count = this.#count(index, span);
    const { days: comparedDays } = this.#meanAt(index);
    const mean = this.#highestMean(index, span);
    const dispersion = this.#dispersionOf(this.#history.dayStart(index), span);
    if (!(count >= 0) || !(mean >= 0) || dispersion === undefined) {
      return undefined;
    }
    const expected = span * Math.max(mean, SMALLEST_MEAN);
    const variance = Math.max(
      expected * LEAST_OVERDISPERSION,
      expected + DISPERSION_CORRECTION * dispersion * expected * expected,
    );
    const deviation = Math.sqrt(variance);
    const { minCount, probability } = this.#rule;
    if (
      onlyIfFar &&
      (count < minCount ||
        count <= expected + SURELY_PROBABLE_DEVIATIONS * deviation)
    ) {
      return undefined;
    }
    const improbable = improbableCount(expected, variance, probability);
    return {
      span,
      count,
      mean: expected / span,
      comparedDays,
      dispersion,
      deviation,
      improbable,
      threshold: Math.max(improbable, minCount) - 1,
    };
  }

  /** NaN where one of the periods is not known. */
  #count(index: number, span: number): number {
    let sum = index < span - 1 ? NaN : 0;
    for (let i = Math.max(0, index - span + 1); i <= index; i += 1) {
      sum += this.#history.values[i];
    }
    return sum;
  }

  /** The highest that a period of the span is compared with: where errors fall off, the span began before. */
  #highestMean(index: number, span: number): number {
    let highest = index < span - 1 ? NaN : 0;
    for (let i = Math.max(0, index - span + 1); i <= index; i += 1) {
      highest = Math.max(highest, this.#meanAt(i).mean);
    }
    return highest;
  }

  /** Mean of what each of the span's periods is compared with: within half an hour it may rise or fall. */
  #spanMean(index: number, span: number): number {
    let sum = index < span - 1 ? NaN : 0;
    for (let i = Math.max(0, index - span + 1); i <= index; i += 1) {
      sum += this.#meanAt(i).mean;
    }
    return sum / span;
  }

  #meanAt(index: number): { mean: number; days: number } {
    let known = this.#means.get(index);
    if (!known) {
      const { perDay } = this.#history;
      const width = 2 * this.#reach + 1;
      const byDay: number[] = [];
      for (let day = 1; day <= this.#rule.days; day += 1) {
        const last = index - day * perDay + this.#reach;
        if (last - width + 1 >= 0) {
          const mean = this.#history.mean(last, width, 1);
          if (mean >= 0) {
            byDay.push(mean);
          }
        }
      }
      known = {
        mean: byDay.length >= MIN_DAYS ? median(byDay) : NaN,
        days: byDay.length,
      };
      this.#means.set(index, known);
    }
    return known;
  }

  /** By how much counts varied beyond chance on the days before a day; undefined before that is known for a day. */
  #dispersionOf(dayStart: number, span: number): number | undefined {
    return this.#history.ofDay(
      `${this.#rule.name} clustering of ${span} over ${this.#rule.days} days`,
      dayStart,
      () => this.#computeDispersion(dayStart, span),
    );
  }

  #computeDispersion(dayStart: number, span: number): number | undefined {
    const { perDay } = this.#history;
    const stretches: { excess: number; square: number }[] = [];
    const first = dayStart - this.#rule.days * perDay;
    for (let from = first; from < dayStart; from += this.#stretch) {
      const stretch = { excess: 0, square: 0 };
      const end = Math.min(from + this.#stretch, dayStart);
      for (let i = Math.max(0, from); i < end; i += 1) {
        const count = this.#count(i, span);
        const mean = this.#spanMean(i, span);
        if (count >= 0 && mean >= 0) {
          const expected = span * Math.max(mean, SMALLEST_MEAN);
          stretch.excess += (count - expected) ** 2 - expected;
          stretch.square += expected * expected;
        }
      }
      if (stretch.square > 0) {
        stretches.push(stretch);
      }
    }
    if (stretches.length * this.#stretch < perDay) {
      return undefined;
    }
    const kept = stretches
      .sort((a, b) => a.excess / a.square - b.excess / b.square)
      .slice(0, Math.ceil(stretches.length * KEPT_SHARE));
    const excess = kept.reduce((sum, each) => sum + each.excess, 0);
    const square = kept.reduce((sum, each) => sum + each.square, 0);
    return Math.max(0, excess / square);
  }
}

/** Points within half an hour. */
export function reachOf(periodSeconds: number): number {
  return Math.floor(NEIGHBOURHOOD_SECONDS / periodSeconds);
}
