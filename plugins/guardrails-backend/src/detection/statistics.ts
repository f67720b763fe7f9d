/** The robust statistics that the rules are made of. Each takes at least one value and leaves its input as it is. */

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** The middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value below which `share` of the values lie, interpolated between neighbours. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = ascending(values);
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
}

/** Half of a normal distribution lies within 0.6745 standard deviations, whose inverse makes a deviation of it. */
const DEVIATIONS_PER_MEDIAN = 1.4826;

/** A standard deviation that up to half of the values cannot spoil: 1.4826 × the median distance from `centre`. */
export function robustDeviation(
  values: readonly number[],
  centre: number,
): number {
  return (
    DEVIATIONS_PER_MEDIAN * median(values.map(each => Math.abs(each - centre)))
  );
}

/** Mean and variance of the smallest `share` of the values: a few outliers at the top do not count. */
export function lowerMoments(
  values: readonly number[],
  share: number,
): { mean: number; variance: number } {
  const kept = ascending(values).slice(0, Math.ceil(values.length * share));
  const mean = kept.reduce((sum, each) => sum + each, 0) / kept.length;
  const variance =
    kept.reduce((sum, each) => sum + (each - mean) ** 2, 0) / kept.length;
  return { mean, variance };
}
