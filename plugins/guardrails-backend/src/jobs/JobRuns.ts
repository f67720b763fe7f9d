/** What people see of the jobs, and how they start one. */
import type { SchedulerService } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError, isError } from '@backstage/errors';
import type { Job as JobView, JobId } from '@cloudops/plugin-guardrails-common';
import { RunTrail, EVENT_TYPES } from '../audit';
import { DEFAULT_PROJECT } from '../config';
import type { EventRecord, GuardrailsDatabase } from '../database';
import { accountSpend } from './accountSpend';
import type { ScheduledJob } from './interfaces';
import { RunHistory } from './RunHistory';
import type { RunRequests } from './RunRequests';
import {
  frequencyOf,
  nextRunAt,
  runsPerDay,
  scheduleInWords,
  timeoutOf,
} from './schedules';
import { TooManyRequestsError } from '../refusals';

const RUNS_SHOWN = 10;

/**
 * Between two requests for a run of one job, whoever makes them. Every run of a job that pays asks AWS again; what it
 * could find within a minute is nothing that the schedule would not find soon.
 */
const SECONDS_BETWEEN_REQUESTS = 60;

/** A job with what its schedule says: worked out once, because a cron expression takes hundreds of steps through a year. */
interface PlannedJob extends ScheduledJob {
  readonly timeoutMs: number;
  readonly runsPerDay: number | undefined;
  readonly told: Pick<JobView, 'schedule' | 'frequency'>;
}

function planned(scheduled: ScheduledJob): PlannedJob {
  const { schedule } = scheduled;
  return {
    ...scheduled,
    timeoutMs: timeoutOf(schedule),
    runsPerDay: runsPerDay(schedule),
    told: {
      schedule: scheduleInWords(schedule),
      frequency: frequencyOf(schedule),
    },
  };
}

export class JobRuns {
  readonly #scheduler: SchedulerService;
  readonly #database: GuardrailsDatabase;
  readonly #jobs: readonly PlannedJob[];
  readonly #clock: () => Date;
  readonly #requests: RunRequests;
  readonly #history: RunHistory;
  /** Jobs of which somebody is just being answered. */
  readonly #asking = new Set<JobId>();

  constructor(options: {
    readonly scheduler: SchedulerService;
    readonly database: GuardrailsDatabase;
    readonly jobs: readonly ScheduledJob[];
    /** The same as the runner's. */
    readonly requests: RunRequests;
    readonly clock?: () => Date;
  }) {
    this.#scheduler = options.scheduler;
    this.#database = options.database;
    this.#jobs = options.jobs.map(planned);
    this.#requests = options.requests;
    this.#clock = options.clock ?? (() => new Date());
    this.#history = new RunHistory(options.database);
  }

  /** Every job with its newest runs, in the order in which they were given. */
  async list(): Promise<JobView[]> {
    const now = this.#clock();
    const [runs, unpaid] = await Promise.all([
      this.#history.newest(
        this.#jobs.map(({ job: { id }, timeoutMs }) => ({ id, timeoutMs })),
        RUNS_SHOWN,
        now,
      ),
      // Paid requests are told before they are made, others when their run has ended.
      this.#history.awsRequestsToday(
        this.#jobs.flatMap(({ job }) => (job.requestCap ? [] : [job.id])),
        now,
      ),
    ]);
    return Promise.all(
      this.#jobs.map(scheduled =>
        this.#view(scheduled, {
          runs: runs.get(scheduled.job.id)!,
          unpaid: unpaid.get(scheduled.job.id),
          now,
        }),
      ),
    );
  }

  /**
   * Has a job run now, in this portal or another one on the same database, and does not wait for its end.
   *
   * @throws ConflictError when the job is running already, or was asked for and is about to start
   * @throws TooManyRequestsError within a minute after the request before
   * @throws NotFoundError when there is no such job
   */
  async trigger(id: JobId, actor: string): Promise<void> {
    const scheduled = this.#jobs.find(({ job }) => job.id === id);
    if (!scheduled) {
      throw new NotFoundError(
        `job '${id}' does not exist; there are ${this.#jobs
          .map(({ job }) => job.id)
          .join(', ')}`,
      );
    }
    if (this.#asking.has(id)) {
      throw aboutToStart(id);
    }
    this.#asking.add(id);
    try {
      // Among the replicas one at a time, or two of them would see the same last request.
      await this.#database.exclusively(`run ${id}`, () =>
        this.#ask(scheduled, actor),
      );
    } finally {
      this.#asking.delete(id);
    }
  }

  async #ask({ job: { id }, timeoutMs }: PlannedJob, actor: string) {
    const now = this.#clock();
    const newest = (
      await this.#history.newest([{ id, timeoutMs }], 1, now)
    ).get(id)![0];
    if (newest?.status === 'running') {
      throw alreadyRunning(id, newest.startedAt);
    }
    const pending = await this.#history.pendingRequest(id, now);
    if (pending) {
      throw aboutToStart(id, pending);
    }
    const { items: requests } = await this.#database.events.list(
      { jobId: id, eventType: [EVENT_TYPES.runRequested] },
      { limit: 1 },
    );
    if (requests[0]) assertLongAgo(id, requests[0], now);
    const [{ id: projectId }] = await this.#database.projects.ensure([
      DEFAULT_PROJECT,
    ]);
    const trail = new RunTrail(this.#database, now);
    try {
      await this.#requests.make(
        id,
        () => this.#scheduler.triggerTask(id),
        () => trail.runRequested(projectId, id, actor),
      );
    } catch (error) {
      if (isError(error) && error.name === 'ConflictError') {
        throw alreadyRunning(id);
      }
      throw error;
    }
  }

  async #view(
    { job, schedule, runsPerDay: perDay, told }: PlannedJob,
    {
      runs,
      unpaid = 0,
      now,
    }: {
      readonly runs: JobView['runs'];
      readonly unpaid?: number;
      readonly now: Date;
    },
  ): Promise<JobView> {
    const { id, title, requestCap } = job;
    const accounts =
      requestCap &&
      (await accountSpend(this.#database.events, id, requestCap, {
        runsPerDay: perDay,
        now,
      }));
    const awsRequestsToday = accounts
      ? accounts.reduce((sum, each) => sum + each.awsRequestsToday, 0)
      : unpaid;
    const lastStart = runs[0] && new Date(runs[0].startedAt);
    return {
      id,
      title,
      ...told,
      nextRunAt: nextRunAt(schedule, lastStart, now)?.toISOString(),
      runs,
      awsRequestsToday,
      awsRequestCap:
        requestCap && requestCap.perDay * requestCap.accounts.length,
      accounts,
    };
  }
}

function assertLongAgo(id: JobId, request: EventRecord, now: Date): void {
  const passed = (now.getTime() - request.createdAt.getTime()) / 1000;
  // By the clock of another replica it may not have been made yet.
  const wait = Math.min(
    Math.ceil(SECONDS_BETWEEN_REQUESTS - passed),
    SECONDS_BETWEEN_REQUESTS,
  );
  if (wait > 0) {
    throw new TooManyRequestsError(
      `job '${id}' was asked for by ${
        request.actor
      } at ${request.createdAt.toISOString()}; it takes one request in ${SECONDS_BETWEEN_REQUESTS} seconds, the next one in ${wait}`,
      wait,
    );
  }
}

function alreadyRunning(id: JobId, startedAt?: string): ConflictError {
  return new ConflictError(
    `job '${id}' is running already${
      startedAt ? ` since ${startedAt}` : ''
    }; run it again when it has ended`,
  );
}

function aboutToStart(id: JobId, request?: EventRecord): ConflictError {
  return new ConflictError(
    `job '${id}' is about to run${
      request
        ? `, as ${request.actor} asked at ${request.createdAt.toISOString()}`
        : ', as somebody asked just now'
    }; run it again when it has ended`,
  );
}
