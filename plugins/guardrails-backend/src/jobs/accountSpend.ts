/** What each account's paid requests cost: today, against the cap, and in a month at this pace. */
import type {
  AccountSpend as AccountSpendView,
  JobId,
} from '@cloudops/plugin-guardrails-common';
import {
  type AwsRequestedMetadata,
  type CostsReadMetadata,
  EVENT_TYPES,
} from '../audit';
import type { EventStore } from '../database';
import { allEvents } from './allEvents';
import type { RequestCap } from './interfaces';
import { startOfUtcDay } from './utcDay';

// What Cost Explorer's API costs, each page of an answer being a request: https://aws.amazon.com/aws-cost-management/pricing/
const USD_PER_REQUEST = 0.01;
const DAYS_PER_MONTH = 365.25 / 12;
// Two days have every account's reads, also where one day's failed.
const RECENT_MS = 2 * 86_400_000;

type AccountId = string | undefined;

/** Known accounts first, in their order; then others that were asked today. */
export async function accountSpend(
  events: EventStore,
  jobId: JobId,
  cap: RequestCap,
  options: { readonly runsPerDay: number | undefined; readonly now: Date },
): Promise<AccountSpendView[]> {
  const { runsPerDay, now } = options;
  const today = await requestsToday(events, jobId, now);
  const reads = await newestReads(events, jobId, now);
  return [...new Set([...cap.accounts, ...today.keys()])].map(accountId => {
    const awsRequestsToday = today.get(accountId) ?? 0;
    const read = reads.get(accountId);
    return {
      accountId,
      awsRequestsToday,
      awsRequestCap: cap.perDay,
      usdToday: dollars(awsRequestsToday),
      estimatedUsdPerMonth:
        runsPerDay !== undefined && read
          ? dollars(requestsPerDay(read, runsPerDay) * DAYS_PER_MONTH)
          : undefined,
    };
  });
}

async function requestsToday(
  events: EventStore,
  jobId: JobId,
  now: Date,
): Promise<Map<AccountId, number>> {
  const counts = new Map<AccountId, number>();
  for await (const { metadata } of allEvents(events, {
    entityType: ['job'],
    eventType: [EVENT_TYPES.awsRequested],
    jobId,
    from: startOfUtcDay(now),
  })) {
    const { accountId } = metadata as unknown as AwsRequestedMetadata;
    counts.set(accountId, (counts.get(accountId) ?? 0) + 1);
  }
  return counts;
}

async function newestReads(
  events: EventStore,
  jobId: JobId,
  now: Date,
): Promise<Map<AccountId, CostsReadMetadata>> {
  const reads = new Map<AccountId, CostsReadMetadata>();
  for await (const { metadata } of allEvents(events, {
    entityType: ['job'],
    eventType: [EVENT_TYPES.costsRead],
    jobId,
    from: new Date(now.getTime() - RECENT_MS),
  })) {
    const read = metadata as unknown as CostsReadMetadata;
    if (!reads.has(read.accountId)) {
      reads.set(read.accountId, read);
    }
  }
  return reads;
}

/** Once a day the open months, in all other runs the recent days; the backfill is no pace. */
function requestsPerDay(
  { requests }: CostsReadMetadata,
  runsPerDay: number,
): number {
  const { openMonths = 1, recentDays = 1 } = requests;
  return (
    openMonths * Math.min(1, runsPerDay) +
    recentDays * Math.max(0, runsPerDay - 1)
  );
}

function dollars(requests: number): number {
  return Math.round(requests * USD_PER_REQUEST * 100) / 100;
}
