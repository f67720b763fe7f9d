/** The UTC day, which caps on AWS requests go by. */
import { DateTime } from 'luxon';

export function startOfUtcDay(at: Date): Date {
  return DateTime.fromJSDate(at, { zone: 'utc' }).startOf('day').toJSDate();
}
