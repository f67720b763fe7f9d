/**
 * What a score would be on other series of the same kind: series are drawn again and again, with replacement, and the
 * lower quartile of the scores is told. A score that a few series carry falls far.
 */
import { randomNumbers } from './randomNumbers';

const RESAMPLES = 200;
const SEED = 1;
const LOWER_QUARTILE = 0.25;

/** The lower quartile of a score over resamples of what it is taken of; the same each time. */
export function lowerQuartileOf<T>(
  all: readonly T[],
  scoreOf: (drawn: readonly T[]) => number,
): number {
  const random = randomNumbers(SEED);
  const scores = Array.from({ length: RESAMPLES }, () =>
    scoreOf(all.map(() => all[Math.floor(random() * all.length)])),
  ).sort((a, b) => a - b);
  return scores[Math.floor(LOWER_QUARTILE * (RESAMPLES - 1))];
}
