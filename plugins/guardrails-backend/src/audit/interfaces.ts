/** The vocabulary of the audit trail: every event type and who may be an actor. */

/** Actor of everything that no person did. */
export const SYSTEM_ACTOR = 'system';

/**
 * Every `events.event_type` that the product writes, by the entity it belongs to.
 *
 * - alert: `created` and `recurred` (metadata: {@link AlertCreatedMetadata}), `escalated` (the same and from/to
 *   severity), `status_changed` (metadata: from, to, note), `announcement_failed` (outlet, eventId, attempts, reason)
 * - recommendation: each with its alertId; `created` (playbook), `status_changed` (from, to, note), `owner_changed`
 *   (from, to, note), `note_added` (note), `resized` (from and to: the impact)
 * - job: `run_started`, `run_succeeded`, `run_failed`, `run_skipped` (entity_id = run id; metadata: {@link RunMetadata});
 *   `run_progressed` (the same; `completedProjects` are those since the one before), once a minute of a long run;
 *   `run_requested` (no entity_id, its run begins later; metadata: jobId); `aws_requested` (entity_id = run id;
 *   metadata: {@link AwsRequestedMetadata}); `cost_restated` (entity_id = run id; metadata: date, service, currency,
 *   from, to)
 */
export const EVENT_TYPES = {
  created: 'created',
  recurred: 'recurred',
  escalated: 'escalated',
  statusChanged: 'status_changed',
  ownerChanged: 'owner_changed',
  noteAdded: 'note_added',
  resized: 'resized',
  announcementFailed: 'announcement_failed',
  runStarted: 'run_started',
  runProgressed: 'run_progressed',
  runSucceeded: 'run_succeeded',
  runFailed: 'run_failed',
  runSkipped: 'run_skipped',
  runRequested: 'run_requested',
  awsRequested: 'aws_requested',
  costRestated: 'cost_restated',
} as const;

/** Metadata of an alert's `created`, `recurred` and `escalated` events: enough to replay the decision. */
export interface AlertCreatedMetadata {
  readonly rule: string;
  readonly ruleVersion: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Of the values of the verdict: `count`, `ms` or an ISO 4217 currency. */
  readonly unit: string;
  /** The points the rule was given: ISO timestamps of the first and the judged one, and how many. */
  readonly inputs: {
    readonly from: string;
    readonly to: string;
    readonly points: number;
    readonly periodSeconds: number;
  };
  readonly verdict: {
    readonly at: string;
    readonly observed: number;
    readonly baseline: number;
    readonly threshold: number;
  };
}

/**
 * Metadata of an `aws_requested` event, written before each paid request of a job that has a cap, so that the cap
 * holds even when the process is killed.
 */
export interface AwsRequestedMetadata {
  readonly jobId: string;
  /** Absent for the account of the portal's own credentials. */
  readonly accountId?: string;
  /** Which request of the account and UTC day it is, from 1. */
  readonly number: number;
  readonly capPerDay: number;
}

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
  }[];
  /** Names of the projects whose data this run completed. */
  readonly completedProjects: readonly string[];
}
