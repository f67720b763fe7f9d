/** Which points of a series rules look at themselves when what they take from whole days is known. */
import type { Glance, Series } from '@cloudops/plugin-guardrails-node';
import { startOfPeriod } from './series';

const DAY_MS = 86_400_000;

/** From the first moment on, before the second; milliseconds since the epoch. */
export type Span = readonly [from: number, to: number];

/**
 * The newest points and those of the same time on the days before, oldest first; undefined where they would meet, which
 * is most of the series.
 *
 * @param covered - start of the first and of the last period of the series
 */
export function glancedSpans(
  covered: { readonly first: Date; readonly last: Date },
  {
    periodSeconds,
    judgedFrom,
    glance,
  }: {
    readonly periodSeconds: number;
    readonly judgedFrom: number;
    readonly glance: Glance;
  },
): Span[] | undefined {
  const periodMs = periodSeconds * 1000;
  const dayMs = Math.max(1, Math.round(DAY_MS / periodMs)) * periodMs;
  const first = startOfPeriod(covered.first.getTime(), periodMs);
  const end = startOfPeriod(covered.last.getTime(), periodMs) + periodMs;
  const recent = judgedFrom - glance.recent * periodMs;
  if (
    end +
      glance.after * periodMs -
      Math.min(recent, judgedFrom - glance.before * periodMs) >
    dayMs
  ) {
    return undefined;
  }
  const spans: Span[] = [[Math.max(first, recent), end]];
  for (let day = 1; day <= glance.days; day += 1) {
    const from = judgedFrom - day * dayMs - glance.before * periodMs;
    const to = end - day * dayMs + glance.after * periodMs;
    if (to > first) {
      spans.unshift([Math.max(first, from), to]);
    }
  }
  return spans;
}

/** The points with nothing known outside of the spans, which are in order. */
export function onlyWithin(
  spans: readonly Span[],
  points: Series['points'],
): Series['points'] {
  let next = 0;
  return points.map(point => {
    while (next < spans.length && point.at >= spans[next][1]) next += 1;
    return next < spans.length && point.at >= spans[next][0]
      ? point
      : { at: point.at, value: null };
  });
}
