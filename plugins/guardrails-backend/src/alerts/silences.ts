/**
 * Where a metric has no value for so long that an alert on it ends: of an endpoint that was deleted, or that nobody calls,
 * no quiet points come that would end it.
 */
import type { Series } from '@cloudops/plugin-guardrails-node';
import { indexFrom } from '../detection';

/** A service that is called by day has a value every morning. */
export const SILENT_HOURS = 24;
export const SILENT_MS = SILENT_HOURS * 3_600_000;

/** Milliseconds since the epoch. */
export interface Silence {
  /** The end of the last period with a value, or where the looking began. */
  readonly from: number;
  /** The next value, or until when the source was asked. */
  readonly to: number;
}

/**
 * Each that is long enough, oldest first. None of costs, where a day without one is known to have cost nothing.
 *
 * @param from - where to begin, milliseconds since the epoch
 * @param askedThrough - until when the source has answered that there is nothing; absent: only what lies between values
 *   is known to be silent
 */
export function silencesOf(
  series: Series,
  from: number,
  askedThrough?: number,
): Silence[] {
  if (series.type === 'cost') return [];
  const found: Silence[] = [];
  let since = from;
  const endsAt = (to: number) => {
    if (to - since >= SILENT_MS) found.push({ from: since, to });
  };
  for (let i = indexFrom(series, from); i < series.points.length; i += 1) {
    const { at, value } = series.points[i];
    if (value !== null) {
      endsAt(at);
      since = at + series.periodSeconds * 1000;
    }
  }
  if (askedThrough !== undefined) endsAt(askedThrough);
  return found;
}
