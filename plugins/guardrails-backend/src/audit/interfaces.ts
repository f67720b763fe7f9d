/** The vocabulary of the audit trail: every event type and who may be an actor. */
import type { Day } from '../database/interfaces';

/** Actor of everything that no person did. */
export const SYSTEM_ACTOR = 'system';

/**
 * Every `events.event_type` that the product writes, by the entity it belongs to.
 *
 * - alert: `created` and `recurred` (metadata: {@link AlertCreatedMetadata}, and as `alert` the columns of the row as they
 *   stand after it, with `created` all of those that never change), `escalated` (the same and from/to
 *   severity), `status_changed` (metadata: from, to, note; activityId when it was said to be expected; description where it changed), `snoozed` (until, note), `snooze_ended` (until: what it was;
 *   note), `note_added` (note), `announcement_failed` (outlet, eventId, attempts, reason), `drivers_found` (metadata:
 *   {@link DriversFoundMetadata}), `drivers_failed` (attempt, attempts: how many are made, reason)
 * - alert, with the id of a planned activity as entity_id, because what it decides is whether there are alerts:
 *   `activity_planned` (metadata: {@link ActivityPlannedMetadata}), `activity_cancelled` (to: when it was to end; reason),
 *   `finding_suppressed` (metadata: {@link FindingSuppressedMetadata}; title: of the finding)
 * - recommendation: each with its alertId; `created` (playbook, and as `recommendation` what it says), `status_changed` (from, to, note), `owner_changed`
 *   (from, to, note), `note_added` (note), `resized` (from and to: the impact; `recommendation`)
 * - job, of which the metadata stands in `runs.ts`: `run_started`, `run_succeeded`, `run_failed`, `run_skipped` (entity_id = run id; metadata: `RunMetadata`);
 *   `run_requested` (no entity_id, its run begins later; metadata: jobId); `aws_requested` (entity_id = run id;
 *   metadata: `AwsRequestedMetadata`); `cost_restated` (entity_id = run id; metadata: date, service, currency,
 *   from, to); `costs_read` (entity_id = run id; metadata: `CostsReadMetadata`);
 *   `attribution_changed` (entity_id = run id; metadata: `AttributionChangedMetadata`)
 */
export const EVENT_TYPES = {
  created: 'created',
  recurred: 'recurred',
  escalated: 'escalated',
  statusChanged: 'status_changed',
  ownerChanged: 'owner_changed',
  noteAdded: 'note_added',
  snoozed: 'snoozed',
  snoozeEnded: 'snooze_ended',
  resized: 'resized',
  announcementFailed: 'announcement_failed',
  driversFound: 'drivers_found',
  driversFailed: 'drivers_failed',
  activityPlanned: 'activity_planned',
  activityCancelled: 'activity_cancelled',
  findingSuppressed: 'finding_suppressed',
  runStarted: 'run_started',
  runSucceeded: 'run_succeeded',
  runFailed: 'run_failed',
  runSkipped: 'run_skipped',
  runRequested: 'run_requested',
  awsRequested: 'aws_requested',
  costRestated: 'cost_restated',
  costsRead: 'costs_read',
  attributionChanged: 'attribution_changed',
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

/** What one usage type (or member account) of a service cost on the judged day, and what it costs on such days. */
export interface CostPart {
  readonly dimension: 'service' | 'usage_type' | 'linked_account';
  readonly name: string;
  readonly observed: number;
  /** The mean of the {@link DriversFoundMetadata.baselineDays}. */
  readonly baseline: number;
}

/** Metadata of a `drivers_found` event: what a drill-down into the service of a cost alert told. */
export interface DriversFoundMetadata {
  readonly service: string;
  /** The judged day. */
  readonly day: Day;
  readonly baselineDays: readonly Day[];
  /** ISO 4217. */
  readonly currency: string;
  /** Of the decision on that day. */
  readonly observed: number;
  readonly baseline: number;
  readonly parts: readonly CostPart[];
}

/** Metadata of an `activity_planned` event: everything that a planned activity is. */
export interface ActivityPlannedMetadata {
  /** With neither a service nor a metric it is about the whole project. */
  readonly service?: string;
  readonly metric?: string;
  /** ISO 8601 as `Date` writes it, so that text compares as time does. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  readonly reason: string;
  /** The alert that was said to be expected. */
  readonly alertId?: string;
}

/** Metadata of a `finding_suppressed` event: the decision that no alert came of. */
export interface FindingSuppressedMetadata extends AlertCreatedMetadata {
  readonly service?: string;
  readonly metric?: string;
  /** The unresolved alert that stayed as it was, and on whose timeline this is. */
  readonly alertId?: string;
  /** Of the activity, and who planned it. */
  readonly reason: string;
  readonly plannedBy: string;
}
