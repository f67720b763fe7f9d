/**
 * What a service usually costs on a day: level, weekday pattern and spread of the settled days before it.
 *
 * Medians of raw days throughout, so that an outlier needs no replacing: up to half of the days may be wrong.
 */
import type { Series } from '@cloudops/plugin-guardrails-node';
import {
  median,
  quantile,
  robustDeviation,
  slidingMedians,
} from '../statistics';
import { weekdayIndex } from './calendar';
import type { CostMethod } from './method';

/** The level is the median of this many days: half of them may be wrong without moving it. */
export const LEVEL_DAYS = 14;
/** Weekday factors need three weeks, or one odd week would be the pattern; and ten weeks are enough. */
const FACTOR_MIN_DAYS = 21;
const FACTOR_DAYS = 70;
const SMALLEST_FACTOR = 0.02;
/** The spread is taken from this many days before. */
const SPREAD_DAYS = 56;
/** Fewer errors than this tell no spread; then it is assumed to be 12 %. */
const SPREAD_MIN_ERRORS = 10;
const ASSUMED_SPREAD = 0.12;
/** Even the steadiest service varies by 2 %. */
const SMALLEST_SPREAD = 0.02;
/** 85 % of a normal distribution lie within 1.44 standard deviations: a second look at the tail. */
const TAIL_SHARE = 0.85;
const TAIL_DEVIATIONS = 1.44;
/** A series with more days without cost than this has no daily level to compare with, nor a spread. */
const MOST_ZERO_DAYS = 0.25;

/** Which days before the judged one count. */
export interface HistoryWindow {
  /** Newest days that may still change and therefore are no baseline. */
  readonly settleDays: number;
  /** Days looked at before those. */
  readonly historyDays: number;
}

/** Computed once for each judged day, whichever rules ask for it. Gone with the series that it was made from. */
const known = new WeakMap<Series, Map<string, CostHistory>>();

export class CostHistory {
  /** Days with a value, oldest first, from the first that cost anything on; milliseconds since the epoch. */
  readonly at: readonly number[];
  readonly values: readonly number[];
  /** More than a quarter of the days cost nothing: there is no daily level. */
  readonly isSparse: boolean;
  readonly method: CostMethod;
  #factors?: readonly number[];
  #deseasonalised?: readonly number[];
  #level?: number;
  #spread?: number;

  /** The settled days before the one at `index`. */
  static before(
    series: Series,
    index: number,
    window: HistoryWindow,
    method: CostMethod,
  ) {
    const key = `${index} ${window.settleDays} ${window.historyDays} ${method.id}`;
    const ofSeries = known.get(series) ?? new Map<string, CostHistory>();
    known.set(series, ofSeries);
    const history =
      ofSeries.get(key) ?? new CostHistory(series, index, window, method);
    ofSeries.set(key, history);
    return history;
  }

  private constructor(
    series: Series,
    index: number,
    { settleDays, historyDays }: HistoryWindow,
    method: CostMethod,
  ) {
    this.method = method;
    const at: number[] = [];
    const values: number[] = [];
    let zeros = 0;
    const end = index - settleDays;
    for (let i = Math.max(0, end - historyDays + 1); i <= end; i += 1) {
      const { value, at: day } = series.points[i];
      if (value !== null && (values.length > 0 || value !== 0)) {
        at.push(day);
        values.push(value);
        zeros += value === 0 ? 1 : 0;
      }
    }
    this.at = at;
    this.values = values;
    this.isSparse = zeros > values.length * MOST_ZERO_DAYS;
  }

  get days(): number {
    return this.values.length;
  }

  /** Where a day stands; −1 when it has no value. */
  indexOf(at: number): number {
    let low = 0;
    let high = this.at.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (this.at[middle] === at) {
        return middle;
      }
      if (this.at[middle] < at) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** What a day of the same weekday costs relative to the level. */
  factorOn(at: number): number {
    return this.factors[weekdayIndex(at)];
  }

  /** Each weekday's cost relative to its week, Sunday first; all 1 where no pattern can be known. */
  get factors(): readonly number[] {
    this.#factors ??= this.isSparse
      ? new Array<number>(7).fill(1)
      : weekdayFactors(this.at, this.values);
    return this.#factors;
  }

  /** The days with their weekday pattern taken out. */
  get deseasonalised(): readonly number[] {
    this.#deseasonalised ??= this.values.map(
      (value, i) => value / this.factorOn(this.at[i]),
    );
    return this.#deseasonalised;
  }

  /** The values of a series from one index to another, inclusive, without weekday pattern and missing days. */
  deseasonalise({ points }: Series, from: number, to: number): number[] {
    const values: number[] = [];
    for (let i = Math.max(0, from); i <= to; i += 1) {
      const { at, value } = points[i];
      if (value !== null) {
        values.push(value / this.factorOn(at));
      }
    }
    return values;
  }

  /** What a day costs by now, without weekday pattern; 0 without any day. */
  get level(): number {
    this.#level ??=
      this.days === 0 ? 0 : median(this.deseasonalised.slice(-LEVEL_DAYS));
    return this.#level;
  }

  /** How far days usually lie from the median of the two weeks around them, relative to it. */
  get spread(): number {
    this.#spread ??= relativeSpread(this.deseasonalised, this.method);
    return this.#spread;
  }
}

/** The median over the weeks of day ÷ the seven days around it, for each weekday. */
function weekdayFactors(
  at: readonly number[],
  values: readonly number[],
): number[] {
  const factors = new Array<number>(7).fill(1);
  if (values.length < FACTOR_MIN_DAYS) {
    return factors;
  }
  const ratios: number[][] = Array.from({ length: 7 }, () => []);
  const from = Math.max(3, values.length - FACTOR_DAYS);
  for (let i = from; i < values.length - 3; i += 1) {
    let week = 0;
    for (let j = i - 3; j <= i + 3; j += 1) {
      week += values[j];
    }
    if (week > 0) {
      ratios[weekdayIndex(at[i])].push((values[i] * 7) / week);
    }
  }
  ratios.forEach((each, day) => {
    if (each.length >= 2) {
      factors[day] = median(each);
    }
  });
  const mean = factors.reduce((sum, each) => sum + each, 0) / 7;
  return mean > 0
    ? factors.map(each => Math.max(each / mean, SMALLEST_FACTOR))
    : new Array<number>(7).fill(1);
}

/**
 * Each day is measured against the two weeks that it lies in the middle of: a level that moved is no noise. Against the two
 * weeks before it, it was.
 */
function relativeSpread(
  deseasonalised: readonly number[],
  { spreadFrom }: CostMethod,
): number {
  const newer = spreadFrom === 'around' ? LEVEL_DAYS / 2 : 0;
  const from = Math.max(LEVEL_DAYS, deseasonalised.length - SPREAD_DAYS);
  const levels = slidingMedians(deseasonalised, LEVEL_DAYS, from);
  const errors: number[] = [];
  levels.forEach((level, i) => {
    if (level > 0) {
      const day = deseasonalised[from + i - newer];
      errors.push(Math.abs(day / level - 1));
    }
  });
  return errors.length < SPREAD_MIN_ERRORS
    ? ASSUMED_SPREAD
    : Math.max(
        robustDeviation(errors, 0),
        quantile(errors, TAIL_SHARE) / TAIL_DEVIATIONS,
        SMALLEST_SPREAD,
      );
}
