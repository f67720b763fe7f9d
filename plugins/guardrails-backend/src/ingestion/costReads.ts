/** How far accounts have been read: what earlier runs left in the trail, and what this one adds to it. */
import type { AccountRole } from '@cloudops/plugin-guardrails-node';
import {
  type AccountRun,
  type AttributionChangedMetadata,
  type CostsReadMetadata,
  EVENT_TYPES,
  OWN_ACCOUNT_KEY,
  type ReadingSteps,
  type RunMetadata,
} from '../audit';
import type { EventRecord, Stores } from '../database';
import type { AttributedAccount } from './attribution';
import type { AttributedCosts } from './AttributedCosts';
import {
  type CostPart,
  coverageAfter,
  dayAfter,
  daysIn,
  utcDayOf,
} from './costPlan';
import type { IngestionRun } from './interfaces';

// Attributions change when people change annotations or the configuration: a few a week.
const EVENTS_PER_PAGE = 100;

// Three runs a day are usual, and people ask for some more. What is older has been told by a `costs_read` since, or
// costs a few requests more when it is not known.
const RUNS_LOOKED_BACK = 10;

/** An account, what is known of how far it was read, and what this run is to read of it. */
export interface AccountPlan {
  readonly account: AttributedAccount;
  /** What it is read with; absent: the one of the `aws` section. */
  readonly role?: AccountRole;
  readonly attribution: string;
  readonly last?: CostsReadMetadata;
  /** Milliseconds since the epoch; 0 for an account that was never read. */
  readonly lastReadAt: number;
  /** Projects that had a share of the account's spend and are in no account any more. */
  readonly former: readonly string[];
  readonly parts: readonly CostPart[];
  readonly steps?: ReadingSteps;
}

/** What a run set out to read, and has read, in days of accounts. */
export interface Progress {
  doneDays: number;
  readonly totalDays: number;
}

/** What the newest runs say of an account in their own ends. */
export interface RecentRuns {
  /** When a run last read it to its end and found nothing new; milliseconds since the epoch. */
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
        unchangedAt: known?.unchangedAt ?? (unchanged && at),
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

/** Every project that the account's spend was ever divided among. */
export async function earlierProjects(
  stores: Stores,
  { remainder }: AttributedAccount,
): Promise<string[]> {
  const project = await stores.projects.byName(remainder);
  const names = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await stores.events.list(
      {
        projectIds: project ? [project.id] : [],
        eventType: [EVENT_TYPES.attributionChanged],
      },
      { limit: EVENTS_PER_PAGE, cursor },
    );
    for (const { metadata } of page.items) {
      const changed = metadata as unknown as AttributionChangedMetadata;
      changed.projects.forEach(name => names.add(name));
    }
    cursor = page.nextCursor;
  } while (cursor);
  return [...names];
}

/** What the event of a part says: the part, and how far the account is with it. */
export function readOf(
  { account, attribution, last, steps }: AccountPlan,
  part: CostPart,
  costs: AttributedCosts,
  so: {
    readonly requests: number;
    readonly progress: Progress;
    readonly run: IngestionRun;
  },
): CostsReadMetadata {
  const { requests, progress, run } = so;
  const totals = costs.totals();
  const lastReported = Object.keys(totals)
    .filter(day => totals[day].usage !== undefined)
    .at(-1);
  return {
    jobId: 'ingest-costs',
    accountId: account.accountId,
    attribution,
    from: part.from,
    to: part.to,
    spend: part.spend,
    covered: coverageAfter(last?.covered ?? {}, part, {
      // Days at the end that came back empty may be an answer that is not there yet: they are read again from here on.
      usageTo: lastReported ? dayAfter(lastReported) : part.from,
      // Of an account that had costs before an empty answer is none; one that never had any has told all.
      isAnswered:
        costs.currency !== undefined ||
        last?.currency === undefined ||
        !part.spend.includes('usage'),
      now: run.now,
    }),
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
