/** The UTC day, which caps on AWS requests go by. */
import { DateTime } from 'luxon';

/** Of the day that `at` is in: what clocks that were ahead have stamped later is no part of it. */
export function utcDay(at: Date): { readonly from: Date; readonly to: Date } {
  const from = DateTime.fromJSDate(at, { zone: 'utc' }).startOf('day');
  return { from: from.toJSDate(), to: from.plus({ days: 1 }).toJSDate() };
}

export function startOfUtcDay(at: Date): Date {
  return DateTime.fromJSDate(at, { zone: 'utc' }).startOf('day').toJSDate();
}
