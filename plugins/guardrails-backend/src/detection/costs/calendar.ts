/** Days of the week and of the month, as costs repeat on them. All in UTC, as AWS bills. */

export const DAY_MS = 86_400_000;

/** To the next Monday, from a Sunday and from a Saturday. */
const DAYS_TO_WORK: Readonly<Record<number, number>> = { 0: 1, 6: 2 };

/** 0 is Sunday. 1970-01-01 was a Thursday. */
export function weekdayIndex(at: number): number {
  return (((Math.floor(at / DAY_MS) + 4) % 7) + 7) % 7;
}

/**
 * The same day of an earlier month, UTC midnight: the 31st of a shorter month is its last day.
 *
 * @param months - how many months earlier
 */
export function monthsBefore(at: number, months: number): number {
  const date = new Date(at);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() - months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), lastDay));
}

/**
 * The same weekday of an earlier month, as the third Friday is of another third Friday; UTC midnight. Undefined for a
 * fifth one, which not every month has.
 */
export function sameWeekdayBefore(
  at: number,
  months: number,
): number | undefined {
  const nth = Math.floor((new Date(at).getUTCDate() - 1) / 7);
  const first = firstOfMonth(at, months);
  const shift = (weekdayIndex(at) - weekdayIndex(first) + 7) % 7;
  return nth > 3 ? undefined : first + (shift + 7 * nth) * DAY_MS;
}

/** The first day from Monday to Friday of the month of an instant, or of an earlier one; UTC midnight. */
export function firstWorkingDay(at: number, months = 0): number {
  const first = firstOfMonth(at, months);
  return first + (DAYS_TO_WORK[weekdayIndex(first)] ?? 0) * DAY_MS;
}

function firstOfMonth(at: number, months: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, 1);
}

/** The last day of the month of an instant, UTC midnight. */
export function lastOfMonth(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0);
}
