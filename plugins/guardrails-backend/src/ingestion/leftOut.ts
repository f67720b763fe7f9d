/** Which accounts' spend is left out of the default project's account, and on which days: no money counts twice. */
import Decimal from 'decimal.js';
import type { AnsweredDays, DaysLeftOut } from '../audit';
import type { CostKind, Day, Stores } from '../database';
import { DEFAULT_PROJECT } from '../config';
import type { AccountHistory } from './accountHistories';
import type { AttributedAccount } from './attribution';
import { BOTH } from './costPart';
import { dayAfter, laterDay } from './days';
import {
  type AccountEvents,
  answeredDays,
  type Counted,
  type RecordedBill,
  recordedBill,
} from './recordedBill';

// Bills are compared to the cent.
const HALF_A_CENT = '0.005';

/** Days of an account that are its own reads' to count. */
export interface OwnDays {
  /** As the organization's bill calls it. */
  readonly accountId: string;
  /** Inclusive: the first day that AWS ever answered of it. */
  readonly from: Day;
  /** Exclusive: after the last day that AWS ever answered of it. */
  readonly answeredTo: Day;
  /** Exclusive: how far it is left out. Of days after those that were answered AWS was asked, and had nothing. */
  readonly to: Day;
  /** Where its own bill is recorded. */
  readonly events: AccountEvents;
}

export type LeftOut = Readonly<Record<CostKind, readonly OwnDays[]>>;

/** Of each kind days that were asked for with other accounts left out than are to be by now. */
export type DaysToRecount = Readonly<Record<CostKind, readonly Day[]>>;

/** Of an account, by its id, up to which day, exclusive, AWS answered all questions for it, be it with nothing. */
export type AskedTo = ReadonlyMap<
  string | undefined,
  Readonly<Partial<Record<CostKind, Day>>>
>;

/** What accounts answered by themselves. */
export interface OwnAnswers {
  /** Of the accounts that were ever read. */
  readonly histories: readonly AccountHistory[];
  /** By account id, whatever was asked since. */
  readonly answered: ReadonlyMap<string | undefined, AnsweredDays>;
  /** That of the portal's own account; absent where nobody said it. */
  readonly ownId?: string;
}

/**
 * An organization's management account is billed for all of its members. Of the default project's account all counts but
 * the days that others have an answer for by themselves, from the first to the last, named or not, however counted: so
 * what nobody else's stored bill has stays there. An account that answers today without a failure is left out up to today:
 * what it was asked for and has not is nothing, and one that is idle is not to have each day asked for with it and without
 * it. Any other account counts with all that it is billed for.
 *
 * @param accounts - the default project's first
 * @param askedTo - absent: only the days that were answered are left out
 */
export function withLeftOut(
  [home, ...others]: readonly AttributedAccount[],
  answers: OwnAnswers,
  askedTo?: AskedTo,
): [AttributedAccount, ...AttributedAccount[]] {
  const homeId = home.accountId ?? answers.ownId;
  return [
    { ...home, leftOut: ownDaysBeside(homeId, answers, askedTo) },
    ...others,
  ];
}

function ownDaysBeside(
  homeId: string | undefined,
  { histories, answered, ownId }: OwnAnswers,
  askedTo?: AskedTo,
): LeftOut {
  const leftOut: Record<CostKind, OwnDays[]> = { usage: [], charges: [] };
  for (const history of histories) {
    const { accountId = ownId } = history;
    if (accountId === undefined || accountId === homeId) continue;
    const events = {
      accountId: history.accountId,
      remainderIds: history.remainderIds,
    };
    for (const spend of BOTH) {
      const days = answered.get(history.accountId)?.[spend];
      if (days) {
        const answeredTo = dayAfter(days.to);
        const to = laterDay(
          answeredTo,
          askedTo?.get(history.accountId)?.[spend] ?? answeredTo,
        );
        const { from } = days;
        leftOut[spend].push({ accountId, from, answeredTo, to, events });
      }
    }
  }
  const byId = (a: OwnDays, b: OwnDays) => (a.accountId < b.accountId ? -1 : 1);
  return {
    usage: leftOut.usage.sort(byId),
    charges: leftOut.charges.sort(byId),
  };
}

/** The accounts that are to be left out of a day, in the order in which a read records them. */
function leftOutOn(leftOut: LeftOut, day: Day, spend: CostKind): OwnDays[] {
  return leftOut[spend].filter(each => each.from <= day && day < each.to);
}

/** Whether a day that was asked for with these accounts left out has what it would have now. */
function isCountedAsNow(
  accountIds: readonly string[],
  day: Day,
  own: readonly OwnDays[],
): boolean {
  const known = own.filter(({ from }) => from <= day);
  return (
    known.every(
      ({ accountId, answeredTo }) =>
        day >= answeredTo || accountIds.includes(accountId),
    ) &&
    // Of a day that they did not answer it makes no difference whether they were left out.
    accountIds.every(id => known.some(({ accountId }) => accountId === id))
  );
}

/** What a read left out; one of an older version that counted as now left out nothing. */
function leftOutBy(
  read: Counted | undefined,
  counting: string | undefined,
): readonly string[] | undefined {
  const isAlike = read?.counting !== undefined && read.counting === counting;
  return read?.leftOut ?? (isAlike ? [] : undefined);
}

/**
 * The range, cut where another account begins to be left out, or ends; oldest first.
 *
 * @param range - `to` is exclusive
 */
export function cutByLeftOut(
  range: { readonly from: Day; readonly to: Day },
  ownDays: readonly OwnDays[] = [],
): { readonly from: Day; readonly to: Day; readonly except: string[] }[] {
  const cuts = ownDays
    .flatMap(({ from, to }) => [from, to])
    .filter(day => day > range.from && day < range.to);
  const days = [...new Set([range.from, ...cuts])].sort();
  return days.map((from, index) => ({
    from,
    to: days[index + 1] ?? range.to,
    except: ownDays
      .filter(each => each.from <= from && from < each.to)
      .map(({ accountId }) => accountId),
  }));
}

/** What a read tells of it: the days of the range on which accounts were left out, and which. */
export function daysLeftOut(
  range: { readonly from: Day; readonly to: Day },
  spends: readonly CostKind[],
  leftOut: LeftOut | undefined,
): DaysLeftOut[] {
  return spends.flatMap(spend =>
    cutByLeftOut(range, leftOut?.[spend])
      .filter(({ except }) => except.length > 0)
      .map(({ except, ...days }) => ({ ...days, spend, accountIds: except })),
  );
}

/**
 * @param range - both inclusive
 * @param counting - that in force
 */
export async function daysToRecount(
  stores: Pick<Stores, 'events'>,
  account: AccountEvents,
  leftOut: LeftOut,
  range: { readonly from: Day; readonly to: Day },
  counting: string,
): Promise<DaysToRecount> {
  const { asked } = await recordedBill(stores, account, range);
  const of = (spend: CostKind) =>
    [...asked].flatMap(([day, { [spend]: read }]) => {
      if (!read) return [];
      const ids = leftOutBy(read, counting);
      return ids && isCountedAsNow(ids, day, leftOut[spend]) ? [] : [day];
    });
  return { usage: of('usage'), charges: of('charges') };
}

/**
 * Days that AWS answered nothing of, and that are nothing: what was recorded of them before is, to the cent, what the
 * accounts have by themselves that were newly left out. Of usage only where nothing is left of the charges, either, that
 * were asked for with it.
 *
 * @param range - both inclusive
 * @param unanswered - of the range
 */
export async function daysProvenEmpty(
  stores: Pick<Stores, 'events'>,
  { totals, divisions }: RecordedBill,
  leftOut: LeftOut,
  range: { readonly from: Day; readonly to: Day },
  unanswered: ReadonlyMap<Day, readonly CostKind[]>,
  counting: string,
): Promise<{ day: Day; spend: CostKind }[]> {
  const own = ownBills(stores, range);
  const proven: { day: Day; spend: CostKind }[] = [];
  for (const [day, spends] of unanswered) {
    const of: { day: Day; spend: CostKind }[] = [];
    for (const spend of spends) {
      const recorded = totals.get(day)?.[spend];
      const before = leftOutBy(divisions.get(day)?.[spend], counting);
      if (recorded === undefined || !before) continue;
      const newly = leftOutOn(leftOut, day, spend).filter(
        ({ accountId }) => !before.includes(accountId),
      );
      if (newly.length === 0) continue;
      let rest = new Decimal(recorded);
      for (const each of newly) {
        const bill = await own(each);
        rest = rest.minus(bill.totals.get(day)?.[spend] ?? 0);
      }
      if (rest.abs().lt(HALF_A_CENT)) of.push({ day, spend });
    }
    // A day that has usage and was asked for charges has none when it says none.
    const isKept =
      spends.includes('charges') &&
      !of.some(({ spend }) => spend === 'charges') &&
      Number(totals.get(day)?.charges ?? 0) !== 0;
    proven.push(...of.filter(({ spend }) => spend === 'charges' || !isKept));
  }
  return proven;
}

/** Of each kind days that count twice: those that the next read is to take them out of, and those that none has proven. */
export interface DaysCountedTwice {
  readonly days: ReadonlySet<Day>;
  /** Of them, those that were asked for with all left out that is to be, and that AWS answered nothing of. */
  readonly unanswered: ReadonlySet<Day>;
}

/**
 * Days of which the default project's account is stored with the spend of accounts whose own reads have it.
 *
 * @param range - both inclusive
 */
export async function countedTwice(
  stores: Pick<Stores, 'events'>,
  home: AccountEvents,
  leftOut: LeftOut,
  range: { readonly from: Day; readonly to: Day },
): Promise<DaysCountedTwice> {
  const days = new Set<Day>();
  const unanswered = new Set<Day>();
  const found = { days, unanswered };
  if (BOTH.every(spend => leftOut[spend].length === 0)) return found;
  const bill = await recordedBill(stores, home, range);
  const own = ownBills(stores, range);
  for (const [day, read] of bill.divisions) {
    for (const spend of BOTH) {
      const stored = leftOutBy(read[spend], bill.counting);
      const asked = leftOutBy(bill.asked.get(day)?.[spend], bill.counting);
      for (const each of leftOutOn(leftOut, day, spend)) {
        if (!stored || stored.includes(each.accountId)) continue;
        const ofIt = (await own(each)).totals.get(day)?.[spend];
        if (ofIt === undefined || Number(ofIt) === 0) continue;
        days.add(day);
        if (asked?.includes(each.accountId)) unanswered.add(day);
      }
    }
  }
  return found;
}

/** The same for the accounts of a reconciliation, by their histories alone. */
export async function daysCountedTwice(
  stores: Pick<Stores, 'events'>,
  histories: readonly AccountHistory[],
  range: { readonly from: Day; readonly to: Day },
): Promise<ReadonlySet<Day>> {
  const home = histories.find(
    ({ newest }) => newest.projects[0] === DEFAULT_PROJECT,
  );
  if (!home || histories.length === 1) return new Set();
  const answered = new Map<string | undefined, AnsweredDays>();
  for (const history of histories) {
    const { days } = await answeredDays(stores, history);
    answered.set(history.accountId, days);
  }
  // What the portal's own account is called in a bill is not in the trail.
  const leftOut = ownDaysBeside(home.accountId, { histories, answered });
  return (await countedTwice(stores, home, leftOut, range)).days;
}

/** The recorded bills of accounts, each looked up once, and only where it is asked for. */
function ownBills(
  stores: Pick<Stores, 'events'>,
  range: { readonly from: Day; readonly to: Day },
): (of: OwnDays) => Promise<RecordedBill> {
  const known = new Map<string, Promise<RecordedBill>>();
  return ({ accountId, events }) => {
    const bill = known.get(accountId) ?? recordedBill(stores, events, range);
    known.set(accountId, bill);
    return bill;
  };
}

export function countedTwiceInWords({
  days,
  unanswered,
}: DaysCountedTwice): string[] {
  const inWords = (some: Day[], then: string) => {
    const inOrder = some.sort();
    return inOrder.length > 0
      ? [
          `of ${inOrder.length} days from ${inOrder[0]} to ${inOrder.at(
            -1,
          )} this account’s stored bill still has the spend of accounts that are read by themselves, so if it is that of their organization, it is counted twice there; ${then}`,
        ]
      : [];
  };
  return [
    ...inWords(
      [...days].filter(day => !unanswered.has(day)),
      'the next run reads those days anew (a cap that is too small for all of them lets it do so step by step)',
    ),
    ...inWords(
      [...days].filter(day => unanswered.has(day)),
      'AWS answered nothing when it was asked for those days without them, and their own bills are not what it had answered before, so nothing shows that nothing is left, and what is stored stays',
    ),
  ];
}
