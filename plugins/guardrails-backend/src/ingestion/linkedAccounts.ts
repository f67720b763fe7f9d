/** Which accounts' spend counts as an account's own, where several are read: no money of an organization counts twice. */
import { DEFAULT_PROJECT } from '../config';
import type { ProjectProblem } from '../projects';
import type { AttributedAccount } from './attribution';
import type { AccountHistory } from './accountHistories';
import type { StoredCurrencies } from './oneCurrency';

/**
 * An organization's management account is billed for all of its members. Of the default project's account all counts but
 * what was read of the others by themselves, once it was: so what nobody names stays there, and what somebody does is
 * counted where it is named. One that AWS had no costs of when it was asked by itself stays there, too: Cost Explorer
 * may know of its spend in the management account alone. Any other account counts with all that it is billed for. An
 * account that is read no more is left out all the same, because what was read of it stays; {@link leftOutUnread} says so.
 *
 * @param accounts - the default project's first
 * @param histories - of the accounts that were ever read
 * @param stored - of the projects that have costs
 * @param ownId - that of the portal's own account; absent where nobody said it
 */
export function withLinkedAccounts(
  accounts: readonly AttributedAccount[],
  histories: readonly Pick<AccountHistory, 'accountId' | 'names'>[],
  stored: StoredCurrencies,
  ownId: string | undefined,
): AttributedAccount[] {
  const [home, ...others] = accounts;
  const homeId = home.accountId ?? ownId;
  const withCosts = histories.filter(({ names }) =>
    [...names].some(name => stored.has(name)),
  );
  const except = [
    ...new Set(withCosts.flatMap(({ accountId = ownId }) => accountId ?? [])),
  ]
    .filter(accountId => accountId !== homeId)
    .sort();
  return [
    { ...home, ...(except.length > 0 && { linkedAccounts: { except } }) },
    ...others,
  ];
}

/** What people are to know of accounts that the default project's leaves out although nobody reads them by now. */
export function leftOutUnread(
  accounts: readonly AttributedAccount[],
  ownId: string | undefined,
): ProjectProblem[] {
  const read = new Set(accounts.map(({ accountId = ownId }) => accountId));
  const unread = (accounts[0].linkedAccounts?.except ?? []).filter(
    accountId => !read.has(accountId),
  );
  return unread.length > 0
    ? [
        {
          project: DEFAULT_PROJECT,
          message: `spend of AWS ${
            unread.length === 1 ? 'account' : 'accounts'
          } ${unread.join(
            ', ',
          )}, which was read before and is named no more, is left out of the bill of this project's account; if that is the organization's management account, it is in no project now: name it in aws.amazon.com/account-id of an entity or accountId in guardrails.projects to have it read again`,
        },
      ]
    : [];
}
