/**
 * `level_shift`: a latency that moved to another level and stays there.
 *
 * Observed = median of the last hour, so that a single slow period is none; baseline = median of the same hour on the
 * days before, so that the daily rhythm is none either and half of the days may have been bad.
 */
import { DailyLargest, USUAL_LARGEST } from '../metrics/DailyLargest';
import { type MetricHistory, usualMemory } from '../metrics/MetricHistory';
import { relativeRule } from '../metrics/relativeRule';
import { median } from '../statistics';
import { duration, metricInWords } from '../wording';

const SPAN_SECONDS = 3600;
/** A median of less than half of the hour's points is not the hour's. */
const FEWEST_SHARE = 0.5;
/** Days compared with. Two weeks, so that each weekday is among them twice. */
const DAYS = 14;
/** Fewer comparable days than this are no baseline. */
const FEWEST_DAYS = 3;

function spanOf(periodSeconds: number): number {
  return Math.max(1, Math.round(SPAN_SECONDS / periodSeconds));
}

/** Medians of the hour up to a point and of the same hour on the days before, each computed when asked for. */
class HourMedians {
  readonly #history: MetricHistory;
  readonly #points: number;
  readonly #known = new Map<number, number>();

  constructor(history: MetricHistory, points: number) {
    this.#history = history;
    this.#points = points;
  }

  /** NaN where too little is known. */
  at(index: number): number {
    let known = this.#known.get(index);
    if (known === undefined) {
      known = this.#compute(index);
      this.#known.set(index, known);
    }
    return known;
  }

  expectedAt(index: number): number {
    const before: number[] = [];
    for (let day = 1; day <= DAYS; day += 1) {
      const each = this.at(index - day * this.#history.perDay);
      if (!Number.isNaN(each)) {
        before.push(each);
      }
    }
    return before.length >= FEWEST_DAYS ? median(before) : NaN;
  }

  #compute(index: number): number {
    const { values } = this.#history;
    if (index < this.#points - 1 || Number.isNaN(values[index])) {
      return NaN;
    }
    const known: number[] = [];
    for (let i = index - this.#points + 1; i <= index; i += 1) {
      if (!Number.isNaN(values[i])) {
        known.push(values[i]);
      }
    }
    return known.length >= FEWEST_SHARE * this.#points ? median(known) : NaN;
  }
}

export const levelShift = relativeRule({
  name: 'level_shift',
  version: 2,
  summary: 'A latency that moved to a higher level and stays there',
  factors: { latency: { above: 2 } },
  memory: periodSeconds =>
    usualMemory(periodSeconds) +
    DAYS * Math.round(86_400 / periodSeconds) +
    spanOf(periodSeconds),

  glance(periodSeconds) {
    const recent = spanOf(periodSeconds) - 1;
    return { recent, days: DAYS, before: recent, after: 0 };
  },

  open(history, periodSeconds) {
    const points = spanOf(periodSeconds);
    const medians = new HourMedians(history, points);
    const largest = new DailyLargest(
      history,
      'level_shift@2',
      index => medians.at(index) - medians.expectedAt(index),
    );
    return index => {
      const observed = medians.at(index);
      const baseline = medians.expectedAt(index);
      const usual = largest.usualBefore(history.dayStart(index));
      return usual === undefined || Number.isNaN(observed - baseline)
        ? []
        : [
            {
              observed,
              baseline,
              usualAbove: usual,
              usualBelow: usual,
              points,
            },
          ];
    };
  },

  words: ({ key }, overSeconds) => ({
    observed: `${metricInWords(key)}, median of ${duration(overSeconds)}`,
    baseline: `Same time on the ${DAYS} days before`,
  }),
  formulas: overSeconds => ({
    observed: `median of ${duration(overSeconds)}`,
    baseline: `median of the same time on the ${DAYS} days before`,
    usual: `largest distance from it ${USUAL_LARGEST}`,
  }),
});
