/** `peak_exceeded`: a value beyond everything that the last four weeks have shown, by a margin. */
import { quantileOf, usualMemory } from '../metrics/MetricHistory';
import { relativeRule, spanInWords } from '../metrics/relativeRule';
import { metricInWords } from '../wording';

/** One strange point is no peak: the mean of three is judged. */
const POINTS = 3;
/** The usual peak: 99.5 % of the last four weeks lie within it. */
const PEAK_SHARE = 0.995;

export const peakExceeded = relativeRule({
  name: 'peak_exceeded',
  version: 1,
  summary: 'A value further out than the peaks of the last four weeks',
  factors: {
    latency: { above: 1.1 },
    traffic: { above: 2.2, below: 2.2 },
    utilisation: { above: 1.2, below: 1.1 },
  },
  memory: periodSeconds => usualMemory(periodSeconds) + POINTS,
  overSeconds: periodSeconds => POINTS * periodSeconds,

  open(history) {
    const means = Float64Array.from(history.values, (value, index) =>
      !Number.isNaN(value) ? history.mean(index, POINTS, 1) : NaN,
    );
    const byDay = new Map<number, readonly number[] | undefined>();
    const peaksBefore = (dayStart: number) => {
      if (!byDay.has(dayStart)) {
        const usual = history.usual(means, dayStart);
        byDay.set(
          dayStart,
          usual &&
            [1 - PEAK_SHARE, 0.5, PEAK_SHARE].map(share =>
              quantileOf(usual, share),
            ),
        );
      }
      return byDay.get(dayStart);
    };
    return index => {
      const peaks = peaksBefore(history.dayStart(index));
      if (!peaks) {
        return undefined;
      }
      const [low, middle, high] = peaks;
      return {
        observed: means[index],
        baseline: middle,
        usualAbove: high - middle,
        usualBelow: middle - low,
      };
    };
  },

  words: ({ key, periodSeconds }) => ({
    observed: `${metricInWords(key)}, mean of ${spanInWords(
      POINTS,
      periodSeconds,
    )}:`,
    baseline: 'Middle of the last four weeks',
  }),
  formulas: {
    observed: `mean of ${POINTS} points`,
    baseline: 'median of such means in the four weeks before the day',
    usual:
      'from there to the highest (for a fall, lowest) of them without the outermost 0.5 %',
  },
});
