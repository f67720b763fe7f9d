/** Reads and stores some days of an account: all of them, with what the trail is to say of them, or nothing. */
import type {
  CostSource,
  SourceContext,
} from '@cloudops/plugin-guardrails-node';
import {
  type AccountRun,
  RunTrail,
  type CostCoverage,
  type CostsReadMetadata,
} from '../audit';
import type { GuardrailsConfig } from '../config';
import type {
  CostKind,
  Day,
  GuardrailsDatabase,
  ProjectRecord,
  Stores,
} from '../database';
import { pagesUntilAborted } from '../stopping';
import { type AttributedAccount, projectsOf } from './attribution';
import { AttributedCosts } from './AttributedCosts';
import { type CostPart, daysIn } from './costPart';
import { dayBefore, daysFrom, utcDayOf } from './days';
import { firstOpenDay } from './openDays';
import {
  type AccountPlan,
  type Progress,
  laterThanReads,
  readOf,
  refreshOf,
  scopeOf,
} from './costReads';
import type { IngestionRun } from './interfaces';
import { cutByLeftOut, daysProvenEmpty } from './leftOut';
import { recordedClaims } from './missingClaims';
import { MovedCosts } from './MovedCosts';
import { assertOneCurrency } from './oneCurrency';
import { isRecorded, type RecordedBill, recordedBill } from './recordedBill';

/** What a run has done with an account. */
export interface AccountProgress {
  /** Paid requests. */
  requests: number;
  /** Reads that the trail tells of. */
  events: number;
  /** The widest regular read that found nothing new. */
  unchanged?: AccountRun['unchanged'];
}

export class CostPartIngestion {
  readonly #source: CostSource;
  readonly #database: GuardrailsDatabase;
  readonly #finalAfterDays: number;

  constructor(options: {
    readonly source: CostSource;
    readonly database: GuardrailsDatabase;
    readonly config: {
      readonly costs: Pick<GuardrailsConfig['costs'], 'finalAfterDays'>;
    };
  }) {
    this.#source = options.source;
    this.#database = options.database;
    this.#finalAfterDays = options.config.costs.finalAfterDays;
  }

  /**
   * Answers how far the account is with it. Rejects with nothing stored when a page fails, or the run is aborted, or the
   * cap is reached.
   */
  async ingest(
    plan: AccountPlan,
    part: CostPart,
    { run, progress }: { run: IngestionRun; progress: Progress },
    accountProgress: AccountProgress,
  ): Promise<CostsReadMetadata> {
    const { account, former } = plan;
    const names = projectsOf(account);
    const before = accountProgress.requests;
    // Everything is read before anything is stored: a page that fails late must not leave half a day behind.
    const costs = await this.#read(plan, part, run, accountProgress);
    run.signal.throwIfAborted();
    assertOneCurrency(account, costs.currency, plan.currencies);
    const requests = accountProgress.requests - before;
    const read = readOf(plan, part, costs, { requests, progress, run });
    const { rows, isNew } = await this.#database.transaction(async stores => {
      // Before any project is made: who holds the lock may have to make the same one.
      const moved = await MovedCosts.lock(stores, plan, daysOf(part));
      const projects = await stores.projects.ensure([...names, ...former]);
      const [{ id: remainderId }] = projects;
      const trail = new RunTrail(stores, await laterThanReads(stores, run));
      let written = await moved.giveBack(costs, {
        spends: part.spend,
        trail,
        runId: run.runId,
      });
      for (const project of projects) {
        written += await this.#store(
          project,
          { costs, part, isOwn: moved.isOwn },
          { stores, trail, runId: run.runId },
        );
      }
      const hasNews =
        written > 0 ||
        part.isBackfill ||
        plan.isDividedAnew ||
        !plan.last ||
        !isSameExtent(plan.last.covered, read.covered) ||
        // AWS issued an invoice, or opened a month again, though no amount changed by it.
        plan.last.openFrom !== read.openFrom ||
        // An older version left it to all events to tell.
        !plan.last.answered ||
        !isRecorded(
          read,
          await recordedBill(
            stores,
            { accountId: account.accountId, remainderIds: [remainderId] },
            daysOf(part),
          ),
        );
      if (plan.isDividedAnew) {
        await trail.attributionChanged(remainderId, run.runId, {
          jobId: 'ingest-costs',
          accountId: account.accountId,
          attribution: plan.attribution,
          projects: names,
          claims: recordedClaims(account),
        });
      }
      if (hasNews) {
        await trail.costsRead(remainderId, run.runId, read);
        accountProgress.events += 1;
      }
      return { rows: written, isNew: hasNews };
    });
    progress.doneDays += daysIn(part);
    run.rowsWritten(rows);
    if (!part.isBackfill) {
      // In steps a part may be of charges alone, or end before the newest day.
      if (part.spend.includes('usage') && part.to === utcDayOf(run.now)) {
        this.#tell(read, { account, costs, part, run });
      }
      if (!isNew) {
        accountProgress.unchanged =
          accountProgress.unchanged === 'openMonths'
            ? 'openMonths'
            : refreshOf(part);
        // What came back empty is asked for again, today as well.
        const isAnswered = read.covered.charges?.readOn === utcDayOf(run.now);
        run.accountRead(account.accountId, {
          unchanged: isAnswered ? accountProgress.unchanged : 'recentDays',
        });
      }
    }
    return read;
  }

  /** Whether the account's projects are up to date with its newest days, and what of them needs a person. */
  #tell(
    { covered, currency }: CostsReadMetadata,
    {
      account,
      costs,
      part,
      run,
    }: {
      readonly account: AttributedAccount;
      readonly costs: AttributedCosts;
      readonly part: CostPart;
      readonly run: IngestionRun;
    },
  ): void {
    const tell = (message: string) => run.problem(account.remainder, message);
    const answeredTo = covered.usage?.to ?? part.from;
    // An account that never had any costs has told all there is.
    const isUpToDate =
      currency === undefined ||
      answeredTo >= firstOpenDay(run.now, this.#finalAfterDays);
    if (isUpToDate) {
      projectsOf(account).forEach(name => run.completed(name));
    } else {
      tell(
        `AWS has answered no usage of ${scopeOf(
          account,
        )} since ${answeredTo}; its costs are as of then, and every run asks again from there on`,
      );
    }
    for (const { type, key } of costs.withoutValues()) {
      const isTag = type === 'tag';
      tell(
        `${
          isTag ? 'tag' : 'cost category'
        } ${key} is on no recent cost of ${scopeOf(
          account,
        )}, so what is claimed by it is unallocated: in the organization’s management account ${
          isTag ? 'activate it as a cost allocation tag' : 'define it'
        }, and see that resources have it`,
      );
    }
  }

  /**
   * One query for each kind of spend and each tag or cost category that projects claim values of; where the accounts that
   * are left out change within the part, one before and one after.
   */
  async #read(
    plan: AccountPlan,
    part: CostPart,
    run: IngestionRun,
    accountProgress: AccountProgress,
  ): Promise<AttributedCosts> {
    const { account, role, currency } = plan;
    const { accountId } = account;
    const knownDays = part.spend.includes('usage')
      ? []
      : await this.#usageDays(account, part);
    let costs = new AttributedCosts(account, knownDays);
    const context = {
      signal: run.signal,
      onRequest: async () => {
        await run.awsRequest(accountId);
        accountProgress.requests += 1;
      },
    };
    // Spend that nobody claims is asked for once, undivided.
    const divisions = account.claims.length > 0 ? account.claims : [undefined];
    const questions = part.spend.flatMap(spend =>
      cutByLeftOut(part, account.leftOut?.[spend]).map(days => ({
        spend,
        ...days,
      })),
    );
    for (const { spend, from, to, except } of questions) {
      for (const [index, claims] of divisions.entries()) {
        const pages = this.#source.fetchDailyCosts(
          {
            account: { accountId, ...(role && { role }) },
            spend,
            from,
            to,
            splitBy: claims?.dimension,
            ...(except.length > 0 && { linkedAccounts: { except } }),
            except: account.claims.slice(0, index).map(earlier => ({
              dimension: earlier.dimension,
              values: [...earlier.projects.keys()],
            })),
          },
          context,
        );
        for await (const page of pagesUntilAborted(pages, run.signal)) {
          costs.add(page, {
            spend,
            claims,
            isFirst: index === 0,
            isLast: index === divisions.length - 1,
          });
        }
      }
    }
    costs.assertWhole();
    if (currency === undefined || !account.leftOut) return costs;
    if (costs.currency === undefined) {
      // Not one record says anything of days of which only usage is known.
      costs = new AttributedCosts(account);
    }
    const empty = [
      ...(await this.#provenEmpty(plan, part, costs)),
      ...(await this.#emptyBesideOthers(plan, part, costs, run, context)),
    ];
    for (const { day, spend } of empty) {
      costs.addNothing(day, spend, currency);
    }
    return costs;
  }

  /** Of what came back empty with other accounts left out, what is empty indeed. */
  async #provenEmpty(
    { account, counting }: AccountPlan,
    part: CostPart,
    costs: AttributedCosts,
  ): Promise<{ day: Day; spend: CostKind }[]> {
    const range = daysOf(part);
    const unanswered = new Map(
      daysFrom(range.from, range.to).flatMap((day): [Day, CostKind[]][] => {
        const spends = part.spend.filter(each => !costs.isReported(day, each));
        return spends.length > 0 ? [[day, spends]] : [];
      }),
    );
    const bill =
      unanswered.size > 0 ? await this.#recorded(account, part) : undefined;
    if (!bill || !account.leftOut) return [];
    return daysProvenEmpty(
      this.#database,
      bill,
      account.leftOut,
      range,
      unanswered,
      counting,
    );
  }

  /**
   * Newest days on which there is nothing but the spend of the accounts that are left out: AWS has no usage of them
   * without those accounts, and has some with them, which is asked once a day, where the account had nothing before or
   * has been silent for long. Where it has none either way, AWS is silent, and the days are asked for again.
   */
  async #emptyBesideOthers(
    { account, role, last, lastReadAt }: AccountPlan,
    part: CostPart,
    costs: AttributedCosts,
    run: IngestionRun,
    context: SourceContext,
  ): Promise<{ day: Day; spend: CostKind }[]> {
    const isFirstToday = utcDayOf(new Date(lastReadAt)) < utcDayOf(run.now);
    if (part.isBackfill || !part.spend.includes('usage') || !isFirstToday) {
      return [];
    }
    const days = daysFrom(part.from, dayBefore(part.to));
    const lastAnswered = days.findLast(day => costs.isReported(day, 'usage'));
    const silent = days.filter(
      day =>
        day >= (last?.covered.usage?.to ?? part.from) &&
        day > (lastAnswered ?? '') &&
        account.leftOut?.usage.some(
          ({ from, answeredTo }) => from <= day && day < answeredTo,
        ),
    );
    if (silent.length === 0) return [];
    const recorded = (await this.#recorded(account, part))?.totals;
    const before = days.findLast(
      day => day < silent[0] && recorded?.get(day)?.usage !== undefined,
    );
    const isWithoutSpend =
      before !== undefined && Number(recorded?.get(before)?.usage) === 0;
    if (
      !isWithoutSpend &&
      silent[0] >= firstOpenDay(run.now, this.#finalAfterDays)
    ) {
      return [];
    }
    const answered = new Set<Day>();
    const pages = this.#source.fetchDailyCosts(
      {
        account: { accountId: account.accountId, ...(role && { role }) },
        spend: 'usage',
        from: silent[0],
        to: part.to,
        except: [],
      },
      context,
    );
    for await (const page of pagesUntilAborted(pages, run.signal)) {
      page.forEach(({ date }) => answered.add(date));
    }
    return silent
      .filter(day => answered.has(day))
      .flatMap(day =>
        part.spend
          .filter(
            spend =>
              !costs.isReported(day, spend) &&
              recorded?.get(day)?.[spend] === undefined,
          )
          .map(spend => ({ day, spend })),
      );
  }

  async #recorded(
    { accountId, remainder }: AttributedAccount,
    part: CostPart,
  ): Promise<RecordedBill | undefined> {
    const project = await this.#database.projects.byName(remainder);
    return (
      project &&
      recordedBill(
        this.#database,
        { accountId, remainderIds: [project.id] },
        daysOf(part),
      )
    );
  }

  /** Days of which usage is known: of those AWS has all charges that it will tell of now. */
  async #usageDays(account: AttributedAccount, part: CostPart): Promise<Day[]> {
    const bill = await this.#recorded(account, part);
    return [...(bill?.totals ?? [])]
      .filter(([, { usage }]) => usage !== undefined)
      .map(([day]) => day);
  }

  /** Answers how many rows were written. */
  async #store(
    project: ProjectRecord,
    {
      costs,
      part,
      isOwn,
    }: {
      readonly costs: AttributedCosts;
      readonly part: CostPart;
      readonly isOwn: MovedCosts['isOwn'];
    },
    {
      stores,
      trail,
      runId,
    }: { stores: Stores; trail: RunTrail; runId: string },
  ): Promise<number> {
    const stored = [];
    for (const spend of part.spend) {
      const amounts = await stores.costs.amounts({
        projectId: project.id,
        ...daysOf(part),
        spend,
      });
      stored.push(
        ...amounts.filter(({ date }) => isOwn(project.name, date, spend)),
      );
    }
    const { inserted, restated } = await stores.costs.upsert(
      project.id,
      costs.rowsOf(project.name, stored),
    );
    await trail.costsRestated(project.id, runId, restated);
    return inserted + restated.length;
  }
}

/** Both inclusive. */
function daysOf({ from, to }: CostPart): { from: Day; to: Day } {
  return { from, to: dayBefore(to) };
}

function isSameExtent(a: CostCoverage, b: CostCoverage): boolean {
  return (
    a.usage?.from === b.usage?.from &&
    a.usage?.to === b.usage?.to &&
    a.usage?.settledTo === b.usage?.settledTo &&
    a.charges?.from === b.charges?.from
  );
}
