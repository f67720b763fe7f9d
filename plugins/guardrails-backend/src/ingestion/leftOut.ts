/** Which accounts' spend is left out of the default project's account, and on which days: no money counts twice. */
import type { DaysLeftOut } from '../audit';
import type { CostKind, Day, Stores } from '../database';
import { DEFAULT_PROJECT } from '../config';
import type { AccountHistory } from './accountHistories';
import type { AttributedAccount } from './attribution';
import { BOTH, type CostPart } from './costPart';
import { dayBefore } from './days';
import { newestReadOf, recordedBill } from './recordedBill';

/** Days of an account that are its own reads' to count. */
export interface OwnDays {
  readonly accountId: string;
  /** Inclusive. */
  readonly from: Day;
  /** Exclusive; absent: all that follow, because the account is still read. */
  readonly to?: Day;
}

export type LeftOut = Readonly<Record<CostKind, readonly OwnDays[]>>;

/** Of each kind days that were stored with other accounts left out than are to be by now. */
export type DaysToRecount = Readonly<Record<CostKind, readonly Day[]>>;

/**
 * An organization's management account is billed for all of its members. Of the default project's account all counts but
 * the days that were read of others by themselves: so what nobody names stays there, and what somebody does is counted
 * where it is named, from the first day on that is stored of it. Any other account counts with all that it is billed for.
 * What was read of an account stays when it is read no more; the days that follow count in the default project's again.
 *
 * @param accounts - the default project's first
 * @param histories - of the accounts that were ever read
 * @param ownId - that of the portal's own account; absent where nobody said it
 */
export async function withLeftOut(
  stores: Pick<Stores, 'events'>,
  accounts: readonly AttributedAccount[],
  histories: readonly AccountHistory[],
  ownId: string | undefined,
): Promise<AttributedAccount[]> {
  const [home, ...others] = accounts;
  const idOf = ({ accountId = ownId }: { readonly accountId?: string }) =>
    accountId;
  const homeId = idOf(home);
  const isRead = new Set(accounts.map(idOf));
  const apart = histories
    .flatMap(history => {
      const accountId = idOf(history);
      return accountId && accountId !== homeId ? [{ accountId, history }] : [];
    })
    .sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
  if (apart.length === 0) return [...accounts];
  const leftOut: Record<CostKind, OwnDays[]> = { usage: [], charges: [] };
  for (const { accountId, history } of apart) {
    const { usage, charges } =
      (await newestReadOf(stores, history))?.covered ?? {};
    // Charges are read with the usage of their day, or after it.
    const end = isRead.has(accountId) ? {} : { to: usage?.to ?? charges?.from };
    if (usage) leftOut.usage.push({ accountId, from: usage.from, ...end });
    if (charges) {
      leftOut.charges.push({ accountId, from: charges.from, ...end });
    }
  }
  return [{ ...home, leftOut }, ...others];
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
    .filter(day => day !== undefined)
    .filter(day => day > range.from && day < range.to);
  const days = [...new Set([range.from, ...cuts])].sort();
  return days.map((from, index) => ({
    from,
    to: days[index + 1] ?? range.to,
    except: ownDays
      .filter(each => each.from <= from && (!each.to || from < each.to))
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

/** @param range - `to` is exclusive */
export async function daysToRecount(
  stores: Pick<Stores, 'events'>,
  { accountId, remainderIds }: AccountHistory,
  leftOut: LeftOut,
  range: { readonly from: Day; readonly to: Day },
): Promise<DaysToRecount> {
  const { divisions } = await recordedBill(
    stores,
    { accountId, remainderIds },
    range,
  );
  const found: Record<CostKind, Day[]> = { usage: [], charges: [] };
  for (const spend of BOTH) {
    for (const { from, to, except } of cutByLeftOut(range, leftOut[spend])) {
      const accountIds = except.join();
      for (const [day, { [spend]: read }] of divisions) {
        if (
          read &&
          day >= from &&
          day < to &&
          read.leftOut.join() !== accountIds
        ) {
          found[spend].push(day);
        }
      }
    }
  }
  return found;
}

/**
 * Days of which the default project's account was stored with the spend of accounts whose own reads have it.
 *
 * @param range - both inclusive
 */
export async function daysCountedTwice(
  stores: Pick<Stores, 'events'>,
  histories: readonly AccountHistory[],
  range: { readonly from: Day; readonly to: Day },
): Promise<Set<Day>> {
  const home = histories.find(
    ({ newest }) => newest.projects[0] === DEFAULT_PROJECT,
  );
  const days = new Set<Day>();
  if (!home || histories.length === 1) return days;
  const { divisions } = await recordedBill(stores, home, range);
  for (const history of histories) {
    const { accountId } = history;
    // What the portal's own account is called in a bill is not in the trail.
    if (accountId === undefined || history === home) continue;
    const own = await recordedBill(stores, history, range);
    for (const [day, read] of own.divisions) {
      const isTwice = BOTH.some(spend => {
        const stored = divisions.get(day)?.[spend];
        return read[spend] && stored && !stored.leftOut.includes(accountId);
      });
      if (isTwice) days.add(day);
    }
  }
  return days;
}

/** @param parts - that were not read */
export function recountInWords(parts: readonly CostPart[]): string {
  const from = parts.map(part => part.from).sort()[0];
  const to = dayBefore(
    parts
      .map(part => part.to)
      .sort()
      .at(-1)!,
  );
  return `of the days from ${from} to ${to} this account’s stored bill still has the spend of accounts that are read by themselves, so if it is that of their organization, it is counted twice there; the next run reads those days anew (a cap that is too small for all of them lets it do so step by step)`;
}
