/** Gives the jobs to the scheduler and runs them: every run is recorded, every failure is visible. */
import type {
  LoggerService,
  RootLifecycleService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { setTimeout as pause } from 'node:timers/promises';
import { WHOLE_RUN } from '../audit';
import type { GuardrailsDatabase } from '../database';
import type { Job, ScheduledJob } from './interfaces';
import { RunHistory } from './RunHistory';
import type { RunRequests } from './RunRequests';
import { type RunEnd, RunRecord } from './RunRecord';
import { timeoutOf } from './schedules';
import { orAborted } from '../stopping';

// A fresh portal shows data within a minute; the start itself stays undisturbed for a few seconds.
const INITIAL_DELAY = { seconds: 3 };
// How often a follower that is running already is asked again.
const FOLLOWER_PAUSE_MS = 1000;
// How often the scheduler is asked whether it has taken back a run that ended; it does within milliseconds.
const RELEASE_PAUSE_MS = 100;
// How long a portal that shuts down waits for its runs to end: half of what a container is given to stop in.
const SHUTDOWN_PATIENCE_MS = 10_000;
// The scheduler starts its clock a moment before a run begins.
const TIMER_SLACK_MS = 1000;

export class JobRunner {
  readonly #scheduler: SchedulerService;
  readonly #database: GuardrailsDatabase;
  readonly #logger: LoggerService;
  readonly #jobs: readonly ScheduledJob[];
  readonly #clock: () => Date;
  readonly #requests: RunRequests;
  readonly #history: RunHistory;
  readonly #lifecycle: Pick<RootLifecycleService, 'addBeforeShutdownHook'>;
  readonly #elapsed: () => number;
  readonly #shutdown = new AbortController();
  /** Those of this process. */
  readonly #runs = new Set<Promise<void>>();
  /** Jobs whose run the shutdown of this process ended. */
  readonly #interrupted: Job[] = [];

  constructor(options: {
    readonly scheduler: SchedulerService;
    readonly database: GuardrailsDatabase;
    readonly logger: LoggerService;
    readonly jobs: readonly ScheduledJob[];
    /** Those that this process makes. */
    readonly requests: RunRequests;
    readonly clock?: () => Date;
    readonly lifecycle: Pick<RootLifecycleService, 'addBeforeShutdownHook'>;
    /** Milliseconds that passed since some moment, whatever is done to the clock. */
    readonly elapsed?: () => number;
  }) {
    this.#scheduler = options.scheduler;
    this.#database = options.database;
    this.#logger = options.logger;
    this.#jobs = options.jobs;
    this.#requests = options.requests;
    this.#clock = options.clock ?? (() => new Date());
    this.#history = new RunHistory(options.database);
    this.#lifecycle = options.lifecycle;
    this.#elapsed = options.elapsed ?? (() => performance.now());
  }

  /** Registers every job; of several portals on one database only one runs a job at a time. */
  async start(): Promise<void> {
    // While there is still a database: what a run ends with must be written.
    this.#lifecycle.addBeforeShutdownHook(() => this.#stop());
    for (const scheduled of this.#jobs) {
      const { schedule } = scheduled;
      await this.#scheduler.scheduleTask({
        ...schedule,
        // The scheduler would run a job that only people start once the delay is over.
        initialDelay:
          schedule.initialDelay ??
          ('trigger' in schedule.frequency ? undefined : INITIAL_DELAY),
        scope: 'global',
        id: scheduled.job.id,
        signal: this.#shutdown.signal,
        fn: signal => this.#tracked(this.#run(scheduled, signal)),
      });
    }
  }

  async #tracked(run: Promise<void>): Promise<void> {
    this.#runs.add(run);
    return run.finally(() => this.#runs.delete(run));
  }

  /**
   * Ends the runs of this process and has those jobs run again wherever a portal runs, or first runs again: their next
   * turn by the schedule may be hours away. Only who was interrupted asks, so that it happens once.
   */
  async #stop(): Promise<void> {
    this.#shutdown.abort();
    const patience = AbortSignal.timeout(SHUTDOWN_PATIENCE_MS);
    const ended = Promise.allSettled(this.#runs);
    await orAborted(ended, patience).catch(() => {});
    await Promise.all(
      this.#interrupted.map(job =>
        this.#triggerUntilTaken(job, patience, RELEASE_PAUSE_MS),
      ),
    );
  }

  /** Rejects when the run failed, so that the scheduler's own record says so too. */
  async #run(scheduled: ScheduledJob, signal: AbortSignal): Promise<void> {
    const { job } = scheduled;
    const stop = this.#watch(scheduled, signal);
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
      run.failed(WHOLE_RUN, stop.reason ?? (error as Error));
    }
    const end = await this.#end(run, cause);
    if (cause !== undefined && stop.isShutdown) {
      this.#interrupted.push(job);
    }
    if (end.status === 'skipped') {
      this.#logger.warn(`${job.id} was skipped: ${end.reason}`);
      if (run.hasWritten) {
        await this.#runFollowers(job);
      }
      return;
    }
    await this.#runFollowers(job);
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

  /** Tells, once the run was stopped, what stopped it: the scheduler's signal does not. */
  #watch({ schedule }: ScheduledJob, signal: AbortSignal) {
    const timeoutMs = timeoutOf(schedule);
    const startedAt = this.#elapsed();
    const stop: { reason?: Error; isShutdown?: boolean } = {};
    const onAbort = () => {
      stop.isShutdown = this.#shutdown.signal.aborted;
      if (stop.isShutdown) {
        stop.reason = new Error(
          'stopped because the portal shut down; what it had written is kept, and it runs again as soon as a portal does',
        );
      } else if (this.#elapsed() - startedAt >= timeoutMs - TIMER_SLACK_MS) {
        stop.reason = new Error(
          `stopped after its timeout of ${
            timeoutMs / 60_000
          } minutes; what it had written is kept`,
        );
      } else {
        stop.reason = new Error(
          'stopped because the scheduler was told to cancel it; what it had written is kept',
        );
      }
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    return stop;
  }

  /**
   * A follower that is running may have looked before this run wrote: it is asked again until it takes the request.
   * Also after a run that its timeout ended: what that had written is there.
   */
  async #runFollowers(job: Job): Promise<void> {
    const followers = this.#jobs.filter(({ follows }) =>
      follows?.includes(job.id),
    );
    for (const { job: follower } of followers) {
      await this.#triggerUntilTaken(
        follower,
        this.#shutdown.signal,
        FOLLOWER_PAUSE_MS,
      );
    }
  }

  async #triggerUntilTaken(
    job: Job,
    signal: AbortSignal,
    pauseMs: number,
  ): Promise<void> {
    while (!signal.aborted && !(await this.#trigger(job))) {
      await pause(pauseMs, undefined, { signal }).catch(() => {});
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
