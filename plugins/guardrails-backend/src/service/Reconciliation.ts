/** Proves that what is stored of an account's projects is the account's bill, day by day. */
import {
  costReadPermission,
  type ReconciledAccount,
  type ReconciledDay,
  type ReconciliationQuery,
  type ReconciliationReport,
} from '@cloudops/plugin-guardrails-common';
import { type AttributionChangedMetadata, EVENT_TYPES } from '../audit';
import type {
  CostKind,
  Day,
  EventFilter,
  EventRecord,
  ProjectRecord,
  Stores,
} from '../database/interfaces';
import { recordedBill } from '../ingestion';
import { daysAsked, daysFrom } from './days';
import type { GrantedCall } from './GuardrailsService';
import { DEFAULT_CURRENCY } from './views';

const EVENTS_PER_PAGE = 100;
const KINDS = ['usage', 'charges'] as const;

/** An account by what its events say: the project of what is unallocated, and every one that ever had a share. */
interface KnownAccount {
  readonly accountId?: string;
  readonly remainder: ProjectRecord;
  readonly others: readonly ProjectRecord[];
}

type Totals = Map<Day, number>;

/** Of each kind of spend, the account's own sums by day, as its newest complete read of the day had them. */
interface Bill {
  readonly sums: Readonly<Record<CostKind, Totals>>;
  readonly currency?: string;
  readonly asOf?: Date;
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
    const known = (await this.#accounts()).filter(
      ({ accountId, remainder, others }) =>
        (query.accountId === undefined || query.accountId === accountId) &&
        [remainder, ...others].every(({ id }) =>
          grants.has(costReadPermission, id),
        ),
    );
    const accounts: ReconciledAccount[] = [];
    for (const account of known) {
      accounts.push(await this.#reconcile(account, from, to));
    }
    return { from, to, accounts };
  }

  async #accounts(): Promise<KnownAccount[]> {
    const projects = await this.#stores.projects.list();
    const byName = new Map(projects.map(each => [each.name, each]));
    const byId = new Map(projects.map(each => [each.id, each]));
    /** Remainder → its newest attribution, and the names of all that it ever had. */
    const found = new Map<
      ProjectRecord,
      { newest: AttributionChangedMetadata; names: Set<string> }
    >();
    for await (const event of this.#events({
      eventType: [EVENT_TYPES.attributionChanged],
    })) {
      const changed = event.metadata as unknown as AttributionChangedMetadata;
      const remainder = byId.get(event.projectId)!;
      const account = found.get(remainder) ?? {
        newest: changed,
        names: new Set<string>(),
      };
      changed.projects.forEach(name => account.names.add(name));
      found.set(remainder, account);
    }
    return [...found]
      .map(([remainder, { newest, names }]) => ({
        accountId: newest.accountId,
        remainder,
        others: [...names]
          // Who is in another account by now has its costs there.
          .filter(
            name =>
              name !== remainder.name &&
              ![...found].some(
                ([other, { newest: elsewhere }]) =>
                  other !== remainder && elsewhere.projects.includes(name),
              ),
          )
          .map(name => byName.get(name))
          .filter(project => project !== undefined),
      }))
      .sort((a, b) => (a.remainder.name < b.remainder.name ? -1 : 1));
  }

  async #reconcile(
    { accountId, remainder, others }: KnownAccount,
    from: Day,
    to: Day,
  ): Promise<ReconciledAccount> {
    const bill = await this.#bill(remainder, from, to);
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
    const sums = await Promise.all(
      KINDS.map(async spend => ({
        spend,
        entities: await stored(others, spend),
        unallocated: await stored([remainder], spend),
        bill: bill.sums[spend],
      })),
    );
    const shares = await this.#shares([remainder, ...others], from, to);
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
      return { date, usage, charges };
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
      projects: others.map(({ name }) => name).sort(),
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

  async #bill(remainder: ProjectRecord, from: Day, to: Day): Promise<Bill> {
    const { totals, currency, readAt } = await recordedBill(
      this.#stores,
      remainder.id,
      { from, to },
    );
    const sums: Bill['sums'] = { usage: new Map(), charges: new Map() };
    for (const [day, of] of totals) {
      for (const spend of KINDS) {
        const sum = of[spend];
        if (sum !== undefined) sums[spend].set(day, Number(sum));
      }
    }
    return { sums, currency, asOf: await this.#asOf(remainder, readAt) };
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
    return readAt && endedAt && readAt > endedAt ? readAt : endedAt ?? readAt;
  }

  async *#events(filter: EventFilter): AsyncGenerator<EventRecord> {
    let cursor: string | undefined;
    do {
      const page = await this.#stores.events.list(filter, {
        limit: EVENTS_PER_PAGE,
        cursor,
      });
      yield* page.items;
      cursor = page.nextCursor;
    } while (cursor);
  }
}

/** Rows are rounded to four decimals one by one, the sum never: what is left of that is far below a cent. */
function cents(difference: number): number {
  const rounded = Math.round(difference * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}
