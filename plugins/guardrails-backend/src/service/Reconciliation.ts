/** Proves that what is stored of an account's projects is the account's bill, day by day. */
import {
  costReadPermission,
  type ReconciledAccount,
  type ReconciledDay,
  type ReconciliationQuery,
  type ReconciliationReport,
} from '@cloudops/plugin-guardrails-common';
import { EVENT_TYPES } from '../audit';
import { DEFAULT_PROJECT } from '../config';
import type {
  CostKind,
  Day,
  ProjectRecord,
  Stores,
} from '../database/interfaces';
import {
  type AccountHistory,
  accountHistories,
  type CostOwners,
  costOwners,
  daysCountedTwice,
  recordedBill,
  sharedProjects,
} from '../ingestion';
import { daysAsked, daysFrom } from './days';
import type { GrantedCall } from './GuardrailsService';
import { notAhead } from './notAhead';
import { DEFAULT_CURRENCY } from './views';

const KINDS = ['usage', 'charges'] as const;

/** An account by what its events say: the project of what is unallocated, and every one that ever had a share. */
interface KnownAccount {
  readonly history: AccountHistory;
  readonly remainder: ProjectRecord;
  /** Those that were in no other account: all of their rows are of this one's bill. */
  readonly others: readonly ProjectRecord[];
  /** Those that were in another account as well. */
  readonly shared: readonly ProjectRecord[];
}

interface Range {
  readonly from: Day;
  readonly to: Day;
}

/** Whose rows of a day the account's are, where a project was in several. */
type IsOwn = (project: string, day: Day, spend: CostKind) => boolean;

type Totals = Map<Day, number>;

/** Of each kind of spend, the account's own sums by day, as its newest complete read of the day had them. */
interface Bill {
  readonly sums: Readonly<Record<CostKind, Totals>>;
  readonly currency?: string;
  readonly asOf?: Date;
  /** Days that are still divided by older claims than those in force. */
  readonly olderClaims: ReadonlySet<Day>;
}

export class Reconciliation {
  readonly #stores: Stores;
  readonly #now: () => Date;

  constructor(options: { stores: Stores; now: () => Date }) {
    this.#stores = options.stores;
    this.#now = options.now;
  }

  /** Accounts of which the caller may see every project: a sum would tell what the others of them cost. */
  async report(
    query: ReconciliationQuery,
    { grants }: GrantedCall,
  ): Promise<ReconciliationReport> {
    const { from, to } = daysAsked(query, this.#now());
    const histories = await accountHistories(this.#stores);
    const moved = sharedProjects(histories);
    const known = (await this.#accounts(histories, moved)).filter(
      ({ history: { accountId }, remainder, others, shared }) =>
        (query.accountId === undefined || query.accountId === accountId) &&
        [remainder, ...others, ...shared].every(({ id }) =>
          grants.has(costReadPermission, id),
        ),
    );
    const owners =
      moved.size > 0
        ? await costOwners(this.#stores, histories, { from, to })
        : () => undefined;
    const isHome = ({ remainder }: KnownAccount) =>
      remainder.name === DEFAULT_PROJECT;
    const twice = known.some(isHome)
      ? await daysCountedTwice(this.#stores, histories, { from, to })
      : new Set<Day>();
    const accounts: ReconciledAccount[] = [];
    for (const account of known) {
      const reconciled = await this.#reconcile(
        account,
        { from, to },
        ownRows(account.history, moved, owners),
      );
      accounts.push(
        isHome(account) && twice.size > 0
          ? withCountedTwice(reconciled, twice)
          : reconciled,
      );
    }
    return { from, to, accounts };
  }

  async #accounts(
    histories: readonly AccountHistory[],
    moved: ReadonlyMap<string, unknown>,
  ): Promise<KnownAccount[]> {
    const projects = await this.#stores.projects.list();
    const byName = new Map(projects.map(each => [each.name, each]));
    const found = (names: string[]) =>
      names
        .map(name => byName.get(name))
        .filter(project => project !== undefined);
    return histories
      .map((history): KnownAccount => {
        const [remainder] = history.newest.projects;
        const others = [...history.names].filter(name => name !== remainder);
        return {
          history,
          remainder: byName.get(remainder)!,
          others: found(others.filter(name => !moved.has(name))),
          shared: found(others.filter(name => moved.has(name))),
        };
      })
      .sort((a, b) => (a.remainder.name < b.remainder.name ? -1 : 1));
  }

  async #reconcile(
    { history, remainder, others, shared }: KnownAccount,
    { from, to }: Range,
    isOwn: IsOwn,
  ): Promise<ReconciledAccount> {
    const { accountId } = history;
    const bill = await this.#bill(history, remainder, from, to);
    const stored = async (
      projects: readonly ProjectRecord[],
      spend: CostKind,
    ) =>
      new Map(
        (
          await this.#stores.costs.totalsOfProjects(
            projects.map(({ id }) => id),
            { from, to, spend },
          )
        ).map(({ date, total }) => [date, total]),
      );
    /** Of projects that were in several accounts, what the days of this one have, by project. */
    const ownOf = async (
      projects: readonly ProjectRecord[],
      spend: CostKind,
    ): Promise<[string, Totals][]> => {
      const own: [string, Totals][] = [];
      for (const project of projects) {
        const days = [...(await stored([project], spend))].filter(([day]) =>
          isOwn(project.name, day, spend),
        );
        own.push([project.name, new Map(days)]);
      }
      return own;
    };
    const sums = await Promise.all(
      KINDS.map(async spend => {
        const moved = await ownOf([remainder, ...shared], spend);
        return {
          moved,
          entities: added([
            await stored(others, spend),
            ...moved.slice(1).map(([, totals]) => totals),
          ]),
          unallocated: moved[0][1],
          bill: bill.sums[spend],
        };
      }),
    );
    const [ofUsage, ofCharges] = sums.map(
      ({ moved }) =>
        new Map(
          moved.map(([name, totals]) => [
            name,
            [...totals.values()].reduce((sum, each) => sum + each, 0),
          ]),
        ),
    );
    const shares = [
      ...(await this.#shares(others, from, to)),
      ...[remainder, ...shared]
        .map(({ name }) => ({
          project: name,
          usage: tenThousandths(ofUsage.get(name)!),
          charges: tenThousandths(ofCharges.get(name)!),
        }))
        .filter(({ project }) =>
          sums.some(({ moved }) =>
            moved.some(([name, days]) => name === project && days.size > 0),
          ),
        ),
    ].sort((a, b) => b.usage + b.charges - (a.usage + a.charges));
    const days = daysFrom(from, to).map((date): ReconciledDay => {
      const [usage, charges] = sums.map(each => {
        const entities = each.entities.get(date) ?? 0;
        const unallocated = each.unallocated.get(date) ?? 0;
        const total = each.bill.get(date);
        return {
          entities,
          unallocated,
          total: total ?? null,
          difference:
            total === undefined ? null : cents(entities + unallocated - total),
        };
      });
      return {
        date,
        usage,
        charges,
        ...(bill.olderClaims.has(date) && { isDividedByOlderClaims: true }),
      };
    });
    const differences = days.flatMap(day =>
      KINDS.filter(spend => day[spend].difference).map(spend => ({
        date: day.date,
        spend,
        difference: day[spend].difference!,
      })),
    );
    // Money without a bill proves nothing, and may be what another account has as well.
    const withoutBill = days
      .flatMap(({ usage, charges }) => [usage, charges])
      .filter(({ total }) => total === null)
      .map(({ entities, unallocated }) => cents(entities + unallocated));
    return {
      accountId,
      unallocatedProject: remainder.name,
      projects: [...others, ...shared].map(({ name }) => name).sort(),
      currency: bill.currency ?? DEFAULT_CURRENCY,
      asOf: bill.asOf?.toISOString(),
      isBalanced:
        differences.length === 0 && withoutBill.every(amount => amount === 0),
      differences,
      notReconciled: cents(withoutBill.reduce((sum, each) => sum + each, 0)),
      shares,
      days,
    };
  }

  /** What each of the projects has of the range, largest first. */
  async #shares(
    projects: readonly ProjectRecord[],
    from: Day,
    to: Day,
  ): Promise<ReconciledAccount['shares']> {
    const ids = projects.map(({ id }) => id);
    const [usage, charges] = await Promise.all(
      KINDS.map(spend =>
        this.#stores.costs.totalsByProject(ids, { from, to, spend }),
      ),
    );
    return projects
      .filter(({ id }) => usage.has(id) || charges.has(id))
      .map(({ id, name }) => ({
        project: name,
        usage: usage.get(id) ?? 0,
        charges: charges.get(id) ?? 0,
      }))
      .sort((a, b) => b.usage + b.charges - (a.usage + a.charges));
  }

  async #bill(
    history: AccountHistory,
    remainder: ProjectRecord,
    from: Day,
    to: Day,
  ): Promise<Bill> {
    const { totals, divisions, currency, readAt } = await recordedBill(
      this.#stores,
      history,
      { from, to },
    );
    const olderClaims = [...divisions].flatMap(([day, { usage, charges }]) =>
      [usage, charges].some(
        each => each && each.attribution !== history.newest.attribution,
      )
        ? [day]
        : [],
    );
    const sums: Bill['sums'] = { usage: new Map(), charges: new Map() };
    for (const [day, of] of totals) {
      for (const spend of KINDS) {
        const sum = of[spend];
        if (sum !== undefined) sums[spend].set(day, Number(sum));
      }
    }
    return {
      sums,
      currency,
      asOf: await this.#asOf(remainder, readAt),
      olderClaims: new Set(olderClaims),
    };
  }

  /** When the account was last read, whether anything new was found (`readAt`) or not, which its run's end tells. */
  async #asOf(
    remainder: ProjectRecord,
    readAt: Date | undefined,
  ): Promise<Date | undefined> {
    const { items } = await this.#stores.events.list(
      {
        jobId: 'ingest-costs',
        eventType: [
          EVENT_TYPES.runSucceeded,
          EVENT_TYPES.runFailed,
          EVENT_TYPES.runSkipped,
        ],
        completedProject: remainder.name,
      },
      { limit: 1 },
    );
    const endedAt = items[0]?.createdAt;
    const newest =
      readAt && endedAt && readAt > endedAt ? readAt : endedAt ?? readAt;
    return newest && notAhead(newest, this.#now());
  }
}

function withCountedTwice(
  account: ReconciledAccount,
  twice: ReadonlySet<Day>,
): ReconciledAccount {
  return {
    ...account,
    days: account.days.map(day => ({
      ...day,
      ...(twice.has(day.date) && { isCountedTwice: true }),
    })),
  };
}

/** Where no read says whose a row is, it is of the account that was the last to be divided among the project. */
function ownRows(
  { accountId }: AccountHistory,
  moved: ReadonlyMap<string, readonly AccountHistory[]>,
  owners: CostOwners,
): IsOwn {
  return (project, day, spend) => {
    const accounts = moved.get(project);
    if (!accounts) return true;
    const owner =
      owners(project, day, spend) ??
      accounts.find(({ newest }) => newest.projects.includes(project)) ??
      accounts[0];
    return owner.accountId === accountId;
  };
}

function added(all: readonly Totals[]): Totals {
  const sums: Totals = new Map();
  for (const [day, total] of all.flatMap(each => [...each])) {
    sums.set(day, tenThousandths((sums.get(day) ?? 0) + total));
  }
  return sums;
}

/** What sums of numbers are, in the decimals that are stored. */
function tenThousandths(sum: number): number {
  return Math.round(sum * 10_000) / 10_000;
}

/** Rows are rounded to four decimals one by one, the sum never: what is left of that is far below a cent. */
function cents(difference: number): number {
  const rounded = Math.round(difference * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}
