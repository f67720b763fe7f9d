/** Changes of a level: the mean of some points against the mean of as many before, and how large such changes usually are. */
import type { Comparison } from './relativeRule';
import { type MetricHistory, quantileOf } from './MetricHistory';

/** The usual largest change: 99.5 % of those of the last four weeks are smaller. */
const LARGEST_SHARE = 0.995;

/**
 * Compares a mean with the one before it. A change towards the middle of the last four weeks is none: a value that
 * comes back to where it usually is has told its news before.
 *
 * @param name - of the rule that asks, with its version: what is usual before a day is stored under it
 */
export function changeOf(
  history: MetricHistory,
  name: string,
  points: number,
): (index: number) => Comparison | undefined {
  const meanAt = (index: number) => history.mean(index, points, 1);
  const distanceAt = (index: number) =>
    Number.isNaN(history.values[index])
      ? NaN
      : Math.abs(meanAt(index) - meanAt(index - points));
  let means: Float64Array | undefined;
  let distances: Float64Array | undefined;
  const usualBefore = (dayStart: number) =>
    history.ofDay(`${name} of ${points}`, dayStart, () => {
      means ??= history.means(points, 1);
      distances ??= history.values.map((_, index) => distanceAt(index));
      const levels = history.usual(means, dayStart);
      const changes = history.usual(distances, dayStart);
      return levels && changes
        ? {
            middle: quantileOf(levels, 0.5),
            largest: quantileOf(changes, LARGEST_SHARE),
          }
        : undefined;
    });
  return index => {
    const usual = usualBefore(history.dayStart(index));
    if (!usual || !(distanceAt(index) >= 0)) {
      return undefined;
    }
    const observed = meanAt(index);
    const baseline = meanAt(index - points);
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
