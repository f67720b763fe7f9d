/** Reads every account's daily costs and stores them by project: a part of its days completely, or nothing of it. */
import type { CostSource } from '@cloudops/plugin-guardrails-node';
import { AuditTrail, type CostsReadMetadata } from '../audit';
import type { GuardrailsConfig, ProjectConfig } from '../config';
import type {
  CostKind,
  GuardrailsDatabase,
  ProjectRecord,
  Stores,
} from '../database';
import type { EntityProject, EntityProjects } from '../projects';
import {
  type AttributedAccount,
  attribute,
  type Attribution,
  attributionDigest,
  projectsOf,
} from './attribution';
import { AttributedCosts } from './AttributedCosts';
import { type CostPart, costPlan, dayBefore, daysIn } from './costPlan';
import {
  type AccountPlan,
  earlierProjects,
  newestRead,
  type Progress,
  readOf,
} from './costReads';
import { inTurn } from './inTurn';
import type { IngestionRun } from './interfaces';

export class CostIngestion {
  readonly #source: CostSource;
  readonly #database: GuardrailsDatabase;
  readonly #config: GuardrailsConfig['costs'];
  readonly #configured: readonly ProjectConfig[];
  readonly #entities: Pick<EntityProjects, 'list'>;
  /** As the last run found them; before the first those of the configuration. */
  #accounts: readonly AttributedAccount[];

  constructor(options: {
    readonly source: CostSource;
    readonly database: GuardrailsDatabase;
    readonly config: Pick<GuardrailsConfig, 'costs' | 'projects'>;
    readonly entities: Pick<EntityProjects, 'list'>;
  }) {
    this.#source = options.source;
    this.#database = options.database;
    this.#config = options.config.costs;
    this.#configured = options.config.projects;
    this.#entities = options.entities;
    this.#accounts = this.#attribute([]).accounts;
  }

  /** The ids of the AWS accounts that are read; undefined is that of the portal's own credentials. */
  get accounts(): (string | undefined)[] {
    return this.#accounts.map(({ accountId }) => accountId);
  }

  /**
   * Reads a few accounts at a time, those first that were read longest ago or never: a run that was stopped among many
   * is thereby gone on with where it stopped. A failing account is noted in `run` and keeps what was stored before the
   * part that failed; the others go on. Rejects only when the run was aborted, or when nobody can say whose the spend
   * is because the catalog does not answer.
   */
  async ingest(run: IngestionRun): Promise<void> {
    const entities = await this.#entities.list();
    const { accounts, problems } = this.#attribute(entities.projects);
    this.#accounts = accounts;
    for (const { project, message } of [...entities.problems, ...problems]) {
      run.problem(project, message);
    }
    const claimants = new Set(accounts.flatMap(projectsOf));
    const plans: AccountPlan[] = [];
    for (const account of accounts) {
      plans.push(await this.#plan(account, claimants, run));
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

  #attribute(entities: readonly EntityProject[]): Attribution {
    return attribute(this.#configured, this.#config.tagKey, entities);
  }

  /** @param claimants - every project that any account's spend is divided among now */
  async #plan(
    account: AttributedAccount,
    claimants: ReadonlySet<string>,
    run: IngestionRun,
  ): Promise<AccountPlan> {
    const attribution = attributionDigest(account, this.#config);
    const newest = await newestRead(this.#database, account);
    const read = newest?.metadata as unknown as CostsReadMetadata | undefined;
    const last = read?.attribution === attribution ? read : undefined;
    const earlier = newest
      ? await earlierProjects(this.#database, account)
      : [];
    return {
      account,
      attribution,
      last,
      lastReadAt: newest?.createdAt.getTime() ?? 0,
      // What they had of days that are read again is somebody else's now, and would be counted twice.
      former: earlier.filter(name => !claimants.has(name)),
      parts: costPlan(last?.covered, run.now, this.#config),
    };
  }

  async #ingestAccount(
    plan: AccountPlan,
    run: IngestionRun,
    progress: Progress,
  ): Promise<void> {
    let { last } = plan;
    for (const part of plan.parts) {
      run.signal.throwIfAborted();
      last = await this.#ingestPart({ ...plan, last }, part, run, progress);
      run.progressed(progress);
    }
  }

  /** Answers what the part's event says: how far the account is with it. */
  async #ingestPart(
    plan: AccountPlan,
    part: CostPart,
    run: IngestionRun,
    progress: Progress,
  ): Promise<CostsReadMetadata> {
    const { account, attribution, former } = plan;
    const names = projectsOf(account);
    // Everything is read before anything is stored: a page that fails late must not leave half a day behind.
    const { costs, requests } = await this.#read(account, part, run);
    run.signal.throwIfAborted();
    const read = readOf(plan, part, costs, { requests, progress, run });
    const rows = await this.#database.transaction(async stores => {
      const projects = await stores.projects.ensure([...names, ...former]);
      let written = 0;
      for (const project of projects) {
        written += await this.#store(project, costs, part, stores, run);
      }
      const trail = new AuditTrail(stores, run.now);
      if (!plan.last) {
        await trail.attributionChanged(projects[0].id, run.runId, {
          jobId: 'ingest-costs',
          accountId: account.accountId,
          attribution,
          projects: names,
        });
      }
      await trail.costsRead(projects[0].id, run.runId, read);
      return written;
    });
    progress.doneDays += daysIn(part);
    run.rowsWritten(rows);
    if (!part.isBackfill) {
      names.forEach(name => run.completed(name));
    }
    return read;
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

function scopeOf({ accountId }: AttributedAccount): string {
  return accountId ? `account ${accountId}` : 'the portal’s own account';
}
