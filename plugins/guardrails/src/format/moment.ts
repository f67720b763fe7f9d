/** Which value of a series is meant, as a person says it. */
import type { FormatOptions } from './money';
import { formatDay, formatExact } from './time';

const DAY_MS = 86_400_000;

/**
 * A moment of a series: the UTC day of a daily one, the exact time of any other.
 *
 * @param at - ISO 8601 instant at which the value's period starts
 * @param periodMs - milliseconds between two values
 */
export function formatMoment(
  at: string,
  periodMs: number,
  options: FormatOptions = {},
): string {
  return periodMs >= DAY_MS
    ? formatDay(at.slice(0, 10), { ...options, weekday: true })
    : formatExact(at, options);
}
