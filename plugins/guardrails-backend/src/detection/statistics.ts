/** The robust statistics that the rules are made of. Each takes at least one value and leaves its input as it is. */

/** Up to this many values a plain insertion sort is several times as fast as any call of the engine's own. */
const FEW = 64;

function ascending(values: readonly number[]): number[] {
  if (values.length > FEW) {
    return [...values].sort((a, b) => a - b);
  }
  const sorted = [...values];
  for (let i = 1; i < sorted.length; i += 1) {
    const value = sorted[i];
    let j = i - 1;
    for (; j >= 0 && sorted[j] > value; j -= 1) {
      sorted[j + 1] = sorted[j];
    }
    sorted[j + 1] = value;
  }
  return sorted;
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

/**
 * The median of the `width` values before each one from index `from` on (`from` ≥ `width`): the first is that of
 * `values[from − width … from − 1]`. As many as there are values from `from` on.
 */
export function slidingMedians(
  values: readonly number[],
  width: number,
  from: number,
): number[] {
  const medians: number[] = [];
  if (from >= values.length) {
    return medians;
  }
  const sorted = ascending(values.slice(from - width, from));
  const middle = width >> 1;
  for (let i = from; i < values.length; i += 1) {
    medians.push(
      width % 2 === 1
        ? sorted[middle]
        : (sorted[middle - 1] + sorted[middle]) / 2,
    );
    sorted.splice(sorted.indexOf(values[i - width]), 1);
    const after = sorted.findIndex(each => each > values[i]);
    sorted.splice(after < 0 ? sorted.length : after, 0, values[i]);
  }
  return medians;
}
