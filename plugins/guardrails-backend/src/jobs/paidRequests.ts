/** How many paid requests the trail knows of: those that runs' own events stand for, and those that were told singly. */
import type { JobId } from '@cloudops/plugin-guardrails-common';
import {
  type AwsRequestedMetadata,
  EVENT_TYPES,
  type RunMetadata,
} from '../audit';
import type { EventRecord, EventStore } from '../database';
import { accountKey } from '../ingestion';
import { allEvents } from './allEvents';
import { utcDay } from './utcDay';

export const RUN_ENDS: string[] = [
  EVENT_TYPES.runSucceeded,
  EVENT_TYPES.runFailed,
  EVENT_TYPES.runSkipped,
];

// A day has about three runs, and the first of it asks for more than the others.
const RUNS_LOOKED_BACK = 6;

/**
 * Paid requests since UTC midnight by account (`accountKey`). A run that has not ended counts with all that it may
 * make before it tells of another one.
 *
 * @param only - where one account is of interest
 */
export async function paidRequestsToday(
  events: EventStore,
  jobId: JobId,
  now: Date,
  only?: { readonly accountId: string | undefined },
): Promise<Map<string, number>> {
  const day = utcDay(now);
  const today = { entityType: ['job'] as const, jobId, ...day };
  const told: EventRecord[] = [];
  for await (const event of allEvents(events, {
    ...today,
    eventType: [
      EVENT_TYPES.runStarted,
      ...RUN_ENDS,
      // Of one account they are counted.
      ...(only ? [] : [EVENT_TYPES.awsRequested]),
    ],
  })) {
    told.push(event);
  }
  const counts = paidRequestsIn(told, day);
  if (only) {
    const key = accountKey(only.accountId);
    const counted = await events.count({
      ...today,
      eventType: [EVENT_TYPES.awsRequested],
      accountId: only.accountId ?? null,
    });
    counts.set(key, (counts.get(key) ?? 0) + counted);
  }
  return counts;
}

/** The same of a job's events, newest first; those of another day and of other types do not count. */
export function paidRequestsIn(
  events: readonly EventRecord[],
  { from, to }: ReturnType<typeof utcDay>,
): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (key: string, requests: number) =>
    counts.set(key, (counts.get(key) ?? 0) + requests);

  const runs = new Set<string>();
  for (const { entityId, eventType, metadata, createdAt } of events) {
    if (createdAt < from || createdAt >= to) continue;
    if (eventType === EVENT_TYPES.awsRequested) {
      const { accountId } = metadata as unknown as AwsRequestedMetadata;
      add(accountKey(accountId), 1);
    } else if ([EVENT_TYPES.runStarted, ...RUN_ENDS].includes(eventType)) {
      const { accounts = {}, startedAt } = metadata as unknown as RunMetadata;
      // Newest first: of a run that has ended its end counts. What was reserved before midnight was of that day.
      if (!runs.has(entityId!) && Date.parse(startedAt) >= from.getTime()) {
        for (const [key, { reserved = 0 }] of Object.entries(accounts)) {
          add(key, reserved);
        }
      }
      runs.add(entityId!);
    }
  }
  return counts;
}

/** The most that one of the newest runs made, by account. */
export async function usualRequests(
  events: EventStore,
  jobId: JobId,
): Promise<Map<string, number>> {
  const { items } = await events.list(
    { entityType: ['job'], eventType: RUN_ENDS, jobId },
    { limit: RUNS_LOOKED_BACK },
  );
  const most = new Map<string, number>();
  for (const { metadata } of items) {
    const { accounts = {} } = metadata as unknown as RunMetadata;
    for (const [key, { requests = 0 }] of Object.entries(accounts)) {
      most.set(key, Math.max(most.get(key) ?? 0, requests));
    }
  }
  return most;
}
