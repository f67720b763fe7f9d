/** What the events of jobs say: runs, paid requests, and how far and among whom costs were read. */
import type { CostDimension } from '@cloudops/plugin-guardrails-node';
import type { CostKind, Day } from '../database/interfaces';

/**
 * Metadata of an `aws_requested` event, written before each paid request that the run's own events do not stand for
 * ({@link AccountRun}), so that the cap holds even when the process is killed.
 */
export interface AwsRequestedMetadata {
  readonly jobId: string;
  /** Absent for the account of the portal's own credentials. */
  readonly accountId?: string;
  /** Which request of the account and UTC day it is, from 1. */
  readonly number: number;
  readonly capPerDay: number;
}

/** What the account's bill says of one day, with all the decimals that it has; absent where it says nothing. */
export interface DayTotals {
  readonly usage?: string;
  readonly charges?: string;
}

/** How far an account has been read, without a gap. */
export interface CostCoverage {
  /** Absent while none was read. */
  readonly usage?: {
    /** Inclusive. */
    readonly from: Day;
    /** Exclusive. */
    readonly to: Day;
    /**
     * Where an account is read in steps: days before this one were read when nothing was expected to change them any
     * more. Absent for any other account, whose days are read every day until then.
     */
    readonly settledTo?: Day;
  };
  /** Absent while none were read. */
  readonly charges?: {
    /** Inclusive. */
    readonly from: Day;
    /** The UTC day on which those of the months that AWS has not closed were last read; absent before. */
    readonly readOn?: Day;
  };
}

/** Days of the bill of an organization's management account that were counted without some of its members. */
export interface DaysLeftOut {
  readonly spend: CostKind;
  /** Inclusive. */
  readonly from: Day;
  /** Exclusive. */
  readonly to: Day;
  /** Sorted. */
  readonly accountIds: readonly string[];
}

/** Of each kind the first and the last day, both inclusive, that AWS ever answered of an account, however it was counted. */
export type AnsweredDays = Readonly<
  Partial<Record<CostKind, { readonly from: Day; readonly to: Day }>>
>;

/** How far an account's stored days are divided by the claims in force; those before are by older ones. */
export interface DivisionReach {
  /** The first day of usage from which on they are; absent while none is. */
  readonly usage?: Day;
  /** The same of charges. */
  readonly charges?: Day;
  /** When reading the past anew last began, for these claims or for older ones; ISO 8601, absent while it never did. */
  readonly pastBegunAt?: string;
  /** Whether that was for these claims. */
  readonly isPastBegun?: boolean;
}

/** How an account is read whose days the cap does not let be read at once: a few at a time, usage and charges apart. */
export interface ReadingSteps {
  /** Of usage. */
  readonly days: number;
  /** The cap that calls for it; with another one the account is read as any other. */
  readonly capPerDay: number;
}

/**
 * Metadata of a `costs_read` event, written in the transaction that stores a part of an account's days, so that an
 * interrupted run goes on where it was, and that what is stored can be checked against what AWS said. A read that found
 * what is known already has none.
 */
export interface CostsReadMetadata {
  readonly jobId: string;
  /** Absent for the account of the portal's own credentials. */
  readonly accountId?: string;
  /** How the spend was counted and divided (`attributionDigest`). */
  readonly attribution: string;
  /**
   * How it was counted, whoever it is given to (`countingDigest`); with another one all of it is read anew. Absent in
   * events of older versions, where `attribution` stands for both.
   */
  readonly counting?: string;
  /** Absent in events of older versions: all that is covered is divided by the claims in force. */
  readonly divided?: DivisionReach;
  /** The days that were read: first, inclusive, … */
  readonly from: Day;
  /** … to last, exclusive. */
  readonly to: Day;
  /** What was read of them. */
  readonly spend: readonly CostKind[];
  /**
   * Where other accounts, which are read by themselves, were left out of the days that were asked for, answered or not.
   * Absent for accounts of which none ever are, and in events of older versions.
   */
  readonly leftOut?: readonly DaysLeftOut[];
  /** By this and all earlier reads; absent in events of older versions. */
  readonly answered?: AnsweredDays;
  /** What has been read by this and earlier reads. */
  readonly covered: CostCoverage;
  /**
   * The first of the days in a month that AWS has not invoiced, by its own flag in this and earlier reads; absent where
   * all are invoiced, and in events of older versions.
   */
  readonly openFrom?: Day;
  /** ISO 4217; absent when the account had no costs at all. */
  readonly currency?: string;
  /** The account's own sums of the answer, before any of it was attributed. */
  readonly totals: Readonly<Record<Day, DayTotals>>;
  /** Paid requests of the newest read of the open months, and of the newest one of the recent days alone. */
  readonly requests: {
    readonly openMonths?: number;
    readonly recentDays?: number;
  };
  /** Absent for an account that the cap lets be read at once. */
  readonly steps?: ReadingSteps;
  readonly progress: ReadProgress;
}

/** Which project has which spend of an account, so that a claim can stay in force that its entity no longer says. */
export interface RecordedClaims {
  /** Has what nobody else claims; absent: it is unallocated. */
  readonly rest?: string;
  readonly values: readonly {
    readonly dimension: CostDimension;
    readonly value: string;
    readonly project: string;
  }[];
}

/** Metadata of an `attribution_changed` event: the projects among which an account's spend is divided from now on. */
export interface AttributionChangedMetadata {
  readonly jobId: string;
  /** Absent for the account of the portal's own credentials. */
  readonly accountId?: string;
  readonly attribution: string;
  /** Names; the first is the one of what is unallocated. */
  readonly projects: readonly string[];
  /** Absent in events of older versions. */
  readonly claims?: RecordedClaims;
}

/** How many days of accounts a run has read, of those that it set out to read. */
export interface ReadProgress {
  readonly doneDays: number;
  readonly totalDays: number;
}

/** What a run of a job with a cap on paid requests says of one account, in its own events. */
export interface AccountRun {
  /**
   * Paid requests that the event stands for: in `run_started` as many as the run may make before it writes another
   * event, in its end as many as it made of them. Each further one has an `aws_requested`. A run without an end counts
   * as having made all.
   */
  readonly reserved?: number;
  /** All paid requests that the run made; absent in `run_started`. */
  readonly requests?: number;
  /** What was read to its end and is what was known before, so that no `costs_read` tells of it. */
  readonly unchanged?: 'openMonths' | 'recentDays';
  /**
   * How the next run is to read, because the cap stopped this one at a part that it could not have read at all; null: as
   * any other account again.
   */
  readonly steps?: ReadingSteps | null;
  /**
   * Entities with a part of the account that the catalog did not list: name → the time of the first run in a row that
   * missed it. Absent where nothing is missing, and nothing was at the last run.
   */
  readonly missing?: Readonly<Record<string, string>>;
}

/** The key of {@link RunMetadata.accounts} for the account of the portal's own credentials. */
export const OWN_ACCOUNT_KEY = 'own';

/** The scope of a failure that concerns everything that a run was to do. */
export const WHOLE_RUN = 'the run';

/** Metadata of a job's run events. Counters are zero in `run_started`. */
export interface RunMetadata {
  readonly jobId: string;
  readonly trigger: 'schedule' | 'manual';
  /** Who asked for the run; absent when the schedule did. */
  readonly requestedBy?: string;
  readonly startedAt: string;
  readonly rowsWritten: number;
  /** Absent when there were none. */
  readonly rowsDeleted?: number;
  readonly awsRequests: number;
  /** AWS accounts and projects that failed, in words; the others went on. */
  readonly failures: readonly {
    readonly scope: string;
    readonly message: string;
    /** Names of the projects that are not complete for it; absent where all are, or nobody's data. */
    readonly projects?: readonly string[];
  }[];
  /** What somebody has to correct of a project, and what failed nothing; absent where there is none. */
  readonly problems?: readonly {
    readonly project: string;
    readonly message: string;
  }[];
  /** By account id; absent for jobs whose requests are not paid. */
  readonly accounts?: Readonly<Record<string, AccountRun>>;
  /** Absent where a job does not read by days. */
  readonly progress?: ReadProgress;
  /** Names of the projects whose data this run completed. */
  readonly completedProjects: readonly string[];
}
