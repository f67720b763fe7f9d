/** What is told about alerts: the topics and payload of the events bus, and of the webhook. */
import type {
  AlertStatus,
  AlertType,
  Severity,
} from '@cloudops/plugin-guardrails-common';

/**
 * Topics on Backstage's events bus. Every alert begins with `opened` (also one that is reopened), ends with
 * `resolved`, and may be `changed` in between: it recurred, escalated, or somebody worked on it.
 *
 * @public
 */
export const ALERT_TOPICS = {
  opened: 'guardrails.alert.opened',
  changed: 'guardrails.alert.changed',
  resolved: 'guardrails.alert.resolved',
} as const;

/**
 * What is told of one change of one alert. The alert is described as it stands when it is told. The same announcement
 * may arrive more than once, and after a failure out of order: `id` names it, `occurredAt` orders it.
 *
 * @public
 */
export interface AlertAnnouncement {
  /** Id of the event in the audit trail; the same for every attempt. */
  readonly id: string;
  readonly topic: (typeof ALERT_TOPICS)[keyof typeof ALERT_TOPICS];
  /** When it happened, ISO 8601 UTC. */
  readonly occurredAt: string;
  /** Type of the event in the audit trail, e.g. `created`, `escalated`, `status_changed`. */
  readonly change: string;
  /** Who did it: an email, a user entity ref, a service's subject, or `system`. */
  readonly actor: string;
  /** What happened, as a sentence. */
  readonly message: string;
  readonly alert: {
    readonly id: string;
    readonly project: string;
    readonly type: AlertType;
    readonly status: AlertStatus;
    readonly severity: Severity;
    readonly title: string;
    readonly description: string;
    /** AWS service of a cost alert. */
    readonly service?: string;
    /** Metric of a reliability alert. */
    readonly metric?: string;
    readonly observedValue: number;
    readonly baselineValue: number;
    readonly thresholdValue: number;
    readonly rule: string;
    /** ISO 8601 UTC. */
    readonly windowStart: string;
    /** ISO 8601 UTC, exclusive. */
    readonly windowEnd: string;
    /** The alert's page in the portal. */
    readonly url: string;
  };
}
