/** Whether an account's stored costs are its bill, as a reader asks it: on which days, by how much, and who has what. */
import type {
  ReconciledAccount,
  ReconciledDay,
} from '@cloudops/plugin-guardrails-common';

/** How an account stands over the days that were asked for. */
export type BalanceState =
  /** Every day that was read adds up. */
  | 'balanced'
  /** At least one day does not. */
  | 'unbalanced'
  /** Every day that was read adds up, but money is stored of days that have no bill. */
  | 'notReconciled'
  /** No day of the range was read. */
  | 'unread';

export interface AccountBalance {
  readonly state: BalanceState;
  /** What AWS billed on the days that were read, usage and charges. */
  readonly bill: number;
  /** Of it usage. */
  readonly usage: number;
  /** Of it credits, refunds, tax and fees. */
  readonly charges: number;
  /** What the projects have stored for those days. */
  readonly entities: number;
  /** What nobody claims of those days. */
  readonly unallocated: number;
  /** Stored minus billed, over all days. */
  readonly difference: number;
  readonly daysRead: number;
  readonly daysUnread: number;
  /** What is stored without a bill to hold it against. */
  readonly notReconciled: number;
  readonly daysNotReconciled: number;
  /** Days on which usage or charges do not add up, newest first. */
  readonly daysOff: readonly ReconciledDay[];
}

/** AWS has said what the day's usage came to. */
export function isRead({ usage }: ReconciledDay): boolean {
  return usage.total !== null;
}

/** Stored minus billed on a day, in cents; undefined for a day that was not read. */
export function dayDifference({
  usage,
  charges,
}: ReconciledDay): number | undefined {
  return usage.difference === null && charges.difference === null
    ? undefined
    : (usage.difference ?? 0) + (charges.difference ?? 0);
}

/** Neither usage nor charges hide the other's difference. */
export function isOff({ usage, charges }: ReconciledDay): boolean {
  return Boolean(usage.difference) || Boolean(charges.difference);
}

/** What is counted of a day: the kinds of spend that AWS has said the sum of. */
export function dayParts({ usage, charges }: ReconciledDay) {
  const known = [usage, charges].filter(({ total }) => total !== null);
  const sum = (part: 'entities' | 'unallocated' | 'total') =>
    known.reduce((total, balance) => total + (balance[part] ?? 0), 0);
  return {
    entities: sum('entities'),
    unallocated: sum('unallocated'),
    total: sum('total'),
  };
}

/** What is stored of the day without a bill to hold it against, in cents. */
export function withoutBill({ usage, charges }: ReconciledDay): number {
  const amount = [usage, charges]
    .filter(({ total }) => total === null)
    .reduce((sum, each) => sum + each.entities + each.unallocated, 0);
  return Math.round(amount * 100) / 100;
}

export function balanceOf({ days }: ReconciledAccount): AccountBalance {
  const read = days.filter(isRead);
  const sum = (amount: (day: ReconciledDay) => number) =>
    read.reduce((total, day) => total + amount(day), 0);
  const daysOff = read.filter(isOff).reverse();
  const unproved = days.map(withoutBill).filter(amount => amount !== 0);
  return {
    state: stateOf({
      isOff: daysOff.length > 0,
      isUnproved: unproved.length > 0,
      isUnread: read.length === 0,
    }),
    bill: sum(day => dayParts(day).total),
    usage: sum(day => day.usage.total ?? 0),
    charges: sum(day => day.charges.total ?? 0),
    entities: sum(day => dayParts(day).entities),
    unallocated: sum(day => dayParts(day).unallocated),
    difference: sum(day => dayDifference(day) ?? 0),
    daysRead: read.length,
    daysUnread: days.length - read.length,
    notReconciled: unproved.reduce((total, amount) => total + amount, 0),
    daysNotReconciled: unproved.length,
    daysOff,
  };
}

function stateOf(account: {
  readonly isOff: boolean;
  readonly isUnproved: boolean;
  readonly isUnread: boolean;
}): BalanceState {
  if (account.isOff) return 'unbalanced';
  if (account.isUnproved) return 'notReconciled';
  return account.isUnread ? 'unread' : 'balanced';
}

const URGENCY: readonly BalanceState[] = [
  'unbalanced',
  'notReconciled',
  'unread',
  'balanced',
];

/** What needs a look first, then by name. */
export function byUrgency(
  accounts: readonly ReconciledAccount[],
): { account: ReconciledAccount; balance: AccountBalance }[] {
  return accounts
    .map(account => ({ account, balance: balanceOf(account) }))
    .sort(
      (a, b) =>
        URGENCY.indexOf(a.balance.state) - URGENCY.indexOf(b.balance.state),
    );
}
