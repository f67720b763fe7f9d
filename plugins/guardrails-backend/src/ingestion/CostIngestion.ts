/** Reads every account's daily costs, each as far as it has come, and one after the other in the order of need. */
import type { CostSource } from '@cloudops/plugin-guardrails-node';
import { DEFAULT_PROJECT, type GuardrailsConfig } from '../config';
import type { GuardrailsDatabase } from '../database';
import type { EntityProjects } from '../projects';
import {
  AccountAttribution,
  type KnownAttribution,
} from './AccountAttribution';
import { accountHistories, sharedProjects } from './accountHistories';
import { type KnownAccounts, planAccount } from './accountPlan';
import { type AttributedAccount, projectsOf } from './attribution';
import {
  askedTo,
  daysMeant,
  eventsOf,
  hasRegularToRecount,
  isBehind,
  type IsMeant,
  isPast,
  isRegular,
  type Reading,
  readingOf,
} from './accountReading';
import { CostPartIngestion } from './CostPartIngestion';
import { BOTH, daysIn } from './costPart';
import { dayBefore, utcDayOf } from './days';
import { openDays } from './openDays';
import {
  type AccountPlan,
  type Progress,
  recentRuns,
  scopeOf,
} from './costReads';
import { inTurn } from './inTurn';
import { type IngestionRun, RequestCapReached } from './interfaces';
import { countedTwice, countedTwiceInWords, withLeftOut } from './leftOut';
import {
  assertOneCurrency,
  OtherCurrency,
  storedCurrencies,
} from './oneCurrency';
import {
  areStepsOver,
  type Cap,
  noStepInWords,
  stepsAfterStop,
  stepsInWords,
} from './readingSteps';

export class CostIngestion {
  readonly #parts: CostPartIngestion;
  readonly #database: GuardrailsDatabase;
  readonly #config: GuardrailsConfig['costs'];
  readonly #attribution: AccountAttribution;
  readonly #cap: Cap;

  constructor(options: {
    readonly source: CostSource;
    readonly database: GuardrailsDatabase;
    readonly config: Pick<GuardrailsConfig, 'costs' | 'projects'>;
    readonly entities: Pick<EntityProjects, 'list'>;
    /** That of the portal's own credentials, where a project may name it; absent where nobody can say it. */
    readonly ownAccountId?: (signal: AbortSignal) => Promise<string>;
    /** Requests of an account and day that the configured cap has besides those of `config`, for other jobs. */
    readonly keptForOthersPerDay?: number;
  }) {
    this.#parts = new CostPartIngestion(options);
    this.#database = options.database;
    this.#config = options.config.costs;
    this.#cap = {
      perDay: options.config.costs.requestCapPerDay,
      forOthers: options.keptForOthersPerDay ?? 0,
    };
    this.#attribution = new AccountAttribution({
      ...options,
      projects: options.config.projects,
      tagKey: options.config.costs.tagKey,
    });
  }

  /** The ids of the AWS accounts that are read; undefined is that of the portal's own credentials. */
  get accounts(): (string | undefined)[] {
    return this.#attribution.accounts.map(({ accountId }) => accountId);
  }

  /** Whose spend is whose now; rejects when the catalog does not answer. */
  attribution(
    run: Pick<IngestionRun, 'failed' | 'now' | 'signal'>,
  ): Promise<KnownAttribution> {
    return this.#attribution.current(run);
  }

  /**
   * Reads a few accounts at a time, those first that were read longest ago or never: a run that was stopped among many
   * is thereby gone on with where it stopped. A failing account is noted in `run` and keeps what was stored before the
   * part that failed; the others go on. Rejects only when the run was aborted, or when nobody can say whose the spend
   * is because the catalog does not answer.
   */
  async ingest(run: IngestionRun): Promise<void> {
    const known = await this.attribution(run);
    for (const { accountId, since } of known.missing) {
      run.accountRead(accountId, { missing: since });
    }
    for (const { project, message } of known.problems) {
      run.problem(project, message);
    }
    const facts = await this.#facts(known, run);
    let plans = await this.#plans(known.accounts, facts, run);
    if (!known.isOwnKnown) {
      plans = plans.filter(plan => isKnownToBeAnother(plan, run));
    }
    const progress: Progress = {
      doneDays: 0,
      totalDays: plans.reduce((days, plan) => days + daysMeant(plan), 0),
    };
    run.progressed(progress);
    const readings = plans.map(plan => readingOf(plan));
    const home = readings.find(
      ({ plan }) => plan.account.remainder === DEFAULT_PROJECT,
    );
    const others = readings.filter(reading => reading !== home);
    const read = (some: readonly Reading[], isMeant: IsMeant) =>
      inTurn(some, run.signal, reading =>
        this.#attempt(reading, isMeant, facts, run, progress),
      );
    let now: KnownNow = { ...known, facts, events: 0 };
    const replanHome = async (isMeant: IsMeant) => {
      if (!home || others.length === 0 || home.hasFailed) return;
      now = await this.#knownNow(now, readings, run);
      const before = daysMeant(home.plan, isMeant);
      await this.#replanHome(home, now, others, run);
      progress.totalDays += daysMeant(home.plan, isMeant) - before;
      run.progressed(progress);
    };
    // What is read of the others is no longer the default project's, so that one's account comes after them, but for
    // their past, which does not keep it from its newest days; and where runs end before all others are read, it has its
    // turn as any other.
    const isFirst = home !== undefined && isBehind(home, others);
    if (isFirst) {
      await replanHome(home.plan.steps ? isPast : isRegular);
      await read([home], home.plan.steps ? isPast : isRegular);
    }
    await read(others, isRegular);
    if (home && !(isFirst && home.plan.steps)) {
      await replanHome(isRegular);
      if (!isFirst || hasRegularToRecount(home.plan)) {
        await read([home], isRegular);
      }
    }
    const events = eventsOf(others);
    await read(others, isPast);
    if (home && !(isFirst && home.plan.steps)) {
      if (eventsOf(others) > events) await replanHome(isPast);
      await read([home], isPast);
    }
    await this.#tellCountedTwice(await this.#knownNow(now, readings, run), run);
  }

  /** With what the readings have added to the trail since. */
  async #knownNow(
    known: KnownNow,
    readings: readonly Reading[],
    run: IngestionRun,
  ): Promise<KnownNow> {
    const events = eventsOf(readings);
    if (events === known.events) return known;
    const histories = await accountHistories(this.#database);
    const answered = new Map([
      ...known.answered,
      ...readings.map(
        ({ plan }) => [plan.account.accountId, plan.answered] as const,
      ),
    ]);
    const now = { ...known, histories, answered };
    return { ...now, events, facts: await this.#facts(now, run) };
  }

  async #replanHome(
    reading: Reading,
    { facts, ...known }: KnownNow,
    others: readonly Reading[],
    run: IngestionRun,
  ): Promise<void> {
    const [home] = withLeftOut(
      known.accounts,
      known,
      askedTo(others, run.now, this.#config.finalAfterDays),
    );
    const [again] = await this.#plans([home], facts, run);
    const { account, parts, toRecount } = again;
    reading.plan = reading.isBegun
      ? { ...reading.plan, account, parts, toRecount }
      : again;
  }

  /** Whatever came in between: the days of the default project's account that others have by now. */
  async #tellCountedTwice(known: KnownNow, run: IngestionRun): Promise<void> {
    const [{ accountId, leftOut }] = withLeftOut(known.accounts, known);
    const history = known.histories.find(each => each.accountId === accountId);
    const from = BOTH.flatMap(spend => leftOut?.[spend] ?? [])
      .map(each => each.from)
      .sort()[0];
    if (!history || !leftOut || !from) return;
    const found = await countedTwice(this.#database, history, leftOut, {
      from,
      to: dayBefore(utcDayOf(run.now)),
    });
    for (const message of countedTwiceInWords(found)) {
      run.problem(DEFAULT_PROJECT, message);
    }
  }

  async #facts(
    {
      accounts,
      histories,
      answered,
    }: Pick<KnownAttribution, 'accounts' | 'histories' | 'answered'>,
    run: IngestionRun,
  ): Promise<KnownAccounts> {
    return {
      histories,
      answered,
      shared: sharedProjects(histories, accounts),
      recent: await recentRuns(this.#database, run.now),
      currencies: await storedCurrencies(this.#database),
    };
  }

  /** In the order in which they are to be read. */
  async #plans(
    accounts: readonly AttributedAccount[],
    facts: KnownAccounts,
    run: IngestionRun,
  ): Promise<AccountPlan[]> {
    const plans: AccountPlan[] = [];
    for (const account of accounts) {
      plans.push(
        await planAccount(account, facts, {
          database: this.#database,
          costs: this.#config,
          configured: this.#attribution.configured,
          now: run.now,
        }),
      );
    }
    return plans.sort((a, b) => a.lastReadAt - b.lastReadAt);
  }

  /** Rejects only when the run was aborted. */
  async #attempt(
    reading: Reading,
    isMeant: IsMeant,
    facts: KnownAccounts,
    run: IngestionRun,
    progress: Progress,
  ): Promise<void> {
    if (reading.hasFailed) return;
    try {
      try {
        await this.#ingestAccount(reading, isMeant, run, progress);
      } catch (error) {
        if (!(error instanceof OtherCurrency)) throw error;
        // Told by the first read of it; from now on the trail says so before.
        const { currency } = error;
        const [again] = await this.#plans(
          [reading.plan.account],
          { ...facts, currency },
          run,
        );
        Object.assign(reading, readingOf(again));
        await this.#ingestAccount(reading, isMeant, run, progress);
      }
    } catch (error) {
      run.signal.throwIfAborted();
      reading.hasFailed = true;
      const { account } = reading.plan;
      run.failed(scopeOf(account), error as Error, projectsOf(account));
    }
  }

  async #ingestAccount(
    reading: Reading,
    isMeant: IsMeant,
    run: IngestionRun,
    progress: Progress,
  ): Promise<void> {
    const { plan, accountProgress, done } = reading;
    const { account, steps } = plan;
    const tell = (message: string) => run.problem(account.remainder, message);
    const parts = plan.parts.filter(each => isMeant(each, plan));
    if (!reading.isBegun && (parts.length > 0 || isMeant === isPast)) {
      reading.isBegun = true;
      for (const { project, message } of plan.problems) {
        run.problem(project, message);
      }
      assertOneCurrency(account, plan.currency, plan.currencies);
      if (steps) {
        tell(stepsInWords(steps, this.#cap, scopeOf(account)));
      }
    }
    for (const part of parts) {
      run.signal.throwIfAborted();
      const before = accountProgress.requests;
      try {
        const last = await this.#parts.ingest(
          reading.plan,
          part,
          { run, progress },
          accountProgress,
        );
        reading.plan = {
          ...reading.plan,
          last,
          answered: last.answered ?? {},
          divided: last.divided ?? {},
          isDividedAnew: false,
        };
      } catch (error) {
        const smaller =
          error instanceof RequestCapReached &&
          stepsAfterStop(part, {
            capPerDay: this.#cap.perDay,
            steps,
            requests: accountProgress.requests,
            done,
          });
        if (smaller) {
          run.accountRead(account.accountId, { steps: smaller });
          if (!steps) {
            tell(stepsInWords(smaller, this.#cap, scopeOf(account)));
          } else if (daysIn(part) === 1 && part.spend.includes('usage')) {
            tell(noStepInWords(this.#cap, scopeOf(account)));
          }
        }
        throw error;
      }
      done.push({ part, requests: accountProgress.requests - before });
      run.progressed(progress);
    }
    if (
      steps &&
      isMeant === isPast &&
      areStepsOver(steps, done, openDays(run.now))
    ) {
      run.accountRead(account.accountId, { steps: null });
    }
  }
}

/** What is known of the accounts while they are read. */
interface KnownNow extends KnownAttribution {
  readonly facts: KnownAccounts;
  /** How many reads of this run it knows of. */
  readonly events: number;
}

/**
 * An account that was read by its id before is not the portal's own; of any other nobody knows, and neither what the
 * default project's is to leave out.
 */
function isKnownToBeAnother(
  { account, lastReadAt }: AccountPlan,
  run: IngestionRun,
): boolean {
  if (account.remainder === DEFAULT_PROJECT) return false;
  if (account.accountId !== undefined && lastReadAt === 0) {
    run.failed(
      scopeOf(account),
      new Error(
        'nothing was read: AWS did not say which account the portal’s own credentials belong to, and if it is this one, which was never read before, its costs would be counted twice. Let those credentials call sts:GetCallerIdentity (this run’s other failure says why they could not); the next run then reads this account by itself',
      ),
      projectsOf(account),
    );
  }
  return account.accountId !== undefined && lastReadAt > 0;
}
