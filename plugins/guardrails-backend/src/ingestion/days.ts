/** UTC days as texts, and ranges of them as months and steps. */
import { DateTime } from 'luxon';
import type { Day } from '../database';

export interface Range {
  readonly from: DateTime;
  readonly to: DateTime;
}

export function dayAt(day: Day): DateTime {
  return DateTime.fromISO(day, { zone: 'utc' });
}

export function dayText(at: DateTime): Day {
  return at.toISODate()!;
}

/** The UTC day of a moment. */
export function utcDayOf(at: Date): Day {
  return dayText(DateTime.fromJSDate(at, { zone: 'utc' }));
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

/** Every day from the first to the last, both inclusive. */
export function daysFrom(first: Day, last: Day): Day[] {
  const count = dayAt(last).diff(dayAt(first), 'days').days + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) =>
    dayText(dayAt(first).plus({ days: i })),
  );
}

/** The calendar months, whole or in part, between the two, newest first. */
export function byMonths(to: DateTime, horizon: DateTime): Range[] {
  const ranges: Range[] = [];
  let missingTo = to;
  while (missingTo > horizon) {
    const month = missingTo.minus({ days: 1 }).startOf('month');
    const from = DateTime.max(month, horizon);
    ranges.push({ from, to: missingTo });
    missingTo = from;
  }
  return ranges;
}

/** So many days each, newest first. */
export function bySteps(
  to: DateTime,
  horizon: DateTime,
  days: number,
): Range[] {
  const ranges: Range[] = [];
  let missingTo = to;
  while (missingTo > horizon) {
    const from = DateTime.max(missingTo.minus({ days }), horizon);
    ranges.push({ from, to: missingTo });
    missingTo = from;
  }
  return ranges;
}
