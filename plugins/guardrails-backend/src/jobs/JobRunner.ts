/** Gives the jobs to the scheduler and runs them: every run is recorded, every failure is visible. */
import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { setTimeout as pause } from 'node:timers/promises';
import type { GuardrailsDatabase } from '../database';
import type { Job, ScheduledJob } from './interfaces';
import { RunHistory } from './RunHistory';
import type { RunRequests } from './RunRequests';
import { type RunEnd, RunRecord } from './RunRecord';
import { timeoutOf } from './schedules';

// A fresh portal shows data within a minute; the start itself stays undisturbed for a few seconds.
const INITIAL_DELAY = { seconds: 3 };
// How often a follower that is running already is asked again.
const FOLLOWER_PAUSE_MS = 1000;
// Scope of a failure that is neither an account's nor a project's.
const WHOLE_RUN = 'the run';

export class JobRunner {
  readonly #scheduler: SchedulerService;
  readonly #database: GuardrailsDatabase;
  readonly #logger: LoggerService;
  readonly #jobs: readonly ScheduledJob[];
  readonly #clock: () => Date;
  readonly #requests: RunRequests;
  readonly #history: RunHistory;

  constructor(options: {
    readonly scheduler: SchedulerService;
    readonly database: GuardrailsDatabase;
    readonly logger: LoggerService;
    readonly jobs: readonly ScheduledJob[];
    /** Those that this process makes. */
    readonly requests: RunRequests;
    readonly clock?: () => Date;
  }) {
    this.#scheduler = options.scheduler;
    this.#database = options.database;
    this.#logger = options.logger;
    this.#jobs = options.jobs;
    this.#requests = options.requests;
    this.#clock = options.clock ?? (() => new Date());
    this.#history = new RunHistory(options.database.events);
  }

  /** Registers every job; of several portals on one database only one runs a job at a time. */
  async start(): Promise<void> {
    for (const scheduled of this.#jobs) {
      const { schedule } = scheduled;
      await this.#scheduler.scheduleTask({
        ...schedule,
        initialDelay: schedule.initialDelay ?? INITIAL_DELAY,
        scope: 'global',
        id: scheduled.job.id,
        fn: signal => this.#run(scheduled, signal),
      });
    }
  }

  /** Rejects when the run failed, so that the scheduler's own record says so too. */
  async #run(scheduled: ScheduledJob, signal: AbortSignal): Promise<void> {
    const { job } = scheduled;
    await this.#requests.settle(job.id);
    const request = await this.#history.pendingRequest(job.id, this.#clock());
    const run = await RunRecord.start({
      database: this.#database,
      job,
      clock: this.#clock,
      signal,
      requestedBy: request?.actor,
    });
    let cause: unknown;
    try {
      await job.run(run);
    } catch (error) {
      cause = error;
      run.failed(
        WHOLE_RUN,
        signal.aborted ? this.#stopped(scheduled, run.now) : (error as Error),
      );
    }
    const end = await this.#end(run, cause);
    if (end.status === 'skipped') {
      this.#logger.warn(`${job.id} was skipped: ${end.reason}`);
      if (run.hasWritten) {
        await this.#runFollowers(job, signal);
      }
      return;
    }
    await this.#runFollowers(job, signal);
    if (end.status === 'failed') {
      throw new Error(end.message, { cause });
    }
  }

  async #end(run: RunRecord, cause: unknown): Promise<RunEnd> {
    try {
      return await run.end();
    } catch (error) {
      // The trail cannot take the run's failure any more; the scheduler's record and the log then must.
      throw cause === undefined
        ? error
        : new AggregateError(
            [cause, error],
            `a run failed (${cause}) and its end could not be recorded (${error})`,
          );
    }
  }

  #stopped({ schedule }: ScheduledJob, startedAt: Date): Error {
    const timeoutMs = timeoutOf(schedule);
    const ranFor = this.#clock().getTime() - startedAt.getTime();
    return new Error(
      ranFor >= timeoutMs
        ? `stopped after its timeout of ${
            timeoutMs / 60_000
          } minutes; what it had written is kept`
        : 'stopped before it had finished, because the portal shut down or the run was cancelled; what it had written is kept',
    );
  }

  /** A follower that is running may have looked before this run wrote: it is asked again until it takes the request. */
  async #runFollowers(job: Job, signal: AbortSignal): Promise<void> {
    const followers = this.#jobs.filter(({ follows }) =>
      follows?.includes(job.id),
    );
    for (const { job: follower } of followers) {
      while (!signal.aborted && !(await this.#trigger(follower))) {
        await pause(FOLLOWER_PAUSE_MS, undefined, { signal }).catch(() => {});
      }
    }
  }

  /** False when the job is running. */
  async #trigger(job: Job): Promise<boolean> {
    try {
      await this.#scheduler.triggerTask(job.id);
      return true;
    } catch (error) {
      if (isError(error) && error.name === 'ConflictError') {
        return false;
      }
      throw error;
    }
  }
}
