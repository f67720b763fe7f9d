/** Reads every account's daily costs and stores them by project: a part of its days completely, or nothing of it. */
import type { CostSource } from '@cloudops/plugin-guardrails-node';
import {
  AuditTrail,
  type CostCoverage,
  type CostsReadMetadata,
  type ReadingSteps,
} from '../audit';
import {
  DEFAULT_PROJECT,
  type GuardrailsConfig,
  type ProjectConfig,
  roleOfAccount,
} from '../config';
import type {
  Day,
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
import {
  type CostPart,
  costPlan,
  costPlanInSteps,
  dayBefore,
  daysIn,
  utcDayOf,
} from './costPlan';
import {
  accountKey,
  type AccountPlan,
  earlierProjects,
  newestRead,
  type Progress,
  readOf,
  type RecentRuns,
  recentRuns,
  refreshOf,
} from './costReads';
import { inTurn } from './inTurn';
import { type IngestionRun, RequestCapReached } from './interfaces';
import { isRecorded, recordedBill } from './recordedBill';

/** What this run has done with an account. */
interface Account {
  /** Paid requests. */
  requests: number;
  readonly stored: CostPart[];
}

export class CostIngestion {
  readonly #source: CostSource;
  readonly #database: GuardrailsDatabase;
  readonly #config: GuardrailsConfig['costs'];
  #configured: readonly ProjectConfig[];
  readonly #entities: Pick<EntityProjects, 'list'>;
  readonly #ownAccountId: (() => Promise<string>) | undefined;
  /** As the last run found them; before the first those of the configuration. */
  #accounts: readonly AttributedAccount[];

  constructor(options: {
    readonly source: CostSource;
    readonly database: GuardrailsDatabase;
    readonly config: Pick<GuardrailsConfig, 'costs' | 'projects'>;
    readonly entities: Pick<EntityProjects, 'list'>;
    /** That of the portal's own credentials, where a project may name it; absent where nobody can say it. */
    readonly ownAccountId?: () => Promise<string>;
  }) {
    this.#source = options.source;
    this.#database = options.database;
    this.#config = options.config.costs;
    this.#configured = options.config.projects;
    this.#entities = options.entities;
    this.#ownAccountId = options.ownAccountId;
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
    const { accounts, problems } = await this.attribution();
    for (const { project, message } of problems) {
      run.problem(project, message);
    }
    const claimants = new Set(accounts.flatMap(projectsOf));
    const recent = await recentRuns(this.#database, run.now);
    const plans: AccountPlan[] = [];
    for (const account of accounts) {
      plans.push(
        await this.#plan(
          account,
          claimants,
          recent.get(accountKey(account.accountId)),
          run,
        ),
      );
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

  /** The portal's own account has no id here: under two names its spend would be read, and stored, twice. */
  async #withoutOwnId(): Promise<readonly ProjectConfig[]> {
    const home = this.#configured.find(({ name }) => name === DEFAULT_PROJECT);
    if (
      !this.#ownAccountId ||
      home?.accountId !== undefined ||
      this.#configured.every(({ accountId }) => accountId === undefined)
    ) {
      return this.#configured;
    }
    const own = await this.#ownAccountId();
    return this.#configured.map(({ accountId, ...project }) =>
      accountId === own ? project : { ...project, accountId },
    );
  }

  /**
   * How the configuration and the catalog divide the accounts now, with all that is wrong with it. Rejects when the
   * catalog does not answer.
   */
  async attribution(): Promise<Attribution> {
    const entities = await this.#entities.list();
    this.#configured = await this.#withoutOwnId();
    const { accounts, problems } = this.#attribute(entities.projects);
    this.#accounts = accounts;
    return { accounts, problems: [...entities.problems, ...problems] };
  }

  #attribute(entities: readonly EntityProject[]): Attribution {
    return attribute(this.#configured, this.#config.tagKey, entities);
  }

  /** @param claimants - every project that any account's spend is divided among now */
  async #plan(
    account: AttributedAccount,
    claimants: ReadonlySet<string>,
    recent: RecentRuns | undefined,
    run: IngestionRun,
  ): Promise<AccountPlan> {
    const attribution = attributionDigest(account, this.#config);
    const newest = await newestRead(this.#database, account);
    const read = newest?.metadata as unknown as CostsReadMetadata | undefined;
    const last =
      read?.attribution === attribution
        ? upToDate(read, recent, run)
        : undefined;
    const earlier = newest
      ? await earlierProjects(this.#database, account)
      : [];
    const steps = this.#steps(recent?.steps?.steps, last?.steps);
    const covered = last?.covered ?? {};
    return {
      account,
      attribution,
      last,
      lastReadAt: Math.max(
        newest?.createdAt.getTime() ?? 0,
        recent?.unchangedAt ?? 0,
      ),
      // What they had of days that are read again is somebody else's now, and would be counted twice.
      former: earlier.filter(name => !claimants.has(name)),
      parts: steps
        ? costPlanInSteps(covered, run.now, this.#config, steps)
        : costPlan(covered, run.now, this.#config),
      steps,
    };
  }

  /** The smallest that the cap as it is has called for. */
  #steps(...known: (ReadingSteps | undefined)[]): ReadingSteps | undefined {
    return known
      .filter(steps => steps?.capPerDay === this.#config.requestCapPerDay)
      .sort((a, b) => a!.days - b!.days)[0];
  }

  async #ingestAccount(
    plan: AccountPlan,
    run: IngestionRun,
    progress: Progress,
  ): Promise<void> {
    let { last } = plan;
    const so: Account = { requests: 0, stored: [] };
    if (plan.steps) {
      this.#tellOfSteps(plan.account, plan.steps, run);
    }
    for (const part of plan.parts) {
      run.signal.throwIfAborted();
      try {
        last = await this.#ingestPart(
          { ...plan, last },
          part,
          { run, progress },
          so,
        );
      } catch (error) {
        if (error instanceof RequestCapReached) {
          this.#stopped(plan, part, so, run);
        }
        throw error;
      }
      so.stored.push(part);
      run.progressed(progress);
    }
  }

  /**
   * The cap stopped the run in a part of days. Where all requests of a day did not reach for it, no later day's will:
   * from then on it is read in smaller steps.
   */
  #stopped(
    { account, steps }: AccountPlan,
    part: CostPart,
    { requests, stored }: Account,
    run: IngestionRun,
  ): void {
    const capPerDay = this.#config.requestCapPerDay;
    const hasGotSomewhere = steps
      ? stored.length > 0
      : stored.some(({ isBackfill }) => isBackfill === part.isBackfill);
    if (requests < capPerDay || hasGotSomewhere) {
      return;
    }
    const days = part.spend.includes('usage')
      ? Math.ceil(daysIn(part) / 2)
      : steps?.days ?? this.#config.restatementDays;
    const smaller = { days, capPerDay };
    run.accountRead(account.accountId, { steps: smaller });
    if (!steps) {
      this.#tellOfSteps(account, smaller, run);
    } else if (daysIn(part) === 1 && part.spend.includes('usage')) {
      run.problem(
        account.remainder,
        `guardrails.costs.requestCapPerDay is ${capPerDay}, which does not reach for the usage of ${scopeOf(
          account,
        )} of one single day; nothing of it is stored until the cap is raised`,
      );
    }
  }

  #tellOfSteps(
    account: AttributedAccount,
    { days, capPerDay }: ReadingSteps,
    run: IngestionRun,
  ): void {
    run.problem(
      account.remainder,
      `guardrails.costs.requestCapPerDay is ${capPerDay}, which does not reach for what is to be read of ${scopeOf(
        account,
      )} in a day; it is read in steps of ${days} ${
        days === 1 ? 'day' : 'days'
      }, usage and charges in turn, and what does not fit waits for the days to come. Raise the cap`,
    );
  }

  /** Answers how far the account is with it. */
  async #ingestPart(
    plan: AccountPlan,
    part: CostPart,
    { run, progress }: { run: IngestionRun; progress: Progress },
    so: Account,
  ): Promise<CostsReadMetadata> {
    const { account, attribution, former } = plan;
    const names = projectsOf(account);
    const before = so.requests;
    // Everything is read before anything is stored: a page that fails late must not leave half a day behind.
    const costs = await this.#read(account, part, run, so);
    run.signal.throwIfAborted();
    const requests = so.requests - before;
    const read = readOf(plan, part, costs, { requests, progress, run });
    const { rows, isNew } = await this.#database.transaction(async stores => {
      const projects = await stores.projects.ensure([...names, ...former]);
      let written = 0;
      for (const project of projects) {
        written += await this.#store(project, costs, part, stores, run);
      }
      const [{ id: remainderId }] = projects;
      const hasNews =
        written > 0 ||
        part.isBackfill ||
        !plan.last ||
        !isSameExtent(plan.last.covered, read.covered) ||
        !isRecorded(
          read,
          await recordedBill(stores, remainderId, daysOf(part)),
        );
      const trail = new AuditTrail(stores, run.now);
      if (!plan.last) {
        await trail.attributionChanged(remainderId, run.runId, {
          jobId: 'ingest-costs',
          accountId: account.accountId,
          attribution,
          projects: names,
        });
      }
      if (hasNews) {
        await trail.costsRead(remainderId, run.runId, read);
      }
      return { rows: written, isNew: hasNews };
    });
    progress.doneDays += daysIn(part);
    run.rowsWritten(rows);
    if (!part.isBackfill) {
      // In steps a part may be of charges alone, or end before the newest day.
      if (part.spend.includes('usage') && part.to === utcDayOf(run.now)) {
        names.forEach(name => run.completed(name));
      }
      const isReadForToday = read.covered.charges?.readOn === utcDayOf(run.now);
      if (!isNew) {
        run.accountRead(account.accountId, {
          unchanged: isReadForToday ? refreshOf(part) : 'recentDays',
        });
      }
    }
    return read;
  }

  /** One query for each kind of spend and each tag or cost category that projects claim values of. */
  async #read(
    account: AttributedAccount,
    part: CostPart,
    run: IngestionRun,
    so: Account,
  ): Promise<AttributedCosts> {
    const { accountId } = account;
    const costs = new AttributedCosts(
      account,
      part.spend.includes('usage') ? [] : await this.#usageDays(account, part),
    );
    const context = {
      signal: run.signal,
      onRequest: async () => {
        await run.awsRequest(accountId);
        so.requests += 1;
      },
    };
    // Spend that nobody claims is asked for once, undivided.
    const divisions = account.claims.length > 0 ? account.claims : [undefined];
    for (const spend of part.spend) {
      for (const [index, claims] of divisions.entries()) {
        const pages = this.#source.fetchDailyCosts(
          {
            account: {
              accountId,
              role: roleOfAccount(this.#configured, accountId),
            },
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
    return costs;
  }

  /** Days of which usage is known: of those AWS has all charges that it will tell of now. */
  async #usageDays(
    { remainder }: AttributedAccount,
    part: CostPart,
  ): Promise<Day[]> {
    const project = await this.#database.projects.byName(remainder);
    if (!project) return [];
    const { totals } = await recordedBill(
      this.#database,
      project.id,
      daysOf(part),
    );
    return [...totals]
      .filter(([, { usage }]) => usage !== undefined)
      .map(([day]) => day);
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
    for (const spend of part.spend) {
      stored.push(
        ...(await stores.costs.amounts({
          projectId: project.id,
          ...daysOf(part),
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

/** Both inclusive. */
function daysOf({ from, to }: CostPart): { from: Day; to: Day } {
  return { from, to: dayBefore(to) };
}

/** What the account's newest event says, with what runs have learnt since that found nothing new. */
function upToDate(
  read: CostsReadMetadata,
  recent: RecentRuns | undefined,
  { now }: IngestionRun,
): CostsReadMetadata {
  const { usage, charges } = read.covered;
  return recent?.hasReadOpenMonthsToday && charges
    ? {
        ...read,
        covered: { usage, charges: { ...charges, readOn: utcDayOf(now) } },
      }
    : read;
}

function isSameExtent(a: CostCoverage, b: CostCoverage): boolean {
  return (
    a.usage?.from === b.usage?.from &&
    a.usage?.to === b.usage?.to &&
    a.charges?.from === b.charges?.from
  );
}

function scopeOf({ accountId }: AttributedAccount): string {
  return accountId ? `account ${accountId}` : 'the portal’s own account';
}
