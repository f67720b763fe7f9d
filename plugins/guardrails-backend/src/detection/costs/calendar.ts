/** Days of the week and of the month, as costs repeat on them. All in UTC, as AWS bills. */

export const DAY_MS = 86_400_000;

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

/** The last day of the month of an instant, UTC midnight. */
export function lastOfMonth(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0);
}
