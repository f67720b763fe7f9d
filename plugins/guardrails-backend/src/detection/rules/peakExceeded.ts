/**
 * `peak_exceeded`: a value beyond everything that the last four weeks have shown, by a margin; or one that stays close
 * below its lowest for eight hours.
 *
 * A value that falls stops at nothing, where many rest for a while every day: there, only what lasts is news.
 */
import type { MetricHistory } from '../metrics/MetricHistory';
import { quantileOf, usualMemory } from '../metrics/MetricHistory';
import { type Comparison, relativeRule } from '../metrics/relativeRule';
import { duration, metricInWords } from '../wording';

/** One strange point is no peak: the mean of three is judged. */
const POINTS = 3;
const LASTING_SECONDS = 8 * 3600;
/** A mean of less than a quarter of its points is none. */
const FEWEST_SHARE = 0.25;
/** The usual peak: 99.5 % of the last four weeks lie within it. */
const PEAK_SHARE = 0.995;
/** Means of eight hours vary less, and counted by their own peaks they have to be further out. */
const LASTING_EXTRA = 1.5;

function lastingPoints(periodSeconds: number): number {
  return Math.max(POINTS, Math.round(LASTING_SECONDS / periodSeconds));
}

/** Compares means with the peaks of such means, which are those of whole days before. */
function peaksOf(history: MetricHistory, points: number, atLeast: number) {
  const meanAt = (index: number) =>
    Number.isNaN(history.values[index])
      ? NaN
      : history.mean(index, points, atLeast);
  let means: Float64Array | undefined;
  const peaksBefore = (dayStart: number) =>
    history.ofDay(`peak_exceeded@1 of ${points}`, dayStart, () => {
      means ??= history.values.map((_, index) => meanAt(index));
      const usual = history.usual(means, dayStart);
      return (
        usual &&
        [1 - PEAK_SHARE, 0.5, PEAK_SHARE].map(share => quantileOf(usual, share))
      );
    });
  return (index: number): Comparison | undefined => {
    const peaks = peaksBefore(history.dayStart(index));
    const observed = meanAt(index);
    if (!peaks || Number.isNaN(observed)) {
      return undefined;
    }
    const [low, middle, high] = peaks;
    return {
      observed,
      baseline: middle,
      usualAbove: high - middle,
      usualBelow: middle - low,
      points,
    };
  };
}

export const peakExceeded = relativeRule({
  name: 'peak_exceeded',
  version: 1,
  summary: 'A value further out than the peaks of the last four weeks',
  factors: {
    traffic: { above: 2, below: 2 },
    utilisation: { above: 1.6, below: 1.1 },
  },
  memory: periodSeconds =>
    usualMemory(periodSeconds) + lastingPoints(periodSeconds),

  glance: periodSeconds => ({
    recent: lastingPoints(periodSeconds) - 1,
    days: 0,
    before: 0,
    after: 0,
  }),

  open(history, periodSeconds) {
    const lasting = lastingPoints(periodSeconds);
    const short = peaksOf(history, POINTS, 1);
    const long = peaksOf(history, lasting, Math.ceil(lasting * FEWEST_SHARE));
    return index => {
      const now = short(index);
      const lately = long(index);
      return [
        ...(now ? [now] : []),
        ...(lately
          ? [
              {
                ...lately,
                usualBelow: LASTING_EXTRA * lately.usualBelow,
                only: 'below' as const,
              },
            ]
          : []),
      ];
    };
  },

  words: ({ key }, overSeconds) => ({
    observed: `${metricInWords(key)}, mean of ${duration(overSeconds)}`,
    baseline: 'Middle of the last four weeks',
  }),
  formulas: overSeconds => ({
    observed: `mean of ${duration(overSeconds)}`,
    baseline: 'median of such means in the four weeks before the day',
    usual: `from there to the highest (for a fall, lowest) of them without the outermost 0.5 %${
      overSeconds >= LASTING_SECONDS ? `, × ${LASTING_EXTRA}` : ''
    }`,
  }),
});
