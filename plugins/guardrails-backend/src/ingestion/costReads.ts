/** How far accounts have been read: what earlier runs left in the trail, and what this one adds to it. */
import type { AccountRole } from '@cloudops/plugin-guardrails-node';
import {
  type AccountRun,
  type AnsweredDays,
  type CostsReadMetadata,
  type DivisionReach,
  EVENT_TYPES,
  OWN_ACCOUNT_KEY,
  type ReadingSteps,
  type RunMetadata,
} from '../audit';
import type { EventRecord, Stores } from '../database';
import type { ProjectProblem } from '../projects';
import type { AccountHistory } from './accountHistories';
import type { AttributedAccount } from './attribution';
import type { AttributedCosts } from './AttributedCosts';
import { coverageAfter, reachAfter } from './costCoverage';
import { type CostPart, daysIn } from './costPart';
import { dayAfter, utcDayOf } from './days';
import type { IngestionRun } from './interfaces';
import { daysLeftOut, type DaysToRecount } from './leftOut';
import { answeredWith } from './recordedBill';
import type { StoredCurrencies } from './oneCurrency';
import { openFromAfter } from './invoicing';

// Three runs a day are usual, and people ask for some more. What is older has been told by a `costs_read` since, or
// costs a few requests more when it is not known.
const RUNS_LOOKED_BACK = 10;
// Between the clocks of replicas that are kept right.
const CLOCKS_DIFFER_MS = 60_000;

/** An account, what is known of how far it was read, and what this run is to read of it. */
export interface AccountPlan {
  readonly account: AttributedAccount;
  /** Of claims that cannot be met. */
  readonly problems: readonly ProjectProblem[];
  /** ISO 4217: what it was billed in when it was read last. */
  readonly currency?: string;
  /** What is stored. */
  readonly currencies: StoredCurrencies;
  /** What it is read with; absent: the one of the `aws` section. */
  readonly role?: AccountRole;
  /** How it is divided and counted, and counted alone, in short. */
  readonly attribution: string;
  readonly counting: string;
  /** What the newest event says, where the account was counted then as it is now. */
  readonly last?: CostsReadMetadata;
  /** What AWS ever answered of it, however it was counted. */
  readonly answered: AnsweredDays;
  /** How far the claims in force reach. */
  readonly divided: DivisionReach;
  /** Whether the trail does not know yet that the account is divided so. */
  readonly isDividedAnew: boolean;
  /** Milliseconds since the epoch; 0 for an account that was never read. */
  readonly lastReadAt: number;
  /** Projects that had a share of the account's spend and have none any more. */
  readonly former: readonly string[];
  /** Of the account's projects, former ones too, those that were in another account as well, with all of theirs. */
  readonly shared: ReadonlyMap<string, readonly AccountHistory[]>;
  readonly parts: readonly CostPart[];
  /** Of the days that are covered; among the parts are those of them that no other part has. */
  readonly toRecount?: DaysToRecount;
  readonly steps?: ReadingSteps;
}

/** What a run set out to read, and has read, in days of accounts. */
export interface Progress {
  doneDays: number;
  totalDays: number;
}

/** What the newest runs say of an account in their own ends. */
export interface RecentRuns {
  /** When the last run began that read it to its end and found nothing new; milliseconds since the epoch. */
  readonly unchangedAt?: number;
  /** Whether that was so today for the months that AWS has not closed. */
  readonly hasReadOpenMonthsToday: boolean;
  /** How it is to be read since the cap stopped a run, and since when. */
  readonly steps?: { readonly at: number; readonly steps: ReadingSteps | null };
  /** Who was missing in the catalog, since when; undefined when nobody was. */
  readonly missing?: Readonly<Record<string, string>>;
}

/** Of every account, by the keys of {@link RunMetadata.accounts}. */
export async function recentRuns(
  { events }: Pick<Stores, 'events'>,
  now: Date,
): Promise<Map<string, RecentRuns>> {
  const { items } = await events.list(
    {
      entityType: ['job'],
      eventType: [
        EVENT_TYPES.runSucceeded,
        EVENT_TYPES.runFailed,
        EVENT_TYPES.runSkipped,
      ],
      jobId: 'ingest-costs',
      // What a clock that was ahead has ended later is not the newest.
      to: new Date(now.getTime() + CLOCKS_DIFFER_MS),
    },
    { limit: RUNS_LOOKED_BACK },
  );
  const found = new Map<string, RecentRuns>();
  // Newest first.
  for (const { createdAt, metadata } of items) {
    const { accounts = {}, startedAt } = metadata as unknown as RunMetadata;
    const at = createdAt.getTime();
    const isToday = utcDayOf(new Date(startedAt)) === utcDayOf(now);
    for (const [key, { unchanged, steps, missing }] of Object.entries(
      accounts,
    )) {
      const known = found.get(key);
      found.set(key, {
        unchangedAt: known?.unchangedAt ?? (unchanged && Date.parse(startedAt)),
        hasReadOpenMonthsToday:
          known?.hasReadOpenMonthsToday ||
          (isToday && unchanged === 'openMonths'),
        missing: known?.missing ?? missing,
        steps:
          known?.steps ?? (steps === undefined ? undefined : { at, steps }),
      });
    }
  }
  return found;
}

/** The key of an account in {@link RunMetadata.accounts}. */
export function accountKey(accountId: string | undefined): string {
  return accountId ?? OWN_ACCOUNT_KEY;
}

/** An account in words. */
export function scopeOf({
  accountId,
}: Pick<AttributedAccount, 'accountId'>): string {
  return accountId ? `account ${accountId}` : 'the portal’s own account';
}

/**
 * When a read counts as made: now, or where a clock was ahead, after all that its runs left. What is newer by the trail
 * must be newer, or amounts, claims and progress of later runs would be taken for those of the past.
 */
export async function laterThanReads(
  { events }: Pick<Stores, 'events'>,
  { now }: Pick<IngestionRun, 'now'>,
): Promise<Date> {
  const { items } = await events.list(
    {
      entityType: ['job'],
      eventType: [EVENT_TYPES.costsRead, EVENT_TYPES.attributionChanged],
      jobId: 'ingest-costs',
    },
    { limit: 1 },
  );
  const newest = items[0]?.createdAt.getTime() ?? 0;
  return newest > now.getTime() ? new Date(newest + 1) : now;
}

/** The newest event that tells how far the account is; it is written with the rows that it tells of. */
export async function newestRead(
  stores: Stores,
  { remainder }: AttributedAccount,
): Promise<EventRecord | undefined> {
  const project = await stores.projects.byName(remainder);
  if (!project) {
    return undefined;
  }
  const { items } = await stores.events.list(
    { projectIds: [project.id], eventType: [EVENT_TYPES.costsRead] },
    { limit: 1 },
  );
  return items[0];
}

/** What the event of a part says: the part, and how far the account is with it. */
export function readOf(
  {
    account,
    attribution,
    counting,
    last,
    answered,
    divided,
    steps,
  }: AccountPlan,
  part: CostPart,
  costs: AttributedCosts,
  {
    requests,
    progress,
    run,
  }: {
    readonly requests: number;
    readonly progress: Progress;
    readonly run: IngestionRun;
  },
): CostsReadMetadata {
  const totals = costs.totals();
  const lastReported = Object.keys(totals)
    .filter(day => totals[day].usage !== undefined)
    .at(-1);
  const leftOut =
    account.leftOut && daysLeftOut(part, part.spend, account.leftOut);
  const reportedTo = lastReported ? dayAfter(lastReported) : part.from;
  const covered = coverageAfter(last?.covered ?? {}, part, {
    // Days at the end that came back empty may be an answer that is not there yet: they are read again from here on.
    usageTo: reportedTo,
    // Of an account that had costs before an empty answer is none; one that never had any has told all.
    isAnswered:
      costs.currency !== undefined ||
      last?.currency === undefined ||
      !part.spend.includes('usage'),
    now: run.now,
  });
  return {
    jobId: 'ingest-costs',
    accountId: account.accountId,
    attribution,
    counting,
    divided: {
      ...divided,
      ...reachAfter(divided, last?.covered ?? {}, part),
      ...(part.isRedivision &&
        !divided.isPastBegun && {
          isPastBegun: true,
          pastBegunAt: run.now.toISOString(),
        }),
    },
    from: part.from,
    to: part.to,
    spend: part.spend,
    ...(leftOut && { leftOut }),
    answered: answeredWith(answered, { spend: part.spend, totals }),
    covered,
    openFrom: openFromAfter(last?.openFrom, costs.invoicing, covered.usage?.to),
    currency: costs.currency ?? last?.currency,
    totals,
    requests: {
      ...last?.requests,
      ...(!part.isBackfill && { [refreshOf(part)]: requests }),
    },
    ...(steps && { steps }),
    progress: { ...progress, doneDays: progress.doneDays + daysIn(part) },
  };
}

/** Which of the two regular reads a part is. */
export function refreshOf({
  spend,
}: CostPart): NonNullable<AccountRun['unchanged']> {
  return spend.includes('charges') ? 'openMonths' : 'recentDays';
}
