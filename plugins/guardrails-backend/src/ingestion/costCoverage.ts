/** How far an account was read, and is divided by the claims in force, once a part of it is stored. */
import type { CostCoverage } from '../audit';
import type { CostKind, Day } from '../database';
import { BOTH, type CostPart, type Redivision } from './costPart';
import { dayAt, dayText, laterDay, utcDayOf } from './days';
import { bounds, type Limits, openMonths } from './openDays';

/** How far an account is once a part of it was read. */
export function coverageAfter(
  { usage, charges }: CostCoverage,
  { from, spend, isBackfill, settledTo }: CostPart,
  read: {
    /** Where the usage that was there ends, exclusive. */
    readonly usageTo: Day;
    /** Whether the answer is to be believed: one that is empty may be none. */
    readonly isAnswered: boolean;
    readonly now: Date;
  },
): CostCoverage {
  const first = (known: { readonly from: Day } | undefined) =>
    known && known.from < from ? known.from : from;
  const readOn =
    isBackfill || !read.isAnswered ? charges?.readOn : utcDayOf(read.now);
  // When charges were read last, AWS had nothing of days that are there now, some in a month that was closed since.
  const isBehindUsage =
    !spend.includes('charges') &&
    !isBackfill &&
    !settledTo &&
    usage !== undefined &&
    read.usageTo > usage.to &&
    usage.to < dayText(openMonths(dayAt(utcDayOf(read.now)))) &&
    usage.to < (charges?.readOn ?? '');
  // A day's reading that is none of steps has all that is not settled.
  const settled = isBackfill
    ? usage?.settledTo
    : settledTo && laterDay(settledTo, usage?.settledTo ?? settledTo);
  return {
    usage: spend.includes('usage')
      ? {
          from: first(usage),
          to: usage ? laterDay(usage.to, read.usageTo) : read.usageTo,
          ...(settled && { settledTo: settled }),
        }
      : usage,
    charges: spend.includes('charges')
      ? { from: first(charges), readOn }
      : charges && {
          ...charges,
          ...(isBehindUsage && { readOn: usage.to }),
        },
  };
}

/**
 * What is stored and still divided by older claims, as far back as it would be read at all; undefined where nothing is.
 *
 * @param divided - how far the claims in force reach; empty right after they changed
 */
export function redivisionOf(
  coverage: CostCoverage,
  divided: Pick<Redivision, CostKind>,
  isPastDue: boolean,
  { now, limits }: { readonly now: Date; readonly limits: Limits },
): Redivision | undefined {
  const horizon = dayText(bounds(now, limits).horizon);
  const isPending = BOTH.some(kind => {
    const stored = coverage[kind];
    const reach = divided[kind];
    return (
      stored && (reach === undefined || reach > laterDay(stored.from, horizon))
    );
  });
  return isPending
    ? { usage: divided.usage, charges: divided.charges, isPastDue }
    : undefined;
}

/** How far the claims in force reach once a part was read and divided by them. */
export function reachAfter(
  divided: Pick<Redivision, CostKind>,
  { usage }: CostCoverage,
  { from, to, spend, isBackfill }: CostPart,
): Pick<Redivision, CostKind> {
  const after = (kind: CostKind, isNewest: boolean) => {
    const known = divided[kind];
    if (!spend.includes(kind)) return known;
    if (known === undefined) return isNewest ? from : undefined;
    return to >= known && from < known ? from : known;
  };
  return {
    usage: after('usage', !usage || to >= usage.to),
    charges: after('charges', !isBackfill),
  };
}
