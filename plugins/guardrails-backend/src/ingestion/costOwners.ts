/** Whose rows are whose where a project has moved from an account to another: by day, and apart for usage and charges. */
import type { CostKind, Day, Stores } from '../database';
import { type AccountHistory, isLater } from './accountHistories';
import { recordedBill, type RecordedBill } from './recordedBill';

/** The account that a project's rows of a day are part of the bill of; undefined where no read of the day says it. */
export type CostOwners = (
  project: string,
  day: Day,
  spend: CostKind,
) => AccountHistory | undefined;

/**
 * The row of a day is of one account, though the project may have been in several: of the one whose newest read of the
 * day divided it among the project as well, and of several the one that was read last, because its read replaced the
 * row.
 *
 * @param histories - of the accounts that may own any of it
 * @param range - both inclusive
 */
export async function costOwners(
  stores: Pick<Stores, 'events'>,
  histories: readonly AccountHistory[],
  range: { readonly from: Day; readonly to: Day },
): Promise<CostOwners> {
  const bills: { history: AccountHistory; bill: RecordedBill }[] = [];
  for (const history of histories) {
    bills.push({ history, bill: await recordedBill(stores, history, range) });
  }
  return (project, day, spend) => {
    let owner: AccountHistory | undefined;
    let ownedBy: ReturnType<typeof divisionOf>;
    for (const { history, bill } of bills) {
      const division = divisionOf(bill, day, spend);
      if (
        division &&
        history.divisions.get(division.attribution)?.has(project) &&
        (!ownedBy || isLater(division.at, ownedBy.at))
      ) {
        owner = history;
        ownedBy = division;
      }
    }
    return owner;
  };
}

function divisionOf({ divisions }: RecordedBill, day: Day, spend: CostKind) {
  return divisions.get(day)?.[spend];
}
