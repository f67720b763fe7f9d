/** Reads every account's daily costs, each as far as it has come, and one after the other in the order of need. */
import type { CostSource } from '@cloudops/plugin-guardrails-node';
import {
  costsReadIn,
  type CostsReadMetadata,
  type DivisionReach,
} from '../audit';
import {
  DEFAULT_PROJECT,
  type GuardrailsConfig,
  type ProjectConfig,
  roleOfAccount,
} from '../config';
import type { GuardrailsDatabase } from '../database';
import type { EntityProject, EntityProjects } from '../projects';
import {
  type AccountHistory,
  accountHistories,
  sharedProjects,
} from './accountHistories';
import {
  type AttributedAccount,
  attribute,
  type Attribution,
  attributionDigest,
  countingDigest,
  projectsOf,
} from './attribution';
import { type AccountProgress, CostPartIngestion } from './CostPartIngestion';
import {
  costPlan,
  costPlanInSteps,
  daysIn,
  openDays,
  redivisionOf,
  utcDayOf,
} from './costPlan';
import {
  accountKey,
  type AccountPlan,
  newestRead,
  type Progress,
  type RecentRuns,
  recentRuns,
} from './costReads';
import { inTurn } from './inTurn';
import { type IngestionRun, RequestCapReached } from './interfaces';
import { missingClaims, type MissingClaims } from './missingClaims';
import {
  areStepsOver,
  noStepInWords,
  type PartRead,
  stepsAfterStop,
  stepsInForce,
  stepsInWords,
} from './readingSteps';

const PAST_DIVIDED_EVERY_MS = 7 * 86_400_000;

export class CostIngestion {
  readonly #parts: CostPartIngestion;
  readonly #database: GuardrailsDatabase;
  readonly #config: GuardrailsConfig['costs'];
  #configured: readonly ProjectConfig[];
  readonly #entities: Pick<EntityProjects, 'list'>;
  readonly #ownAccountId:
    | ((signal: AbortSignal) => Promise<string>)
    | undefined;
  /** As the last run found them; before the first those of the configuration. */
  #accounts: readonly AttributedAccount[];

  constructor(options: {
    readonly source: CostSource;
    readonly database: GuardrailsDatabase;
    readonly config: Pick<GuardrailsConfig, 'costs' | 'projects'>;
    readonly entities: Pick<EntityProjects, 'list'>;
    /** That of the portal's own credentials, where a project may name it; absent where nobody can say it. */
    readonly ownAccountId?: (signal: AbortSignal) => Promise<string>;
  }) {
    this.#parts = new CostPartIngestion(options);
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
    const { accounts, problems, missing, isOwnKnown } = await this.attribution(
      run,
    );
    for (const { accountId, since } of missing) {
      run.accountRead(accountId, { missing: since });
    }
    for (const { project, message } of problems) {
      run.problem(project, message);
    }
    const histories = await accountHistories(this.#database);
    const shared = sharedProjects(histories, accounts);
    const recent = await recentRuns(this.#database, run.now);
    let plans: AccountPlan[] = [];
    for (const account of accounts) {
      plans.push(
        await this.#plan(
          account,
          { histories, shared },
          recent.get(accountKey(account.accountId)),
          run,
        ),
      );
    }
    if (!isOwnKnown) {
      plans = plans.filter(plan => isKnownToBeAnother(plan, run));
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
        run.failed(
          scopeOf(plan.account),
          error as Error,
          projectsOf(plan.account),
        );
      }
    });
  }

  /**
   * The portal's own account has no id here: under two names its spend would be read, and stored, twice. False when
   * nobody says which it is.
   */
  async #learnOwnId(
    entities: readonly EntityProject[],
    run: Pick<IngestionRun, 'failed' | 'signal'>,
  ): Promise<boolean> {
    const home = this.#configured.find(({ name }) => name === DEFAULT_PROJECT);
    const areAllItsOwn = [...this.#configured, ...entities].every(
      ({ accountId }) => accountId === undefined,
    );
    if (!this.#ownAccountId || home?.accountId !== undefined || areAllItsOwn) {
      return true;
    }
    try {
      const own = await this.#ownAccountId(run.signal);
      this.#configured = this.#configured.map(({ accountId, ...project }) =>
        accountId === own ? project : { ...project, accountId },
      );
      return true;
    } catch (error) {
      run.signal.throwIfAborted();
      const ownProjects = [...this.#configured, ...entities].filter(
        ({ accountId }) => accountId === undefined,
      );
      const names = [DEFAULT_PROJECT, ...ownProjects.map(({ name }) => name)];
      run.failed(scopeOf({}), error as Error, [...new Set(names)]);
      return false;
    }
  }

  /**
   * How the configuration and the catalog divide the accounts now, with all that is wrong with it; claims that the
   * catalog has no more stay in force for a day. Rejects when it does not answer.
   *
   * @param run - is told when nobody says which account is the portal's own
   */
  async attribution(
    run: Pick<IngestionRun, 'failed' | 'now' | 'signal'>,
  ): Promise<
    Attribution &
      Pick<MissingClaims, 'missing'> & { readonly isOwnKnown: boolean }
  > {
    const entities = await this.#entities.list(run.signal);
    const isOwnKnown = await this.#learnOwnId(entities.projects, run);
    const { held, missing, ...gone } = missingClaims(
      await accountHistories(this.#database),
      {
        entities: entities.projects,
        configured: this.#configured,
        recent: await recentRuns(this.#database, run.now),
        now: run.now,
      },
    );
    const { accounts, problems } = this.#attribute([
      ...entities.projects,
      ...held,
    ]);
    this.#accounts = accounts;
    return {
      accounts,
      problems: [...entities.problems, ...gone.problems, ...problems],
      missing,
      isOwnKnown,
    };
  }

  #attribute(entities: readonly EntityProject[]): Attribution {
    return attribute(this.#configured, this.#config.tagKey, entities);
  }

  async #plan(
    account: AttributedAccount,
    {
      histories,
      shared,
    }: {
      readonly histories: readonly AccountHistory[];
      readonly shared: AccountPlan['shared'];
    },
    recent: RecentRuns | undefined,
    run: IngestionRun,
  ): Promise<AccountPlan> {
    const attribution = attributionDigest(account, this.#config);
    const counting = countingDigest(account, this.#config);
    const history = histories.find(
      ({ accountId }) => accountId === account.accountId,
    );
    const newest = await newestRead(this.#database, account);
    const read = newest && costsReadIn(newest);
    const last =
      read && isCountedAlike(read, { account, attribution, counting })
        ? upToDate(read, recent, run)
        : undefined;
    const isDividedAnew =
      last?.attribution !== attribution ||
      history?.newest.attribution !== attribution;
    const divided = reachOf(last, isDividedAnew);
    const covered = last?.covered ?? {};
    const redivision = redivisionOf(
      covered,
      divided,
      isPastDue(divided, run.now),
      { now: run.now, limits: this.#config },
    );
    const steps = stepsInForce(
      this.#config.requestCapPerDay,
      newest,
      last,
      recent?.steps,
    );
    const names = projectsOf(account);
    const former = [...(history?.names ?? [])].filter(
      name => !names.includes(name),
    );
    return {
      account,
      role: roleOfAccount(this.#configured, account.accountId),
      attribution,
      counting,
      last,
      divided,
      isDividedAnew,
      lastReadAt: Math.max(
        newest?.createdAt.getTime() ?? 0,
        recent?.unchangedAt ?? 0,
      ),
      former,
      shared: new Map(
        [...names, ...former].flatMap(name => {
          const accounts = shared.get(name);
          return accounts ? [[name, accounts]] : [];
        }),
      ),
      parts: steps
        ? costPlanInSteps(covered, run.now, this.#config, steps, redivision)
        : costPlan(covered, run.now, this.#config, redivision),
      steps,
    };
  }

  async #ingestAccount(
    plan: AccountPlan,
    run: IngestionRun,
    progress: Progress,
  ): Promise<void> {
    const { account, steps } = plan;
    const capPerDay = this.#config.requestCapPerDay;
    const so: AccountProgress = { requests: 0 };
    const done: PartRead[] = [];
    const tell = (message: string) => run.problem(account.remainder, message);
    if (steps) {
      tell(stepsInWords(steps, scopeOf(account)));
    }
    let soFar = plan;
    for (const part of plan.parts) {
      run.signal.throwIfAborted();
      const before = so.requests;
      try {
        const last = await this.#parts.ingest(
          soFar,
          part,
          { run, progress },
          so,
        );
        soFar = {
          ...plan,
          last,
          divided: last.divided ?? {},
          isDividedAnew: false,
        };
      } catch (error) {
        const smaller =
          error instanceof RequestCapReached &&
          stepsAfterStop(part, {
            capPerDay,
            steps,
            requests: so.requests,
            done,
          });
        if (smaller) {
          run.accountRead(account.accountId, { steps: smaller });
          if (!steps) {
            tell(stepsInWords(smaller, scopeOf(account)));
          } else if (daysIn(part) === 1 && part.spend.includes('usage')) {
            tell(noStepInWords(capPerDay, scopeOf(account)));
          }
        }
        throw error;
      }
      done.push({ part, requests: so.requests - before });
      run.progressed(progress);
    }
    if (steps && areStepsOver(steps, done, openDays(run.now))) {
      run.accountRead(account.accountId, { steps: null });
    }
  }
}

/** An account that was read by its id before is not the portal's own; of any other nobody knows. */
function isKnownToBeAnother(
  { account, lastReadAt }: AccountPlan,
  run: IngestionRun,
): boolean {
  if (account.accountId !== undefined && lastReadAt === 0) {
    run.failed(
      scopeOf(account),
      new Error(
        'is read for the first time when AWS says which account is the portal’s own; as long as it does not, it could be this one, and be read twice',
      ),
      projectsOf(account),
    );
  }
  return account.accountId !== undefined && lastReadAt > 0;
}

/** In another way no stored amount is what it would be now; an event of an older version says only both in one. */
function isCountedAlike(
  read: CostsReadMetadata,
  {
    account,
    attribution,
    counting,
  }: Pick<AccountPlan, 'account' | 'attribution' | 'counting'>,
): boolean {
  return (
    read.accountId === account.accountId &&
    (read.counting === undefined
      ? read.attribution === attribution
      : read.counting === counting)
  );
}

function reachOf(
  last: CostsReadMetadata | undefined,
  isDividedAnew: boolean,
): DivisionReach {
  const { usage, charges } = last?.covered ?? {};
  const { pastBegunAt, isPastBegun, ...reach }: DivisionReach =
    last?.divided ?? {
      usage: usage?.from,
      charges: charges?.from,
    };
  return {
    ...(!isDividedAnew && { ...reach, isPastBegun }),
    pastBegunAt,
  };
}

/**
 * Reading the past anew takes as many requests as its first reading did, and people change annotations every day: so it
 * is done for all changes of a week at once. One that has begun goes on.
 */
function isPastDue(
  { isPastBegun, pastBegunAt }: DivisionReach,
  now: Date,
): boolean {
  return (
    isPastBegun === true ||
    pastBegunAt === undefined ||
    now.getTime() - Date.parse(pastBegunAt) >= PAST_DIVIDED_EVERY_MS
  );
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

function scopeOf({ accountId }: Pick<AttributedAccount, 'accountId'>): string {
  return accountId ? `account ${accountId}` : 'the portal’s own account';
}
