/** From which day on AWS has not invoiced an account, pieced together from reads that each see a part of its days. */
import { DateTime } from 'luxon';
import type { Day } from '../database';

/** What AWS said of the days of one read by its own flag. */
export interface Invoicing {
  readonly firstEstimated?: Day;
  readonly lastInvoiced?: Day;
}

/**
 * The first day in a month that AWS has not invoiced, of all that was read; undefined where every month is. AWS
 * invoices whole months, one after the other: a day that it no longer calls an estimate settles its month and those
 * before, whether this read had their days or not, and leaves the days after them as they were known.
 *
 * @param known - the same before this read
 * @param readTo - where the days end that were read by now, exclusive; undefined while none were
 */
export function openFromAfter(
  known: Day | undefined,
  { firstEstimated, lastInvoiced }: Invoicing,
  readTo: Day | undefined,
): Day | undefined {
  const settledTo = lastInvoiced && nextMonth(lastInvoiced);
  let still = known;
  if (known && settledTo && known < settledTo) {
    still = readTo && settledTo < readTo ? settledTo : undefined;
  }
  return [still, firstEstimated].filter(day => day !== undefined).sort()[0];
}

function nextMonth(day: Day): Day {
  return DateTime.fromISO(day, { zone: 'utc' })
    .startOf('month')
    .plus({ months: 1 })
    .toISODate()!;
}
