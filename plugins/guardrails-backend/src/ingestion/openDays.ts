/** Which days AWS may still change, and how far back it answers at all. */
import { DateTime } from 'luxon';
import type { CostCoverage } from '../audit';
import type { Day } from '../database';
import { dayAt, dayText } from './days';

// Cost Explorer keeps the current and the 13 months before it by day; asked for more it answers an error.
const KEPT_MONTHS = 13;

// AWS closes a month's bill between the 5th and 7th of the next; credits, refunds and support fees may follow.
const CLOSED_FROM_DAY_OF_MONTH = 10;

export interface Limits {
  readonly backfillDays: number;
  readonly restatementDays: number;
}

export function bounds(now: Date, { backfillDays }: Limits) {
  const today = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('day');
  const oldest = today.minus({ months: KEPT_MONTHS });
  const horizon = DateTime.max(today.minus({ days: backfillDays }), oldest);
  return { today, oldest, horizon };
}

/** The start of the days that may have changed since the newest were read, whatever months are open. */
export function recentDays(
  { usage }: CostCoverage,
  today: DateTime,
  { restatementDays }: Limits,
): DateTime {
  const readTo = usage ? DateTime.min(dayAt(usage.to), today) : today;
  const recent = readTo.minus({ days: restatementDays });
  // What was read in steps may lag behind.
  return usage?.settledTo
    ? DateTime.min(recent, dayAt(usage.settledTo))
    : recent;
}

/** The start of the months that may have changed since they were read: a pause may span the day that closes one. */
export function unsettledMonths(
  charges: CostCoverage['charges'],
  today: DateTime,
): DateTime {
  const sinceRead = charges?.readOn
    ? dayAt(charges.readOn).plus({ days: 1 })
    : today;
  return openMonths(DateTime.min(sinceRead, today));
}

export function openMonths(today: DateTime): DateTime {
  const month = today.startOf('month');
  return today.day <= CLOSED_FROM_DAY_OF_MONTH
    ? month.minus({ months: 1 })
    : month;
}

/** How many days there are of the months that AWS has not closed. */
export function openDays(now: Date): number {
  const today = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('day');
  return today.diff(openMonths(today), 'days').days;
}

/** The first day that AWS may still restate materially, of all that are read up to `now`. */
export function firstOpenDay(now: Date, finalAfterDays: number): Day {
  const today = DateTime.fromJSDate(now, { zone: 'utc' });
  return dayText(today.plus({ days: 1 - finalAfterDays }));
}
