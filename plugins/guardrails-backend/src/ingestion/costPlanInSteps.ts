/** Which days of an account's bill a run reads where a day's requests do not reach for a whole part. */
import { DateTime } from 'luxon';
import type { CostCoverage, ReadingSteps } from '../audit';
import type { CostKind } from '../database';
import {
  BOTH,
  type CostPart,
  ofRedivision,
  part,
  type Redivision,
} from './costPart';
import { byMonths, bySteps, dayAt, dayText, type Range } from './days';
import type { DaysToRecount } from './leftOut';
import {
  bounds,
  type Limits,
  openMonths,
  recentDays,
  unsettledMonths,
} from './openDays';
import { recounts } from './recounts';

/**
 * Usage a few days at a time, and charges apart. The duties take turns at being the first of a day, so that each of
 * them gets somewhere however little a day's requests reach. The newest usage is it every other day, in steps of one
 * day each day; in between come the charges of the open months, the backfill of usage, that of charges, the days that
 * were stored with other accounts left out than are to be, and the usage of days that may have been restated since
 * they were read: first of those that nobody expects to change any more and that were not read since (each of them
 * once, oldest first, so that nothing that came late is lost), then of the others, each day from another one on.
 */
export function costPlanInSteps(
  coverage: CostCoverage,
  now: Date,
  limits: Limits,
  { days }: Pick<ReadingSteps, 'days'>,
  redivision?: Redivision,
  toRecount?: DaysToRecount,
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
  const duties: CostPart[][] = [
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
  ];
  const recounted = BOTH.flatMap(kind =>
    recounts(
      toRecount && { usage: [], charges: [], [kind]: toRecount[kind] },
      [...newestUsage, ...duties.flat()],
      oldest,
    ).flatMap(each =>
      kind === 'charges'
        ? [each]
        : bySteps(dayAt(each.to), dayAt(each.from), days).map(range => ({
            ...part(range, [kind], true),
            isRecount: true,
          })),
    ),
  );
  const others = [...duties, recounted].filter(({ length }) => length > 0);
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
