/** What a trial changes: each alert once, with whether it stays, comes or goes. */
import type { Backtest } from '@cloudops/plugin-guardrails-common';

export type BacktestAlert = Backtest['fired'][number];

/** Fired by both, by the tried values alone, or by those in force alone. */
export type Verdict = 'kept' | 'added' | 'gone';

export interface JudgedAlert extends BacktestAlert {
  readonly verdict: Verdict;
}

/** Newest first; what stays is told once, as the tried values fire it. */
export function judgedAlerts({ fired, stored }: Backtest): JudgedAlert[] {
  return [
    ...fired.map(alert => ({
      ...alert,
      verdict: alert.inBoth ? ('kept' as const) : ('added' as const),
    })),
    ...stored
      .filter(({ inBoth }) => !inBoth)
      .map(alert => ({ ...alert, verdict: 'gone' as const })),
  ].sort((a, b) => b.window.start.localeCompare(a.window.start));
}

/** Where a moment lies in the period, in percent of its length; kept within it. */
export function placeInPeriod(
  at: string,
  { from, to }: Backtest['period'],
): number {
  const start = Date.parse(from);
  const span = Date.parse(to) - start;
  const part = span > 0 ? (Date.parse(at) - start) / span : 0;
  return 100 * Math.min(Math.max(part, 0), 1);
}
