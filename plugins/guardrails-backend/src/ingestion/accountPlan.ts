/** What a run is to read of an account: by how far earlier runs came, and by who claims what of it now. */
import {
  costsReadIn,
  type CostsReadMetadata,
  type DivisionReach,
  EVENT_TYPES,
} from '../audit';
import {
  type GuardrailsConfig,
  type ProjectConfig,
  roleOfAccount,
} from '../config';
import type { GuardrailsDatabase } from '../database';
import type { AccountHistory } from './accountHistories';
import {
  type AttributedAccount,
  attributionDigest,
  countingDigest,
  projectsOf,
} from './attribution';
import { redivisionOf } from './costCoverage';
import { costPlan } from './costPlan';
import { costPlanInSteps } from './costPlanInSteps';
import { dayBefore, utcDayOf } from './days';
import {
  accountKey,
  type AccountPlan,
  newestRead,
  type RecentRuns,
} from './costReads';
import { daysToRecount, type OwnAnswers } from './leftOut';
import { inOneCurrency, type StoredCurrencies } from './oneCurrency';
import { stepsInForce } from './readingSteps';

// Accounts that had the same remainder one after the other are two, rarely more, and leave an event a day.
const EVENTS_LOOKED_BACK = 50;
const PAST_DIVIDED_EVERY_MS = 7 * 86_400_000;

/** What the trail tells of the accounts when they are planned. */
export interface KnownAccounts
  extends Pick<OwnAnswers, 'histories' | 'answered'> {
  readonly shared: AccountPlan['shared'];
  readonly recent: ReadonlyMap<string, RecentRuns>;
  readonly currencies: StoredCurrencies;
  /** The account's, where a read has just told it; absent: that of the last read. */
  readonly currency?: string;
}

export async function planAccount(
  attributed: AttributedAccount,
  { histories, answered, shared, ...known }: KnownAccounts,
  {
    database,
    costs,
    configured,
    now,
  }: {
    readonly database: GuardrailsDatabase;
    readonly costs: GuardrailsConfig['costs'];
    readonly configured: readonly ProjectConfig[];
    readonly now: Date;
  },
): Promise<AccountPlan> {
  const recent = known.recent.get(accountKey(attributed.accountId));
  const newest = await newestRead(database, attributed);
  const read = newest && costsReadIn(newest);
  const currency =
    known.currency ?? (await currencyOf(database, attributed, read, histories));
  const { account, problems } = inOneCurrency(
    attributed,
    currency,
    known.currencies,
  );
  const attribution = attributionDigest(account, costs);
  const counting = countingDigest(account, costs);
  const history = histories.find(
    ({ accountId }) => accountId === account.accountId,
  );
  const last =
    read && isCountedAlike(read, { account, attribution, counting })
      ? upToDate(read, recent, now)
      : undefined;
  const isDividedAnew =
    last?.attribution !== attribution ||
    history?.newest.attribution !== attribution;
  const divided = reachOf(last, isDividedAnew);
  const covered = last?.covered ?? {};
  const redivision = redivisionOf(covered, divided, isPastDue(divided, now), {
    now,
    limits: costs,
  });
  const { usage, charges } = covered;
  const toRecount =
    history && account.leftOut && (usage ?? charges)
      ? await daysToRecount(
          database,
          history,
          account.leftOut,
          {
            from: [usage, charges].flatMap(each => each?.from ?? []).sort()[0],
            to: dayBefore(utcDayOf(now)),
          },
          counting,
        )
      : undefined;
  const steps = stepsInForce(
    costs.requestCapPerDay,
    newest,
    last,
    recent?.steps,
    now,
  );
  const names = projectsOf(account);
  const former = [...(history?.names ?? [])].filter(
    name => !names.includes(name),
  );
  return {
    account,
    problems,
    currency,
    currencies: known.currencies,
    role: roleOfAccount(configured, account.accountId),
    attribution,
    counting,
    last,
    answered: answered.get(account.accountId) ?? {},
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
      ? costPlanInSteps(covered, now, costs, steps, redivision, toRecount)
      : costPlan(covered, now, costs, redivision, toRecount),
    toRecount,
    steps,
  };
}

/** What the account was billed in when it was read last; as another one's remainder it left its events elsewhere. */
async function currencyOf(
  { events }: Pick<GuardrailsDatabase, 'events'>,
  { accountId }: AttributedAccount,
  read: CostsReadMetadata | undefined,
  histories: readonly AccountHistory[],
): Promise<string | undefined> {
  if (read?.accountId === accountId) return read?.currency;
  const history = histories.find(each => each.accountId === accountId);
  if (!history) return undefined;
  const { items } = await events.list(
    { projectIds: history.remainderIds, eventType: [EVENT_TYPES.costsRead] },
    { limit: EVENTS_LOOKED_BACK },
  );
  return items
    .map(costsReadIn)
    .find(
      each =>
        each !== undefined && each.accountId === accountId && each.currency,
    )?.currency;
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
  const sinceBegun =
    pastBegunAt === undefined ? NaN : now.getTime() - Date.parse(pastBegunAt);
  // By a clock that was ahead it may have begun in the future.
  return (
    isPastBegun === true ||
    !(sinceBegun >= 0 && sinceBegun < PAST_DIVIDED_EVERY_MS)
  );
}

/** What the account's newest event says, with what runs have learnt since that found nothing new. */
function upToDate(
  read: CostsReadMetadata,
  recent: RecentRuns | undefined,
  now: Date,
): CostsReadMetadata {
  const { usage, charges } = read.covered;
  return recent?.hasReadOpenMonthsToday && charges
    ? {
        ...read,
        covered: { usage, charges: { ...charges, readOn: utcDayOf(now) } },
      }
    : read;
}
