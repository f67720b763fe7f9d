/** Counts that vary more than chance alone: the negative binomial distribution. */

/** Terms smaller than this share of the largest one change no result. */
const NEGLIGIBLE = 1e-18;

/**
 * The smallest count that is reached with a probability below `probability`.
 *
 * Errors come in clusters, so their variance exceeds their mean; a Poisson tail there raises dozens of false alarms a
 * month. Built outwards from the most likely count, so that no term underflows however large the mean is.
 *
 * @param mean - above 0
 * @param variance - above the mean
 */
export function improbableCount(
  mean: number,
  variance: number,
  probability: number,
): number {
  const size = (mean * mean) / (variance - mean);
  const failure = (variance - mean) / variance;
  const mode =
    size > 1 ? Math.floor(((size - 1) * failure) / (1 - failure)) : 0;

  // pmf(k + 1) / pmf(k) = (k + size) / (k + 1) × failure
  const upwards: number[] = [];
  for (let k = mode, term = 1; term > NEGLIGIBLE; k += 1) {
    upwards.push(term);
    term *= ((k + size) / (k + 1)) * failure;
  }
  let total = upwards.reduce((sum, term) => sum + term, 0);
  for (let k = mode, term = 1; k > 0 && term > NEGLIGIBLE; k -= 1) {
    term *= k / ((k - 1 + size) * failure);
    total += term;
  }

  let tail = 0;
  for (let i = upwards.length - 1; i >= 0; i -= 1) {
    tail += upwards[i];
    if (tail / total >= probability) {
      return mode + i + 1;
    }
  }
  // Even everything from the most likely count on is improbable; cannot be with a probability below one half.
  return mode;
}
