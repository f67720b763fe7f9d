/** The days of an account that are read again because other accounts are to be left out of them than were. */
import type { DateTime } from 'luxon';
import type { CostKind, Day } from '../database';
import { BOTH, type CostPart } from './costPart';
import { dayAfter, dayText } from './days';
import type { DaysToRecount } from './leftOut';

/**
 * By calendar months, the newest first; without the days that are read anyway.
 *
 * @param oldest - before it AWS answers nothing
 */
export function recounts(
  toRecount: DaysToRecount | undefined,
  planned: readonly CostPart[],
  oldest: DateTime,
): CostPart[] {
  const months = new Map<string, Map<Day, CostKind[]>>();
  for (const spend of BOTH) {
    for (const day of toRecount?.[spend] ?? []) {
      const isPlanned = planned.some(
        ({ from, to, spend: kinds }) =>
          kinds.includes(spend) && from <= day && day < to,
      );
      if (!isPlanned && day >= dayText(oldest)) {
        const month = day.slice(0, 'yyyy-mm'.length);
        const days = months.get(month) ?? new Map<Day, CostKind[]>();
        months.set(month, days.set(day, [...(days.get(day) ?? []), spend]));
      }
    }
  }
  return [...months]
    .sort(([a], [b]) => (a > b ? -1 : 1))
    .map(([, days]) => {
      const inOrder = [...days.keys()].sort();
      return {
        from: inOrder[0],
        to: dayAfter(inOrder.at(-1)!),
        spend: BOTH.filter(spend =>
          [...days.values()].some(kinds => kinds.includes(spend)),
        ),
        isBackfill: true,
      };
    });
}
