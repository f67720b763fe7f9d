/** Reads every account's daily costs and stores them by project: a part of its days completely, or nothing of it. */
import type { CostSource } from '@cloudops/plugin-guardrails-node';
import { AuditTrail, type CostsReadMetadata, EVENT_TYPES } from '../audit';
import type { GuardrailsConfig } from '../config';
import type {
  CostKind,
  GuardrailsDatabase,
  ProjectRecord,
  Stores,
} from '../database';
import {
  type AttributedAccount,
  attributedAccounts,
  attributionDigest,
  projectsOf,
} from './attribution';
import { AttributedCosts } from './AttributedCosts';
import {
  type CostPart,
  costPlan,
  dayAfter,
  dayBefore,
  daysIn,
  laterDay,
  utcDayOf,
} from './costPlan';
import { inTurn } from './inTurn';
import type { IngestionRun } from './interfaces';

/** An account, what is known of how far it was read, and what this run is to read of it. */
interface AccountPlan {
  readonly account: AttributedAccount;
  readonly attribution: string;
  readonly last?: CostsReadMetadata;
  /** Epoch milliseconds; 0 for never. */
  readonly lastReadAt: number;
  readonly parts: readonly CostPart[];
}

/** What a run set out to read, and has read, in days of accounts. */
interface Progress {
  doneDays: number;
  readonly totalDays: number;
}

export class CostIngestion {
  readonly #source: CostSource;
  readonly #database: GuardrailsDatabase;
  readonly #config: GuardrailsConfig['costs'];
  readonly #accounts: readonly AttributedAccount[];

  constructor(options: {
    readonly source: CostSource;
    readonly database: GuardrailsDatabase;
    readonly config: Pick<GuardrailsConfig, 'costs' | 'projects'>;
  }) {
    this.#source = options.source;
    this.#database = options.database;
    this.#config = options.config.costs;
    this.#accounts = attributedAccounts(
      options.config.projects,
      options.config.costs.tagKey,
    );
  }

  /** The ids of the AWS accounts that are read; undefined is that of the portal's own credentials. */
  get accounts(): (string | undefined)[] {
    return this.#accounts.map(({ accountId }) => accountId);
  }

  /**
   * Reads a few accounts at a time, those first that were read longest ago or never: a run that was stopped among many
   * is thereby gone on with where it stopped. A failing account is noted in `run` and keeps what was stored before the
   * part that failed; the others go on. Rejects only when the run was aborted.
   */
  async ingest(run: IngestionRun): Promise<void> {
    const plans: AccountPlan[] = [];
    for (const account of this.#accounts) {
      plans.push(await this.#plan(account, run));
    }
    plans.sort((a, b) => a.lastReadAt - b.lastReadAt);
    const progress: Progress = {
      doneDays: 0,
      totalDays: plans
        .flatMap(({ parts }) => parts)
        .reduce((days, part) => days + daysIn(part), 0),
    };
    run.progressed(progress);
    await inTurn(plans, run.signal, async plan => {
      try {
        await this.#ingestAccount(plan, run, progress);
      } catch (error) {
        run.signal.throwIfAborted();
        run.failed(scopeOf(plan.account), error as Error);
      }
    });
  }

  async #plan(
    account: AttributedAccount,
    run: IngestionRun,
  ): Promise<AccountPlan> {
    const attribution = attributionDigest(account, this.#config);
    const newest = await this.#lastRead(account);
    const last =
      newest?.metadata.attribution === attribution
        ? newest.metadata
        : undefined;
    return {
      account,
      attribution,
      lastReadAt: newest?.at.getTime() ?? 0,
      last,
      parts: costPlan(last?.covered, run.now, this.#config),
    };
  }

  /** The newest event that tells how far the account is; it is written with the rows that it tells of. */
  async #lastRead({
    remainder,
  }: AttributedAccount): Promise<
    { readonly metadata: CostsReadMetadata; readonly at: Date } | undefined
  > {
    const project = await this.#database.projects.byName(remainder);
    if (!project) {
      return undefined;
    }
    const { items } = await this.#database.events.list(
      { projectIds: [project.id], eventType: [EVENT_TYPES.costsRead] },
      { limit: 1 },
    );
    const [event] = items;
    return (
      event && {
        metadata: event.metadata as unknown as CostsReadMetadata,
        at: event.createdAt,
      }
    );
  }

  async #ingestAccount(
    plan: AccountPlan,
    run: IngestionRun,
    progress: Progress,
  ): Promise<void> {
    const names = projectsOf(plan.account);
    let { last } = plan;
    for (const part of plan.parts) {
      run.signal.throwIfAborted();
      // Everything is read before anything is stored: a page that fails late must not leave half a day behind.
      const { costs, requests } = await this.#read(plan.account, part, run);
      run.signal.throwIfAborted();
      progress.doneDays += daysIn(part);
      const read = readOf(plan, part, costs, { last, requests, progress, run });
      const rows = await this.#database.transaction(async stores => {
        const projects = await stores.projects.ensure(names);
        let written = 0;
        for (const project of projects) {
          written += await this.#store(project, costs, part, stores, run);
        }
        const trail = new AuditTrail(stores, run.now);
        await trail.costsRead(projects[0].id, run.runId, read);
        return written;
      });
      last = read;
      run.rowsWritten(rows);
      run.progressed(progress);
      if (!part.isBackfill) {
        names.forEach(name => run.completed(name));
      }
    }
  }

  /** One query for each kind of spend and each tag or cost category that projects claim values of. */
  async #read(
    account: AttributedAccount,
    part: CostPart,
    run: IngestionRun,
  ): Promise<{ costs: AttributedCosts; requests: number }> {
    const { accountId } = account;
    const costs = new AttributedCosts(account);
    let requests = 0;
    const context = {
      signal: run.signal,
      onRequest: async () => {
        await run.awsRequest(accountId);
        requests += 1;
      },
    };
    // Spend that nobody claims is asked for once, undivided.
    const divisions = account.claims.length > 0 ? account.claims : [undefined];
    for (const spend of kindsOf(part)) {
      for (const [index, claims] of divisions.entries()) {
        const pages = this.#source.fetchDailyCosts(
          {
            account: { accountId },
            spend,
            from: part.from,
            to: part.to,
            splitBy: claims?.dimension,
            except: account.claims.slice(0, index).map(earlier => ({
              dimension: earlier.dimension,
              values: [...earlier.projects.keys()],
            })),
          },
          context,
        );
        for await (const page of pages) {
          costs.add(page, {
            spend,
            claims,
            isFirst: index === 0,
            isLast: index === divisions.length - 1,
          });
        }
      }
    }
    return { costs, requests };
  }

  /** Answers how many rows were written. */
  async #store(
    project: ProjectRecord,
    costs: AttributedCosts,
    part: CostPart,
    stores: Stores,
    run: IngestionRun,
  ): Promise<number> {
    const stored = [];
    for (const spend of kindsOf(part)) {
      stored.push(
        ...(await stores.costs.amounts({
          projectId: project.id,
          from: part.from,
          to: dayBefore(part.to),
          spend,
        })),
      );
    }
    const { inserted, restated } = await stores.costs.upsert(
      project.id,
      costs.rowsOf(project.name, stored),
    );
    await new AuditTrail(stores, run.now).costsRestated(
      project.id,
      run.runId,
      restated,
    );
    return inserted + restated.length;
  }
}

function kindsOf({ charges }: CostPart): readonly CostKind[] {
  return charges ? ['usage', 'charges'] : ['usage'];
}

/** What the event of a part says: the part, and how far the account is with it. */
function readOf(
  { account, attribution }: AccountPlan,
  part: CostPart,
  costs: AttributedCosts,
  so: {
    readonly last?: CostsReadMetadata;
    readonly requests: number;
    readonly progress: Progress;
    readonly run: IngestionRun;
  },
): CostsReadMetadata {
  const { last, requests, progress, run } = so;
  const totals = costs.totals();
  const lastReported = Object.keys(totals)
    .filter(day => totals[day].usage !== undefined)
    .at(-1);
  // Days at the end that came back empty may be an answer that is not there yet: they are read again from here on.
  const readTo = lastReported ? dayAfter(lastReported) : part.from;
  const isOpenMonths = part.charges && !part.isBackfill;
  return {
    jobId: 'ingest-costs',
    accountId: account.accountId,
    attribution,
    from: part.from,
    to: part.to,
    charges: part.charges,
    covered: {
      from:
        last && last.covered.from < part.from ? last.covered.from : part.from,
      to: last ? laterDay(last.covered.to, readTo) : readTo,
      openMonthsReadOn: isOpenMonths
        ? utcDayOf(run.now)
        : last!.covered.openMonthsReadOn,
    },
    currency: costs.currency,
    totals,
    requests: {
      ...last?.requests,
      ...(!part.isBackfill && {
        [isOpenMonths ? 'openMonths' : 'recentDays']: requests,
      }),
    },
    progress: { ...progress },
  };
}

function scopeOf({ accountId }: AttributedAccount): string {
  return accountId ? `account ${accountId}` : 'the portal’s own account';
}
