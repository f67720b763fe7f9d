/** `seasonal_deviation`: a value that does not fit the time of the week, where the time of the week tells something. */
import {
  type MetricHistory,
  quantileOf,
  usualMemory,
} from '../metrics/MetricHistory';
import { relativeRule } from '../metrics/relativeRule';
import { median } from '../statistics';
import { duration, metricInWords } from '../wording';

/** One strange point is no deviation: the mean of three is judged. */
const POINTS = 3;
const WEEKS = 4;
/** Before a week is known, the days before are compared with, when there are two. */
const DAYS = 7;
const FEWEST_DAYS = 2;
/** The usual largest deviation: 99.5 % of those of the last four weeks are smaller. */
const LARGEST_SHARE = 0.995;
/** The time of the week tells something when the median deviation from it is less than 70 % of that from the middle. */
const MOST_LEFT = 0.7;

/** Median of the same time of the weeks before, in the first week of the days before; NaN when there are too few. */
function expectedAt(history: MetricHistory, index: number): number {
  const { values, perDay } = history;
  if (Number.isNaN(values[index])) {
    return NaN;
  }
  const before = (step: number, times: number) => {
    const means: number[] = [];
    for (let k = 1; k <= times; k += 1) {
      const centre = index - k * step;
      if (centre >= 1) {
        const mean = history.mean(centre + 1, POINTS, 1);
        if (!Number.isNaN(mean)) {
          means.push(mean);
        }
      }
    }
    return means;
  };
  const weeks = before(7 * perDay, WEEKS);
  if (weeks.length > 0) {
    return median(weeks);
  }
  const days = before(perDay, DAYS);
  return days.length >= FEWEST_DAYS ? median(days) : NaN;
}

export const seasonalDeviation = relativeRule({
  name: 'seasonal_deviation',
  version: 1,
  summary: 'A value that does not fit the time of the week',
  factors: {
    utilisation: { below: 1.1 },
  },
  memory: periodSeconds =>
    usualMemory(periodSeconds) +
    Math.round((WEEKS * 7 * 86_400) / periodSeconds) +
    POINTS,

  /** The point before and the one after the same time of each day: of days where weeks are not known. */
  glance: () => ({ recent: POINTS - 1, days: 7 * WEEKS, before: 1, after: 1 }),

  open(history) {
    const { values } = history;
    const meanAt = (index: number) =>
      Number.isNaN(values[index]) ? NaN : history.mean(index, POINTS, 1);
    let means: Float64Array | undefined;
    let deviations: Float64Array | undefined;
    /** Undefined where the time of the week does not tell. */
    const largestBefore = (dayStart: number) =>
      history.ofDay('seasonal_deviation@1', dayStart, () => {
        means ??= values.map((_, index) => meanAt(index));
        deviations ??= means.map((mean, index) =>
          Math.abs(mean - expectedAt(history, index)),
        );
        const levels = history.usual(means, dayStart);
        const usual = history.usual(deviations, dayStart);
        const middle = levels && quantileOf(levels, 0.5);
        const spread =
          levels && levels.map(level => Math.abs(level - middle!)).sort();
        return spread &&
          usual &&
          quantileOf(usual, 0.5) < MOST_LEFT * quantileOf(spread, 0.5)
          ? quantileOf(usual, LARGEST_SHARE)
          : undefined;
      });
    return index => {
      const largest = largestBefore(history.dayStart(index));
      const baseline = expectedAt(history, index);
      return largest === undefined || Number.isNaN(baseline)
        ? []
        : [
            {
              observed: meanAt(index),
              baseline,
              usualAbove: largest,
              usualBelow: largest,
              points: POINTS,
            },
          ];
    };
  },

  words: ({ key }, overSeconds) => ({
    observed: `${metricInWords(key)}, mean of ${duration(overSeconds)}`,
    baseline: 'Same time of the week',
  }),
  formulas: overSeconds => ({
    observed: `mean of ${duration(overSeconds)}`,
    baseline: `median of the same time of the ${WEEKS} weeks before (of the days before, in the first week)`,
    usual:
      'deviation that 99.5 % of them did not exceed in the four weeks before the day',
  }),
});
