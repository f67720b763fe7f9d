/** How far accounts have been read: what earlier runs left in the trail, and what this one adds to it. */
import {
  type AttributionChangedMetadata,
  type CostsReadMetadata,
  EVENT_TYPES,
} from '../audit';
import type { EventRecord, Stores } from '../database';
import type { AttributedAccount } from './attribution';
import type { AttributedCosts } from './AttributedCosts';
import {
  type CostPart,
  dayAfter,
  daysIn,
  laterDay,
  utcDayOf,
} from './costPlan';
import type { IngestionRun } from './interfaces';

// Attributions change when people change annotations or the configuration: a few a week.
const EVENTS_PER_PAGE = 100;

/** An account, what is known of how far it was read, and what this run is to read of it. */
export interface AccountPlan {
  readonly account: AttributedAccount;
  readonly attribution: string;
  readonly last?: CostsReadMetadata;
  /** Milliseconds since the epoch; 0 for an account that was never read. */
  readonly lastReadAt: number;
  /** Projects that had a share of the account's spend and are in no account any more. */
  readonly former: readonly string[];
  readonly parts: readonly CostPart[];
}

/** What a run set out to read, and has read, in days of accounts. */
export interface Progress {
  doneDays: number;
  readonly totalDays: number;
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
  { account, attribution, last }: AccountPlan,
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
    progress: { ...progress, doneDays: progress.doneDays + daysIn(part) },
  };
}
