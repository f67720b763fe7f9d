/** Which days of an account's costs a run reads. */
import { DateTime } from 'luxon';
import type { Day } from '../database';

// Cost Explorer keeps the current and the 13 months before it by day; asked for more it answers an error.
const KEPT_MONTHS = 13;

export interface CostDays {
  /** Inclusive. */
  readonly from: Day;
  /** Exclusive. */
  readonly to: Day;
}

/**
 * Reads up to, and without, the current UTC day: the part of a day that has passed says nothing about the day.
 * Back to the days that may still be restated since the last complete read of every project; a project that has
 * none yet makes it the backfill. Whatever lay between, a pause of the portal or of an account, is thereby read too.
 *
 * @param completed - for each project of the account, when its last complete read ended
 */
export function costDays(
  completed: readonly (Date | undefined)[],
  now: Date,
  days: { readonly backfillDays: number; readonly restatementDays: number },
): CostDays {
  const startOfDay = (at: Date) =>
    DateTime.fromJSDate(at, { zone: 'utc' }).startOf('day');
  const today = startOfDay(now);
  const starts = completed.map(at =>
    at
      ? DateTime.min(startOfDay(at), today).minus({
          days: days.restatementDays,
        })
      : today.minus({ days: days.backfillDays }),
  );
  const from = DateTime.max(
    DateTime.min(...starts)!,
    today.minus({ months: KEPT_MONTHS }),
  );
  return {
    from: from.toISODate()!,
    to: today.toISODate()!,
  };
}
