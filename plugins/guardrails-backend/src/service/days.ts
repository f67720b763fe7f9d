/** Calculating with UTC days, the unit that AWS bills in. */
import { InputError } from '@backstage/errors';
import type { Day } from '../database/interfaces';

/** Of a UTC day, which has no summer time. */
const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
/** A year and the month before it, to compare with. */
const MOST_DAYS = 400;

/** The UTC day of a moment. */
export function dayOf(at: Date): Day {
  return at.toISOString().slice(0, 10);
}

/** The day that lies `count` days after (before, when negative). */
export function addDays(day: Day, count: number): Day {
  return dayOf(new Date(Date.parse(day) + count * DAY_MS));
}

/** Every day from the first to the last, both included. */
export function daysFrom(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** How many days lie from the first to the last, both included. */
export function dayCount(first: Day, last: Day): number {
  return (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
}

/**
 * The days of a question, both included; without any the 30 up to yesterday.
 *
 * @throws InputError that names the field
 */
export function daysAsked(
  query: { readonly from?: Day; readonly to?: Day },
  now: Date,
): { from: Day; to: Day } {
  const today = dayOf(now);
  // Today's costs are never read: a part of a day says nothing about it.
  const to = query.to ?? addDays(today, -1);
  const from = query.from ?? addDays(to, 1 - DEFAULT_DAYS);
  if (from > to) {
    throw new InputError(
      `from: got '${from}', takes a day up to '${to}'${
        query.to ? ', which is to' : ', which is yesterday'
      }`,
    );
  }
  const count = dayCount(from, to);
  if (count > MOST_DAYS) {
    throw new InputError(
      `from: got '${from}', ${count} days up to '${to}'; takes at most ${MOST_DAYS} days, from '${addDays(
        to,
        1 - MOST_DAYS,
      )}' on`,
    );
  }
  return { from, to };
}
