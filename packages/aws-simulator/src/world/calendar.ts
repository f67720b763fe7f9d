/**
 * Calendar days in UTC, counted from 1970-01-01, because everything that the world decides is keyed to an absolute day.
 */

/** Whole days since 1970-01-01 UTC. */
export type Day = number;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export function dayOf(instant: Date): Day {
  return Math.floor(instant.getTime() / DAY_MS);
}

/** Midnight UTC at which the day begins, in epoch milliseconds. */
export function startOfDay(day: Day): number {
  return day * DAY_MS;
}

/** `YYYY-MM-DD`. */
export function formatDay(day: Day): string {
  return new Date(startOfDay(day)).toISOString().slice(0, 10);
}

/** The day that `YYYY-MM-DD` names, or undefined when no calendar has such a day. */
export function parseDay(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    return undefined;
  }
  const instant = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(instant.getTime())) {
    return undefined;
  }
  const day = dayOf(instant);
  // JavaScript reads 31 February as 3 March; a date that does not read back is not a date.
  return formatDay(day) === text ? day : undefined;
}

/** 0 is Monday, 6 is Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: Day): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** 1 to 31. */
export function dayOfMonth(day: Day): number {
  return new Date(startOfDay(day)).getUTCDate();
}

/** Months since year 0, so that neighbouring months differ by one across a new year. */
export function monthOf(day: Day): number {
  const date = new Date(startOfDay(day));
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

export function firstDayOfMonth(month: number): Day {
  return dayOf(new Date(Date.UTC(Math.floor(month / 12), month % 12, 1)));
}

export function daysInMonth(month: number): number {
  return firstDayOfMonth(month + 1) - firstDayOfMonth(month);
}
