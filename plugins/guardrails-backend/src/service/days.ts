/** Calculating with UTC days, the unit that AWS bills in. */
import { DateTime } from 'luxon';
import type { Day } from '../database/interfaces';

/** The UTC day of a moment. */
export function dayOf(at: Date): Day {
  return at.toISOString().slice(0, 10);
}

/** The day that lies `count` days after (before, when negative). */
export function addDays(day: Day, count: number): Day {
  return DateTime.fromISO(day, { zone: 'utc' })
    .plus({ days: count })
    .toISODate()!;
}

/** Every day from the first to the last, both included. */
export function daysFrom(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** How many days lie from the first to the last, both included. */
export function dayCount(first: Day, last: Day): number {
  return (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1;
}
