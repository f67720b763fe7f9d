/** Where the ticks of an axis of amounts stand: at numbers a person would count in. */

/** 1, 2, 2.5 and 5 times a power of ten: what prices and counts are usually told in. */
const STEPS = [1, 2, 2.5, 5, 10] as const;

/**
 * Ticks from at or below the least value to at or above the greatest, at most `most` of them where the range begins
 * at zero.
 */
export function valueTicks(
  least: number,
  greatest: number,
  most = 6,
): number[] {
  const bottom = Math.min(least, 0);
  const span = Math.max(greatest, 0) - bottom;
  // An axis without any value is still an axis.
  if (span === 0) return [0, 1];
  const rough = span / (most - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * STEPS.find(each => each * power >= rough)!;
  const first = Math.floor(bottom / step);
  const last = Math.ceil(Math.max(greatest, 0) / step);
  return Array.from(
    { length: last - first + 1 },
    // As a multiple, and without the dust that binary fractions leave.
    (_, index) => Number(((first + index) * step).toPrecision(12)),
  );
}
