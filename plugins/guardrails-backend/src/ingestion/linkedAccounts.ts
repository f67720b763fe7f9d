/** Which accounts' spend counts as an account's own, where several are read: no money of an organization counts twice. */
import type { AttributedAccount } from './attribution';
import type { AccountHistory } from './accountHistories';

/**
 * An organization's management account is billed for all of its members. Of the default project's account all counts but
 * what was read of the others by themselves, once it was: so what nobody names stays there, and what somebody does is
 * counted where it is named. Every other account counts itself alone. An account that is read no more is left out all the
 * same, because what was read of it stays.
 *
 * @param accounts - the default project's first
 * @param histories - of the accounts that were ever read
 * @param ownId - that of the portal's own account; absent where nobody said it
 */
export function withLinkedAccounts(
  accounts: readonly AttributedAccount[],
  histories: readonly Pick<AccountHistory, 'accountId'>[],
  ownId: string | undefined,
): AttributedAccount[] {
  const [home, ...others] = accounts;
  const homeId = home.accountId ?? ownId;
  const except = [
    ...new Set(histories.flatMap(({ accountId = ownId }) => accountId ?? [])),
  ]
    .filter(accountId => accountId !== homeId)
    .sort();
  return [
    { ...home, ...(except.length > 0 && { linkedAccounts: { except } }) },
    ...others.map(account =>
      account.accountId === undefined
        ? account
        : { ...account, linkedAccounts: { only: [account.accountId] } },
    ),
  ];
}
