/** Keeps the bill of an account whole when one of its projects moves to another account, whose amounts replace its rows. */
import Decimal from 'decimal.js';
import type { RunTrail } from '../audit';
import { DEFAULT_PROJECT } from '../config';
import type { CostKind, Day, ProjectRecord, Stores } from '../database';
import { type AccountHistory, accountHistories } from './accountHistories';
import { digestWithout, projectsOf, remainderApart } from './attribution';
import type { AttributedCosts } from './AttributedCosts';
import { type CostOwners, costOwners } from './costOwners';
import type { AccountPlan } from './costReads';

// `daily_costs.amount` is NUMERIC(12,4).
const DECIMALS = 4;

type GivenCosts = ReadonlyMap<
  string,
  { readonly date: Day; readonly service: string; readonly amount: Decimal }
>;

interface DayRange {
  /** Both inclusive. */
  readonly from: Day;
  readonly to: Day;
}

/** What a part that is stored has of what may be moved, and what is told of it. */
interface Moving {
  readonly spends: readonly CostKind[];
  readonly trail: RunTrail;
  readonly runId: string;
}

export class MovedCosts {
  readonly #stores: Stores;
  readonly #plan: AccountPlan;
  readonly #range: DayRange;
  readonly #owners: CostOwners;
  readonly #histories: readonly AccountHistory[];

  /**
   * Waits until nobody else moves costs, and lets nobody until the transaction of `stores` ends: two accounts that
   * exchange a project are read at the same time. An account of which no project was ever in another one waits for
   * nothing.
   *
   * @param range - the days of the part that is to be stored
   */
  static async lock(
    stores: Stores,
    plan: AccountPlan,
    range: DayRange,
  ): Promise<MovedCosts> {
    if (plan.shared.size === 0) {
      return new MovedCosts(stores, plan, range, [], () => undefined);
    }
    // One lock for all that move costs, in whatever order they would take several.
    const [{ id }] = await stores.projects.ensure([DEFAULT_PROJECT]);
    await stores.projects.lock(id);
    // Another account of this run may have been divided since the run began, also for the first time.
    const names = [...plan.shared.keys()];
    const histories = (await accountHistories(stores)).filter(history =>
      names.some(name => history.names.has(name)),
    );
    return new MovedCosts(
      stores,
      plan,
      range,
      histories,
      await costOwners(stores, histories, range),
    );
  }

  private constructor(
    stores: Stores,
    plan: AccountPlan,
    range: DayRange,
    histories: readonly AccountHistory[],
    owners: CostOwners,
  ) {
    this.#stores = stores;
    this.#plan = plan;
    this.#range = range;
    this.#histories = histories;
    this.#owners = owners;
  }

  /** Whether a project's row is the account's to replace: the row of a former project may be another account's by now. */
  readonly isOwn = (project: string, day: Day, spend: CostKind): boolean => {
    const { shared, former, account } = this.#plan;
    if (!shared.has(project) || !former.includes(project)) return true;
    const owner = this.#owners(project, day, spend);
    return !owner || owner.accountId === account.accountId;
  };

  /**
   * What the account's projects have of other accounts, on days that are to have this account's amounts, becomes
   * unallocated in those, because it is still part of their bills. Who is to have it, their own next read says.
   *
   * @returns how many rows were written
   */
  async giveBack(costs: AttributedCosts, moving: Moving): Promise<number> {
    const { currency } = costs;
    // An answer without any amount replaces no row.
    if (currency === undefined) return 0;
    let written = 0;
    for (const [history, names] of this.#movedFrom()) {
      const moved = await this.#stores.projects.ensure(names);
      const given = await this.#amountsOf(history, moved, costs, moving);
      if (given.size > 0) {
        const remainder = await this.#remainderOf(history, names);
        // A project keeps one currency: what it has of the other account is in the one that it is to have.
        written += await this.#add(remainder, given, currency, moving);
        await this.#recordLoss(history, names, remainder, moving);
      }
    }
    return written;
  }

  /** Other accounts, each with what they have lost to this one. */
  #movedFrom(): Map<AccountHistory, string[]> {
    const { account, shared } = this.#plan;
    const moved = new Map<AccountHistory, string[]>();
    for (const history of this.#histories) {
      const names = projectsOf(account).filter(
        name => shared.has(name) && history.names.has(name),
      );
      if (history.accountId !== account.accountId && names.length > 0) {
        moved.set(history, names);
      }
    }
    return moved;
  }

  /** By day and service, what rows that are to be replaced have of the other account. */
  async #amountsOf(
    history: AccountHistory,
    projects: readonly ProjectRecord[],
    costs: AttributedCosts,
    { spends }: Moving,
  ): Promise<GivenCosts> {
    const given = new Map<
      string,
      { date: Day; service: string; amount: Decimal }
    >();
    for (const { id, name } of projects) {
      for (const spend of spends) {
        const stored = await this.#stores.costs.amounts({
          projectId: id,
          ...this.#range,
          spend,
        });
        for (const { date, service, amount } of stored) {
          const isTheirs =
            this.#owners(name, date, spend)?.accountId === history.accountId &&
            costs.isReported(date, spend);
          if (isTheirs && amount !== 0) {
            const key = keyOf({ date, service });
            const before = given.get(key)?.amount ?? new Decimal(0);
            given.set(key, { date, service, amount: before.plus(amount) });
          }
        }
      }
    }
    return given;
  }

  /** That of the default project may be this account's by now. */
  async #remainderOf(
    { accountId, newest }: AccountHistory,
    names: readonly string[],
  ): Promise<ProjectRecord> {
    const [last] = newest.projects;
    const [remainder] = await this.#stores.projects.ensure([
      names.includes(last) ? remainderApart(accountId) : last,
    ]);
    return remainder;
  }

  async #add(
    remainder: ProjectRecord,
    given: GivenCosts,
    currency: string,
    { trail, runId, spends }: Moving,
  ): Promise<number> {
    const known = new Map<string, number>();
    for (const spend of spends) {
      const stored = await this.#stores.costs.amounts({
        projectId: remainder.id,
        ...this.#range,
        spend,
      });
      stored.forEach(each => known.set(keyOf(each), each.amount));
    }
    const { inserted, restated } = await this.#stores.costs.upsert(
      remainder.id,
      [...given].map(([key, { date, service, amount }]) => ({
        date,
        service,
        amount: amount.plus(known.get(key) ?? 0).toFixed(DECIMALS),
        currency,
      })),
    );
    await trail.costsRestated(remainder.id, runId, restated);
    return inserted + restated.length;
  }

  /** So that the account is divided anew when it is read the next time, also by the claims that it had before. */
  async #recordLoss(
    { accountId, newest }: AccountHistory,
    names: readonly string[],
    remainder: ProjectRecord,
    { trail, runId }: Moving,
  ): Promise<void> {
    const lost = newest.projects.filter(name => names.includes(name));
    if (lost.length === 0) return;
    const isKept = (name: string) =>
      !lost.includes(name) && name !== remainder.name;
    const { rest, values = [] } = newest.claims ?? {};
    await trail.attributionChanged(remainder.id, runId, {
      jobId: newest.jobId,
      accountId,
      attribution: digestWithout(newest.attribution, lost),
      projects: [remainder.name, ...newest.projects.filter(isKept)],
      claims: {
        ...(rest !== undefined && isKept(rest) && { rest }),
        values: values.filter(({ project }) => isKept(project)),
      },
    });
  }
}

function keyOf({ date, service }: { date: Day; service: string }): string {
  return `${date} ${service}`;
}
