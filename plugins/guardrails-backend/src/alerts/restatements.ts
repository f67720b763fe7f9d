/** What AWS changed of stored costs, read off the trail; of all services together, day by day. */
import type { Evidence } from '@cloudops/plugin-guardrails-common';
import type { Day, EventRecord } from '../database';
import { startOfDay } from '../detection';

/** One changed amount, in the project's currency. */
export interface Restatement {
  readonly date: Day;
  readonly service: string;
  readonly from: number;
  readonly to: number;
  readonly at: Date;
}

/** @param event - a `cost_restated` one */
export function restatementIn({
  metadata,
  createdAt,
}: EventRecord): Restatement {
  return {
    date: String(metadata.date),
    service: String(metadata.service),
    from: Number(metadata.from),
    to: Number(metadata.to),
    at: createdAt,
  };
}

/**
 * The totals of the days on which anything was restated, oldest first: what they are now, and what they were before.
 *
 * @param restated - in the order in which it happened
 * @param stored - every amount of these days as it is now
 */
export function restatedTotals(
  restated: readonly Restatement[],
  stored: readonly { readonly date: Day; readonly amount: number }[],
): Evidence['restatements'] {
  return [...new Set(restated.map(({ date }) => date))].sort().map(date => {
    const changes = restated.filter(each => each.date === date);
    const now = stored
      .filter(each => each.date === date)
      .reduce((sum, { amount }) => sum + amount, 0);
    const change = changes.reduce((sum, { from, to }) => sum + to - from, 0);
    return {
      at: new Date(startOfDay(date)).toISOString(),
      from: rounded(now - change),
      to: rounded(now),
      restatedAt: changes.at(-1)!.at.toISOString(),
      services: [...new Set(changes.map(({ service }) => service))].sort(),
    };
  });
}

/** Four decimals, as costs are stored. */
function rounded(value: number): number {
  return Number(value.toFixed(4));
}
