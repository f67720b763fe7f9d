/** One run of a job: its start and its end in the trail, and all that it noted in between. */
import { v7 as uuid } from 'uuid';
import {
  type AccountRun,
  RunTrail,
  type AuditedRun,
  type ReadProgress,
  type RunMetadata,
  SYSTEM_ACTOR,
} from '../audit';
import { DEFAULT_PROJECT } from '../config';
import type { GuardrailsDatabase } from '../database';
import { accountKey, RequestCapReached } from '../ingestion';
import type { Job, RunProgress } from './interfaces';
import { RequestMeter } from './RequestMeter';

/** How a run ended. */
export type RunEnd =
  | { readonly status: 'succeeded' }
  | { readonly status: 'skipped'; readonly reason: string }
  | { readonly status: 'failed'; readonly message: string };

interface Failure {
  readonly scope: string;
  readonly error: Error;
  readonly projects?: readonly string[];
}

export class RunRecord implements RunProgress {
  readonly runId = uuid();
  readonly signal: AbortSignal;
  readonly now: Date;
  readonly #database: GuardrailsDatabase;
  readonly #job: Job;
  readonly #clock: () => Date;
  readonly #projectId: string;
  readonly #requestedBy: string | undefined;
  readonly #meter: RequestMeter;
  readonly #failures: Failure[] = [];
  readonly #completed = new Set<string>();
  #rowsWritten = 0;
  readonly #problems: { project: string; message: string }[] = [];
  #rowsDeleted = 0;
  readonly #accounts = new Map<string, AccountRun>();
  #progress: ReadProgress | undefined;

  /** Writes the run's start. */
  static async start(options: {
    readonly database: GuardrailsDatabase;
    readonly job: Job;
    readonly clock: () => Date;
    readonly signal: AbortSignal;
    /** Who asked for the run; absent when the schedule did. */
    readonly requestedBy?: string;
  }): Promise<RunRecord> {
    const [{ id }] = await options.database.projects.ensure([DEFAULT_PROJECT]);
    const run = new RunRecord(options, id);
    await options.database.transaction(async stores => {
      await run.#meter.reserve(stores, id);
      const trail = new RunTrail(stores, run.now);
      await trail.runStarted(run.#audited(run.#meter.reserved));
    });
    return run;
  }

  private constructor(
    options: Parameters<typeof RunRecord.start>[0],
    projectId: string,
  ) {
    this.#database = options.database;
    this.#job = options.job;
    this.#clock = options.clock;
    this.#projectId = projectId;
    this.#requestedBy = options.requestedBy;
    this.#meter = new RequestMeter(options);
    this.signal = options.signal;
    this.now = options.clock();
  }

  /** Whether it has written rows that others may wait for. */
  get hasWritten(): boolean {
    return this.#rowsWritten > 0;
  }

  rowsWritten(count: number): void {
    this.#rowsWritten += count;
  }

  rowsDeleted(count: number): void {
    this.#rowsDeleted += count;
  }

  async awsRequest(accountId: string | undefined): Promise<void> {
    await this.#meter.count(
      { projectId: this.#projectId, runId: this.runId },
      accountId,
    );
  }

  accountRead(
    accountId: string | undefined,
    read: Pick<AccountRun, 'unchanged' | 'steps' | 'missing'>,
  ): void {
    const key = accountKey(accountId);
    this.#accounts.set(key, { ...this.#accounts.get(key), ...read });
  }

  failed(scope: string, error: Error, projects?: readonly string[]): void {
    this.#failures.push({ scope, error, projects });
  }

  problem(project: string, message: string): void {
    this.#problems.push({ project, message });
  }

  progressed(progress: ReadProgress): void {
    this.#progress = { ...progress };
  }

  completed(projectName: string): void {
    this.#completed.add(projectName);
  }

  /** Writes the run's end and tells how it ended. */
  async end(): Promise<RunEnd> {
    const trail = this.#trail(this.#clock());
    // Whoever asked for it: how it ended was no person's doing.
    const ended = {
      ...this.#audited(this.#accountsAtEnd()),
      actor: SYSTEM_ACTOR,
    };
    const skipReason = this.#skipReason();
    if (skipReason !== undefined) {
      await trail.runSkipped(ended, skipReason);
      return { status: 'skipped', reason: skipReason };
    }
    if (this.#failures.length > 0) {
      const { message } = await trail.runFailed(ended);
      return { status: 'failed', message };
    }
    await trail.runSucceeded(ended);
    return { status: 'succeeded' };
  }

  /** A run was skipped when nothing but the day's used up requests kept it from what it set out to do. */
  #skipReason(): string | undefined {
    const capped = this.#failures.filter(
      ({ error }) => error instanceof RequestCapReached,
    );
    return capped.length > 0 && capped.length === this.#failures.length
      ? capped
          .map(({ scope, error }) => `${scope}: ${error.message}`)
          .join('; ')
      : undefined;
  }

  #accountsAtEnd(): Record<string, AccountRun> | undefined {
    const counted = this.#meter.counted;
    return (
      counted &&
      // Of an account that is read no more there may be something to say as well.
      Object.fromEntries(
        [...new Set([...Object.keys(counted), ...this.#accounts.keys()])].map(
          key => [key, { ...counted[key], ...this.#accounts.get(key) }],
        ),
      )
    );
  }

  #audited(accounts: Record<string, AccountRun> | undefined): AuditedRun {
    const metadata: RunMetadata = {
      jobId: this.#job.id,
      trigger: this.#requestedBy === undefined ? 'schedule' : 'manual',
      ...(this.#requestedBy !== undefined && {
        requestedBy: this.#requestedBy,
      }),
      startedAt: this.now.toISOString(),
      rowsWritten: this.#rowsWritten,
      ...(this.#rowsDeleted > 0 && { rowsDeleted: this.#rowsDeleted }),
      awsRequests: this.#meter.total,
      failures: this.#failures.map(({ scope, error, projects }) => ({
        scope,
        message: error.message,
        ...(projects && { projects }),
      })),
      ...(this.#problems.length > 0 && { problems: [...this.#problems] }),
      ...(accounts && { accounts }),
      ...(this.#progress && { progress: this.#progress }),
      completedProjects: [...this.#completed],
    };
    return {
      projectId: this.#projectId,
      runId: this.runId,
      actor: this.#requestedBy ?? SYSTEM_ACTOR,
      metadata,
    };
  }

  #trail(now: Date): RunTrail {
    return new RunTrail(this.#database, now);
  }
}
