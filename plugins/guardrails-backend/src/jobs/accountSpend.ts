/** What each account's paid requests cost: today, against the cap, and in a month at this pace. */
import type {
  AccountSpend as AccountSpendView,
  JobId,
} from '@cloudops/plugin-guardrails-common';
import {
  type CostsReadMetadata,
  EVENT_TYPES,
  OWN_ACCOUNT_KEY,
  type RunMetadata,
} from '../audit';
import type { EventRecord, EventStore } from '../database';
import { accountKey } from '../ingestion';
import { allEvents } from './allEvents';
import type { RequestCap } from './interfaces';
import { paidRequestsIn, RUN_ENDS } from './paidRequests';
import { utcDay } from './utcDay';

// What Cost Explorer's API costs, each page of an answer being a request: https://aws.amazon.com/aws-cost-management/pricing/
const USD_PER_REQUEST = 0.01;
const DAYS_PER_MONTH = 365.25 / 12;
// Two days have every account's reads, also where one day's failed.
const RECENT_MS = 2 * 86_400_000;

/** Known accounts first, in their order; then others that were asked today. */
export async function accountSpend(
  events: EventStore,
  jobId: JobId,
  cap: RequestCap,
  options: { readonly runsPerDay: number | undefined; readonly now: Date },
): Promise<AccountSpendView[]> {
  const { runsPerDay, now } = options;
  const recent = await recentEvents(events, jobId, now);
  const today = paidRequestsIn(recent, utcDay(now));
  const reads = newestReads(recent);
  const keys = [...cap.accounts.map(accountKey), ...today.keys()];
  return [...new Set(keys)].map(key => {
    const awsRequestsToday = today.get(key) ?? 0;
    const read = reads.get(key);
    return {
      accountId: key === OWN_ACCOUNT_KEY ? undefined : key,
      awsRequestsToday,
      awsRequestCap: cap.perDay,
      usdToday: dollars(awsRequestsToday),
      usdCap: dollars(cap.perDay),
      estimatedUsdPerMonth:
        runsPerDay !== undefined && read
          ? dollars(requestsPerDay(read, runsPerDay) * DAYS_PER_MONTH)
          : undefined,
    };
  });
}

/** What the job asked and read today and the day before, newest first. */
async function recentEvents(
  events: EventStore,
  jobId: JobId,
  now: Date,
): Promise<EventRecord[]> {
  const recent: EventRecord[] = [];
  for await (const event of allEvents(events, {
    entityType: ['job'],
    eventType: [
      EVENT_TYPES.awsRequested,
      EVENT_TYPES.costsRead,
      EVENT_TYPES.runStarted,
      ...RUN_ENDS,
    ],
    jobId,
    from: new Date(now.getTime() - RECENT_MS),
  })) {
    recent.push(event);
  }
  return recent;
}

/**
 * What the newest reads of either kind took. Reads that found something new tell of themselves, others in the end of
 * their run.
 */
function newestReads(
  recent: readonly EventRecord[],
): Map<string, CostsReadMetadata['requests']> {
  const reads = new Map<string, CostsReadMetadata['requests']>();
  const older = (key: string, requests: CostsReadMetadata['requests']) =>
    reads.set(key, { ...requests, ...reads.get(key) });
  for (const { eventType, metadata } of recent) {
    if (eventType === EVENT_TYPES.costsRead) {
      const read = metadata as unknown as CostsReadMetadata;
      older(accountKey(read.accountId), read.requests);
    } else if (RUN_ENDS.includes(eventType)) {
      const { accounts = {} } = metadata as unknown as RunMetadata;
      for (const [key, { unchanged, requests }] of Object.entries(accounts)) {
        if (unchanged) older(key, { [unchanged]: requests });
      }
    }
  }
  return reads;
}

/** Once a day the open months, in all other runs the recent days; the backfill is no pace. */
function requestsPerDay(
  { openMonths = 1, recentDays = 1 }: CostsReadMetadata['requests'],
  runsPerDay: number,
): number {
  return (
    openMonths * Math.min(1, runsPerDay) +
    recentDays * Math.max(0, runsPerDay - 1)
  );
}

function dollars(requests: number): number {
  return Math.round(requests * USD_PER_REQUEST * 100) / 100;
}
