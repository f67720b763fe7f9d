/** What a job is to the runner that schedules it, records its runs and reports its failures. */
import type { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import type { JobId } from '@cloudops/plugin-guardrails-common';

/** Where a job notes what it does while it runs; written into the run's event at the end. */
export interface RunProgress {
  /** The run's id: `events.entity_id` of everything the run writes for the job. */
  readonly runId: string;
  readonly signal: AbortSignal;
  /** The time of the run: the same for all that it decides. */
  readonly now: Date;
  rowsWritten(count: number): void;
  rowsDeleted(count: number): void;
  /**
   * Counts one AWS request before it is made. Throws a {@link RequestCapReached} error when the day's cap for the
   * account is reached, by whatever run.
   */
  awsRequest(accountId: string | undefined): void | Promise<void>;
  /** Notes that one account or project failed; the run goes on and ends as failed. */
  failed(scope: string, error: Error): void;
  /** Notes how far the run is with what it set out to read, in days of accounts. */
  progressed(progress: {
    readonly doneDays: number;
    readonly totalDays: number;
  }): void;
  /** Notes that a project's data is complete up to now. */
  completed(projectName: string): void;
}

export interface RequestCap {
  readonly perDay: number;
  /** Their ids; undefined is the account of the portal's own credentials. */
  readonly accounts: readonly (string | undefined)[];
}

/** One duty that the scheduler runs. */
export interface Job {
  readonly id: JobId;
  readonly title: string;
  /** Most paid AWS requests per account and UTC day, and the accounts that are known; absent: none is paid. */
  readonly requestCap?: RequestCap;
  run(progress: RunProgress): Promise<void>;
}

/** A job and when it runs. */
export interface ScheduledJob {
  readonly job: Job;
  readonly schedule: SchedulerServiceTaskScheduleDefinition;
  /** It also runs after each run of these jobs that may have written something. */
  readonly follows?: readonly JobId[];
}

/** An account's AWS requests of the UTC day are used up. */
export class RequestCapReached extends Error {
  override readonly name = 'RequestCapReached';
}
