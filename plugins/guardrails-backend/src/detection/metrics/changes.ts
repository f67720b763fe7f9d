/** Changes of a level: the mean of some points against the mean of as many before, and how large such changes usually are. */
import type { Comparison } from './relativeRule';
import { type MetricHistory, quantileOf } from './MetricHistory';

/** The usual largest change: 99.5 % of those of the last four weeks are smaller. */
const LARGEST_SHARE = 0.995;

/**
 * Compares a mean with the one before it. A change towards the middle of the last four weeks is none: a value that
 * comes back to where it usually is has told its news before.
 */
export function changeOf(
  history: MetricHistory,
  points: number,
): (index: number) => Comparison | undefined {
  const means = history.means(points, 1);
  const distances = means.map((mean, index) =>
    Number.isNaN(history.values[index])
      ? NaN
      : Math.abs(mean - means[index - points]),
  );
  const byDay = new Map<
    number,
    { readonly middle: number; readonly largest: number } | undefined
  >();
  const usualBefore = (dayStart: number) => {
    if (!byDay.has(dayStart)) {
      const levels = history.usual(means, dayStart);
      const changes = history.usual(distances, dayStart);
      byDay.set(
        dayStart,
        levels &&
          changes && {
            middle: quantileOf(levels, 0.5),
            largest: quantileOf(changes, LARGEST_SHARE),
          },
      );
    }
    return byDay.get(dayStart);
  };
  return index => {
    const usual = usualBefore(history.dayStart(index));
    if (!usual || !(distances[index] >= 0)) {
      return undefined;
    }
    const observed = means[index];
    const baseline = means[index - points];
    return {
      observed,
      baseline,
      usualAbove: usual.largest,
      usualBelow: usual.largest,
      points,
      isReturn: (observed - usual.middle) * (observed - baseline) <= 0,
    };
  };
}
