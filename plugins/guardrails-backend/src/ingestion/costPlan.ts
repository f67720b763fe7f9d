/** Which days of an account's bill a run reads, and in what order. */
import { DateTime } from 'luxon';
import type { Day } from '../database';

// Cost Explorer keeps the current and the 13 months before it by day; asked for more it answers an error.
const KEPT_MONTHS = 13;
// AWS closes a month's bill between the 5th and 7th of the next; credits, refunds and support fees may follow.
const CLOSED_FROM_DAY_OF_MONTH = 10;

/** Days that are read and stored together. */
export interface CostPart {
  /** Inclusive. */
  readonly from: Day;
  /** Exclusive. */
  readonly to: Day;
  /** Charges as well, and not usage alone. */
  readonly charges: boolean;
  readonly isBackfill: boolean;
}

/** How far an account has been read. */
export interface CostCoverage {
  /** Every day from here, inclusive, … */
  readonly from: Day;
  /** … to here, exclusive, has been read. */
  readonly to: Day;
  /** The UTC day on which the months that AWS has not closed were last read, with their charges. */
  readonly openMonthsReadOn: Day;
}

/**
 * Reads up to, and without, the current UTC day: the part of a day that has passed says nothing about the day.
 *
 * First what may still be restated. Once a UTC day that is every month whose bill AWS has not closed, the whole of the
 * month before until the 10th, with the charges, most of which are dated to the first of their month and grow through
 * it. Other runs of the day read the usage of the last days alone, because each page is paid. Both reach back to the last read less those
 * days, so that a pause leaves no gap.
 *
 * Then what is missing of the backfill, by calendar months from the newest back: what people look at comes first, and
 * after an interruption what is read has no holes, so that one day says how far it is.
 *
 * @param coverage - absent before the first read, and when the spend is divided in another way than before
 */
export function costPlan(
  coverage: CostCoverage | undefined,
  now: Date,
  days: { readonly backfillDays: number; readonly restatementDays: number },
): CostPart[] {
  const today = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('day');
  const oldest = today.minus({ months: KEPT_MONTHS });
  const horizon = DateTime.max(
    today.minus({ days: days.backfillDays }),
    oldest,
  );
  const readTo = coverage ? DateTime.min(dayAt(coverage.to), today) : today;
  const recent = readTo.minus({ days: days.restatementDays });
  const isFirstToday = coverage?.openMonthsReadOn !== dayText(today);
  const from = DateTime.max(
    isFirstToday ? DateTime.min(recent, openMonths(today)) : recent,
    // Nothing before what is to be known at all.
    coverage ? oldest : horizon,
  );
  const parts: CostPart[] = [
    {
      from: dayText(from),
      to: dayText(today),
      charges: isFirstToday,
      isBackfill: false,
    },
  ];
  let missingTo = coverage ? DateTime.min(dayAt(coverage.from), from) : from;
  while (missingTo > horizon) {
    const month = missingTo.minus({ days: 1 }).startOf('month');
    const start = DateTime.max(month, horizon);
    parts.push({
      from: dayText(start),
      to: dayText(missingTo),
      charges: true,
      isBackfill: true,
    });
    missingTo = start;
  }
  return parts;
}

/** How many days the part has. */
export function daysIn({ from, to }: Pick<CostPart, 'from' | 'to'>): number {
  return dayAt(to).diff(dayAt(from), 'days').days;
}

/** The day before. */
export function dayBefore(day: Day): Day {
  return dayText(dayAt(day).minus({ days: 1 }));
}

/** The day after. */
export function dayAfter(day: Day): Day {
  return dayText(dayAt(day).plus({ days: 1 }));
}

export function laterDay(a: Day, b: Day): Day {
  return a > b ? a : b;
}

/** The UTC day of a moment. */
export function utcDayOf(at: Date): Day {
  return dayText(DateTime.fromJSDate(at, { zone: 'utc' }));
}

function openMonths(today: DateTime): DateTime {
  const month = today.startOf('month');
  return today.day <= CLOSED_FROM_DAY_OF_MONTH
    ? month.minus({ months: 1 })
    : month;
}

function dayAt(day: Day): DateTime {
  return DateTime.fromISO(day, { zone: 'utc' });
}

function dayText(at: DateTime): Day {
  return at.toISODate()!;
}
