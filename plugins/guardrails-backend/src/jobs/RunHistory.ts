/** Reads runs back from the trail: what they did, how they ended, and whether they ended at all. */
import type {
  JobId,
  JobRun,
  RunStatus,
} from '@cloudops/plugin-guardrails-common';
import {
  type CostsReadMetadata,
  EVENT_TYPES,
  type RunMetadata,
} from '../audit';
import type { EventRecord, Stores } from '../database';
import { utcDay } from './utcDay';

const ENDS: Readonly<Record<string, RunStatus>> = {
  [EVENT_TYPES.runSucceeded]: 'succeeded',
  [EVENT_TYPES.runFailed]: 'failed',
  [EVENT_TYPES.runSkipped]: 'skipped',
};

const NO_END =
  'ended without a result: the process that ran it stopped; what it had written is kept, and the next run goes on from there';

// The scheduler looks for work every five seconds. A request that no run answered within a minute was none: the job
// was just then taken, and what begins later begins on schedule.
const REQUEST_COUNTS_FOR_MS = 60_000;

export class RunHistory {
  readonly #events: Stores['events'];
  readonly #runs: Stores['runs'];

  constructor({ events, runs }: Pick<Stores, 'events' | 'runs'>) {
    this.#events = events;
    this.#runs = runs;
  }

  /**
   * The newest runs of each of the jobs, newest first, by job; one query where none runs. A run without an end is running; once a newer one has started, or its
   * timeout has passed, it counts as failed.
   */
  async newest(
    jobs: readonly { readonly id: JobId; readonly timeoutMs: number }[],
    limit: number,
    now: Date,
  ): Promise<Map<JobId, JobRun[]>> {
    const events = await this.#runs.newestOfJobs(
      jobs.map(({ id }) => id),
      {
        entityType: ['job'],
        eventType: [EVENT_TYPES.runStarted, ...Object.keys(ENDS)],
      },
      // A run has at most two events, so these hold enough runs. Which projects it completed may be hundreds of names,
      // and is not shown.
      { limit: 2 * limit, without: 'completedProjects' },
    );
    return new Map(
      await Promise.all(
        jobs.map(
          async ({ id, timeoutMs }): Promise<[JobId, JobRun[]]> => [
            id,
            await this.#runsOf(events.get(id)!, limit, timeoutMs, now),
          ],
        ),
      ),
    );
  }

  async #runsOf(
    items: readonly EventRecord[],
    limit: number,
    timeoutMs: number,
    now: Date,
  ): Promise<JobRun[]> {
    const runs = new Map<string, EventRecord>();
    for (const event of items) {
      const id = event.entityId;
      // Newest first: what comes first of a run is its end, if it has one.
      if (id !== undefined && !runs.has(id)) {
        runs.set(id, event);
      }
    }
    const newest = [...runs]
      .sort((a, b) => (startOf(a) < startOf(b) ? 1 : -1))
      .slice(0, limit)
      .map(([id, event], index) =>
        runOf(id, event, { isNewest: index === 0, timeoutMs, now }),
      );
    return Promise.all(newest.map(run => this.#withProgress(run)));
  }

  /** A run that wrote no end tells how far it came by what it read last. */
  async #withProgress(run: JobRun): Promise<JobRun> {
    if (run.endedAt !== undefined) {
      return run;
    }
    const { items } = await this.#events.list(
      { entityId: run.id, eventType: [EVENT_TYPES.costsRead] },
      { limit: 1 },
    );
    const read = items[0]?.metadata as unknown as CostsReadMetadata | undefined;
    return read ? { ...run, progress: read.progress } : run;
  }

  /** The request for a run that has not started yet; its actor is who asked. Undefined when there is none. */
  async pendingRequest(
    jobId: JobId,
    now: Date,
  ): Promise<EventRecord | undefined> {
    const { items } = await this.#events.list(
      {
        entityType: ['job'],
        eventType: [EVENT_TYPES.runRequested, EVENT_TYPES.runStarted],
        jobId,
        from: new Date(now.getTime() - REQUEST_COUNTS_FOR_MS),
      },
      { limit: 1 },
    );
    const [newest] = items;
    return newest?.eventType === EVENT_TYPES.runRequested ? newest : undefined;
  }

  /** AWS requests since UTC midnight of jobs that pay none, told when their runs have ended, by job; one query. */
  async awsRequestsToday(
    jobIds: readonly JobId[],
    now: Date,
  ): Promise<Map<string, number>> {
    return this.#runs.sumsOfJobs(
      jobIds,
      {
        entityType: ['job'],
        eventType: Object.keys(ENDS),
        ...utcDay(now),
      },
      'awsRequests',
    );
  }
}

function metadataOf({ metadata }: EventRecord): RunMetadata {
  return metadata as unknown as RunMetadata;
}

/** Run ids grow with time, which tells apart what started in the same millisecond. */
function startOf([id, event]: [string, EventRecord]): string {
  return `${metadataOf(event).startedAt} ${id}`;
}

function runOf(
  id: string,
  event: EventRecord,
  known: { isNewest: boolean; timeoutMs: number; now: Date },
): JobRun {
  const {
    trigger,
    startedAt,
    rowsWritten,
    awsRequests,
    failures,
    progress,
    problems,
  } = metadataOf(event);
  const run = {
    id,
    trigger,
    startedAt,
    rowsWritten,
    awsRequests,
    failures: failures.map(({ scope, message }) => ({ scope, message })),
    ...(progress && { progress }),
    ...(problems && { problems: [...problems] }),
  };
  const status = ENDS[event.eventType];
  if (status) {
    return {
      ...run,
      status,
      endedAt: event.createdAt.toISOString(),
      message: event.message,
    };
  }
  // By a clock that was ahead it may have begun in the future; so long ahead none is.
  const isOverdue =
    Math.abs(known.now.getTime() - Date.parse(startedAt)) > known.timeoutMs;
  return known.isNewest && !isOverdue
    ? { ...run, status: 'running', message: event.message }
    : { ...run, status: 'failed', message: NO_END };
}
