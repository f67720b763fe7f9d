/** Which days of an account's bill a run reads, and in what order. */
import { DateTime } from 'luxon';
import type { CostCoverage, ReadingSteps } from '../audit';
import type { CostKind, Day } from '../database';

// Cost Explorer keeps the current and the 13 months before it by day; asked for more it answers an error.
const KEPT_MONTHS = 13;
// AWS closes a month's bill between the 5th and 7th of the next; credits, refunds and support fees may follow.
const CLOSED_FROM_DAY_OF_MONTH = 10;

const BOTH = ['usage', 'charges'] as const satisfies readonly CostKind[];

/** Days that are read and stored together. */
export interface CostPart {
  /** Inclusive. */
  readonly from: Day;
  /** Exclusive. */
  readonly to: Day;
  readonly spend: readonly CostKind[];
  readonly isBackfill: boolean;
  /** Whether it is read because its days may be divided by older claims. */
  readonly isRedivision?: boolean;
  /** Where an account is read in steps: the days before are settled once the part is read. */
  readonly settledTo?: Day;
}

/** Days that are stored, and divided by claims that are no longer those in force. */
export interface Redivision {
  /** Where the days begin that are divided by those in force; absent while none are. */
  readonly usage?: Day;
  readonly charges?: Day;
  /** Whether the past may be read for it now; else only the days that are read anyway. */
  readonly isPastDue: boolean;
}

interface Limits {
  readonly backfillDays: number;
  readonly restatementDays: number;
}

interface Range {
  readonly from: DateTime;
  readonly to: DateTime;
}

/**
 * Reads up to, and without, the current UTC day: the part of a day that has passed says nothing about the day.
 *
 * First what may still be restated. Once a UTC day that is every month whose bill AWS has not closed, the whole of the
 * month before until the 10th, with the charges, most of which are dated to the first of their month and grow through
 * it; and every month that AWS has closed since they were read. Other runs of the day read the usage of the last days alone, because each page is paid. Both reach back to the last read less those
 * days, so that a pause leaves no gap.
 *
 * Then what is missing of the backfill, by calendar months from the newest back: what people look at comes first, and
 * after an interruption what is read has no holes, so that one day says how far it is.
 *
 * Where somebody else claims the spend than before, the days that may be restated are read at once, whatever was read
 * of them today, and the past as a backfill is, when it is due.
 *
 * @param coverage - empty before the first read, and when the spend is counted in another way than before
 * @param redivision - absent where all that is covered is divided by the claims in force
 */
export function costPlan(
  coverage: CostCoverage,
  now: Date,
  limits: Limits,
  redivision?: Redivision,
): CostPart[] {
  const { today, oldest, horizon } = bounds(now, limits);
  const { usage, charges } = coverage;
  const isFirstToday =
    charges?.readOn !== dayText(today) ||
    (redivision !== undefined && !(redivision.usage && redivision.charges));
  const recent = recentDays(coverage, today, limits);
  const from = DateTime.max(
    isFirstToday
      ? DateTime.min(recent, unsettledMonths(charges, today))
      : recent,
    // Nothing before what is to be known at all.
    usage ? oldest : horizon,
  );
  const missing = (kind: CostKind) => {
    const known = redivision?.isPastDue
      ? redivision[kind]
      : coverage[kind]?.from;
    return byMonths(known ? DateTime.min(dayAt(known), from) : from, horizon);
  };
  return [
    part({ from, to: today }, isFirstToday ? BOTH : ['usage'], false),
    ...together(missing('usage'), missing('charges')).map(each =>
      ofRedivision(each, redivision),
    ),
  ];
}

/**
 * The same for an account of which the cap does not let a whole part be read: usage a few days at a time, and charges
 * apart. The duties take turns at being the first of a day, so that each of them gets somewhere however little a day's
 * requests reach. The newest usage is it every other day, in steps of one day each day; in between come the charges of the open months, the backfill of
 * usage, that of charges, and the usage of days that may have been restated since they were read: first of those that
 * nobody expects to change any more and that were not read since (each of them once, oldest first, so that nothing that
 * came late is lost), then of the others, each day from another one on.
 */
export function costPlanInSteps(
  coverage: CostCoverage,
  now: Date,
  limits: Limits,
  { days }: Pick<ReadingSteps, 'days'>,
  redivision?: Redivision,
): CostPart[] {
  const { today, oldest, horizon } = bounds(now, limits);
  const { usage, charges } = coverage;
  const newest = DateTime.max(today.minus({ days }), horizon);
  // What is missing comes before what may have been restated.
  const from =
    usage && dayAt(usage.to) < newest
      ? DateTime.max(dayAt(usage.to), oldest)
      : newest;
  const to = DateTime.min(from.plus({ days }), today);
  const openFrom = unsettledMonths(charges, today);
  const chargesFrom = DateTime.max(openFrom, horizon);
  const recent = recentDays(coverage, today, limits);
  const unsettledFrom = DateTime.max(
    DateTime.min(recent, openFrom),
    usage ? oldest : horizon,
  );
  const settled = DateTime.max(
    usage?.settledTo ? dayAt(usage.settledTo) : unsettledFrom,
    oldest,
  );
  // What is open by now; the rest will not be asked for again once it was read.
  const open = DateTime.min(
    DateTime.min(
      today.minus({ days: limits.restatementDays }),
      openMonths(today),
    ),
    from,
  );
  const regular = (
    range: Range,
    spend: CostKind[],
    settledTo: DateTime = settled,
  ) => ({
    ...part(range, spend, false),
    settledTo: dayText(settledTo),
  });
  const dividedFrom = (kind: CostKind, first: DateTime) => {
    const known = redivision ? redivision[kind] : coverage[kind]?.from;
    return known ? DateTime.min(dayAt(known), first) : first;
  };
  const backfill = (
    kind: CostKind,
    first: DateTime,
    split: (until: DateTime, horizonOfThem: DateTime) => Range[],
  ) => {
    // By what claims the newest days are divided is to be known before those that are older.
    const isNewestRead = redivision
      ? redivision[kind]
      : kind === 'usage' || charges;
    if (!isNewestRead) return [];
    const divided = dividedFrom(kind, first);
    if (!redivision || redivision.isPastDue) return split(divided, horizon);
    const stored = coverage[kind] ? dayAt(coverage[kind].from) : divided;
    return [
      ...split(divided, DateTime.max(unsettledFrom, horizon)),
      ...split(DateTime.min(stored, divided), horizon),
    ];
  };
  const dayNumber = Math.floor(today.toSeconds() / 86_400);
  const newestUsage = [regular({ from, to }, ['usage'])];
  const others = [
    charges?.readOn === dayText(today) && (!redivision || redivision.charges)
      ? []
      : [regular({ from: chargesFrom, to: today }, ['charges'])],
    backfill('usage', from, (until, first) => bySteps(until, first, days)).map(
      range => ofRedivision(part(range, ['usage'], true), redivision),
    ),
    backfill('charges', chargesFrom, byMonths).map(range =>
      ofRedivision(part(range, ['charges'], true), redivision),
    ),
    [
      ...bySteps(open, settled, days)
        .reverse()
        .map(range => regular(range, ['usage'], range.to)),
      ...rotated(
        bySteps(from, DateTime.max(open, settled), days).filter(
          range => usage !== undefined && dayAt(usage.from) < range.to,
        ),
        dayNumber,
      ).map(range => regular(range, ['usage'])),
    ],
  ].filter(({ length }) => length > 0);
  const first =
    others.length > 0 ? Math.floor(dayNumber / 2) % others.length : 0;
  const inOrder = rotated(others, first);
  return inTurns(
    // In steps of one day every other day's turn would leave the newest usage behind by one more each time.
    dayNumber % 2 === 0 || days === 1
      ? [newestUsage, ...inOrder]
      : [...inOrder.slice(0, 1), newestUsage, ...inOrder.slice(1)],
  );
}

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
      : charges,
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

/** How many days the part has. */
export function daysIn({ from, to }: Pick<CostPart, 'from' | 'to'>): number {
  return dayAt(to).diff(dayAt(from), 'days').days;
}

/** How many days there are of the months that AWS has not closed. */
export function openDays(now: Date): number {
  const today = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('day');
  return today.diff(openMonths(today), 'days').days;
}

/** Every day from the first to the last, both inclusive. */
export function daysFrom(first: Day, last: Day): Day[] {
  const count = dayAt(last).diff(dayAt(first), 'days').days + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) =>
    dayText(dayAt(first).plus({ days: i })),
  );
}

/** The first day that AWS may still restate materially, of all that are read up to `now`. */
export function firstOpenDay(now: Date, finalAfterDays: number): Day {
  const today = DateTime.fromJSDate(now, { zone: 'utc' });
  return dayText(today.plus({ days: 1 - finalAfterDays }));
}

/** The day before. */
export function dayBefore(day: Day): Day {
  return dayText(dayAt(day).minus({ days: 1 }));
}

/** The day after. */
export function dayAfter(day: Day): Day {
  return dayText(dayAt(day).plus({ days: 1 }));
}

function laterDay(a: Day, b: Day): Day {
  return a > b ? a : b;
}

/** The UTC day of a moment. */
export function utcDayOf(at: Date): Day {
  return dayText(DateTime.fromJSDate(at, { zone: 'utc' }));
}

function bounds(now: Date, { backfillDays }: Limits) {
  const today = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('day');
  const oldest = today.minus({ months: KEPT_MONTHS });
  const horizon = DateTime.max(today.minus({ days: backfillDays }), oldest);
  return { today, oldest, horizon };
}

/** The start of the days that may have changed since the newest were read, whatever months are open. */
function recentDays(
  { usage }: CostCoverage,
  today: DateTime,
  { restatementDays }: Limits,
): DateTime {
  const readTo = usage ? DateTime.min(dayAt(usage.to), today) : today;
  const recent = readTo.minus({ days: restatementDays });
  // What was read in steps may lag behind.
  return usage?.settledTo
    ? DateTime.min(recent, dayAt(usage.settledTo))
    : recent;
}

/** The start of the months that may have changed since they were read: a pause may span the day that closes one. */
function unsettledMonths(
  charges: CostCoverage['charges'],
  today: DateTime,
): DateTime {
  const sinceRead = charges?.readOn
    ? dayAt(charges.readOn).plus({ days: 1 })
    : today;
  return openMonths(DateTime.min(sinceRead, today));
}

function openMonths(today: DateTime): DateTime {
  const month = today.startOf('month');
  return today.day <= CLOSED_FROM_DAY_OF_MONTH
    ? month.minus({ months: 1 })
    : month;
}

/** The calendar months, whole or in part, between the two, newest first. */
function byMonths(to: DateTime, horizon: DateTime): Range[] {
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
function bySteps(to: DateTime, horizon: DateTime, days: number): Range[] {
  const ranges: Range[] = [];
  let missingTo = to;
  while (missingTo > horizon) {
    const from = DateTime.max(missingTo.minus({ days }), horizon);
    ranges.push({ from, to: missingTo });
    missingTo = from;
  }
  return ranges;
}

/** The backfill of both kinds: days that both miss are read together, the newest first. */
function together(
  usage: readonly Range[],
  charges: readonly Range[],
): CostPart[] {
  const isIn = (ranges: readonly Range[], { from, to }: Range) =>
    ranges.some(each => +each.from === +from && +each.to === +to);
  return [
    ...usage.map(range =>
      part(range, isIn(charges, range) ? BOTH : ['usage'], true),
    ),
    ...charges
      .filter(range => !isIn(usage, range))
      .map(range => part(range, ['charges'], true)),
  ].sort((a, b) => (a.to > b.to ? -1 : 1));
}

/** The first of each, the second of each, … */
function inTurns<T>(queues: readonly (readonly T[])[]): T[] {
  const longest = Math.max(...queues.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) =>
    queues.flatMap(queue => queue.slice(turn, turn + 1)),
  ).flat();
}

/** The same in a circle, from another one on. */
function rotated<T>(items: readonly T[], by: number): T[] {
  const first = items.length > 0 ? by % items.length : 0;
  return [...items.slice(first), ...items.slice(0, first)];
}

function part(
  { from, to }: Range,
  spend: readonly CostKind[],
  isBackfill: boolean,
): CostPart {
  return { from: dayText(from), to: dayText(to), spend, isBackfill };
}

function ofRedivision(
  backfill: CostPart,
  redivision: Redivision | undefined,
): CostPart {
  return redivision?.isPastDue ? { ...backfill, isRedivision: true } : backfill;
}

function dayAt(day: Day): DateTime {
  return DateTime.fromISO(day, { zone: 'utc' });
}

function dayText(at: DateTime): Day {
  return at.toISODate()!;
}
