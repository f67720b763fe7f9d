/** What a job is to the runner that schedules it, records its runs and reports its failures. */
import type { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import type { JobId } from '@cloudops/plugin-guardrails-common';
import type { IngestionRun } from '../ingestion';

/** Where a job notes what it does while it runs; written into the run's event at the end. */
export interface RunProgress extends IngestionRun {
  rowsDeleted(count: number): void;
}

export interface RequestCap {
  readonly perDay: number;
  /**
   * Where it is the job's part of a larger one: that, and the other jobs whose requests count against it. However
   * the parts are changed in the middle of a day, together they stay within it.
   */
  readonly within?: {
    readonly perDay: number;
    readonly jobs: readonly JobId[];
  };
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

/** What the new costs show of what was done, which is measured when they are judged. */
export interface SavingsMeasurement {
  /** Measures and stores what is not stored yet. */
  store(): Promise<void>;
}
