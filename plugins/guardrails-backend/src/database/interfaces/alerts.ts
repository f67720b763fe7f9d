/** Alerts, and what is asked about them. */
import type {
  AlertStatus,
  AlertType,
  Severity,
} from '@cloudops/plugin-guardrails-common';
import type { Page, PageOf, CountedPageOf } from './pages';
import type { ProjectLabel } from './projects';

/** A row of `alerts`. `updatedAt` grows strictly with every change, so it serves as the version. */
export interface AlertRecord {
  readonly id: string;
  readonly projectId: string;
  readonly alertType: AlertType;
  readonly status: AlertStatus;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  readonly source: string;
  readonly detectedAt: Date;
  readonly windowStart: Date;
  readonly windowEnd: Date;
  readonly serviceName?: string;
  readonly metricName?: string;
  readonly observedValue: number;
  readonly baselineValue: number;
  readonly thresholdValue: number;
  readonly ruleName: string;
  readonly acknowledgedAt?: Date;
  readonly resolvedAt?: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** An alert with what it is shown with. */
export interface ShownAlert extends AlertRecord {
  readonly project: ProjectLabel;
  /** Absent when it is not snoozed at the moment that was asked about. */
  readonly snoozedUntil?: Date;
}

export type NewAlert = Omit<
  AlertRecord,
  'id' | 'status' | 'acknowledgedAt' | 'resolvedAt' | 'createdAt' | 'updatedAt'
>;

/** What makes two findings the same alert: one unresolved alert for each series and direction of a project. */
export interface Fingerprint {
  readonly projectId: string;
  readonly alertType: AlertType;
  readonly serviceName?: string;
  readonly metricName?: string;
  /** True when the observed value lies below the baseline. */
  readonly below: boolean;
}

export interface AlertFilter {
  readonly projectIds?: readonly string[];
  readonly status?: readonly AlertStatus[];
  readonly alertType?: AlertType;
  readonly severity?: readonly Severity[];
  readonly serviceName?: string;
  /** Only alerts that are snoozed at that moment, or only those that are not. */
  readonly snoozed?: { readonly is: boolean; readonly at: Date };
  /** Resolved at or after. */
  readonly resolvedFrom?: Date;
  /** Resolved before. */
  readonly resolvedTo?: Date;
  /** Detected at or after. */
  readonly from?: Date;
  /** Detected before. */
  readonly to?: Date;
}

export interface AlertStatisticsQuestion {
  /** All when absent. */
  readonly projectIds?: readonly string[];
  /** Inclusive. */
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

export interface AlertStatisticsRecord {
  /** Weeks begin on Monday, UTC; only those in which something was. */
  readonly opened: readonly { readonly week: Date; readonly count: number }[];
  readonly acknowledged: AnswersRecord;
  readonly resolved: AnswersRecord;
}

/** Alerts that reached a status, and the seconds from their detection until then; nearest-rank percentiles. */
export interface AnswersRecord {
  readonly count: number;
  /** Those that somebody waited for: the times are theirs. Undefined times when there was none. */
  readonly ranked: number;
  readonly medianSeconds?: number;
  readonly p90Seconds?: number;
  /** Only those in which something was. */
  readonly byWeek: readonly {
    readonly week: Date;
    readonly count: number;
    readonly medianSeconds?: number;
  }[];
}

export interface AlertStore {
  /** Stores an open alert; undefined when an unresolved one with the same fingerprint exists already. */
  insert(alert: NewAlert, now: Date): Promise<AlertRecord | undefined>;
  byId(id: string): Promise<AlertRecord | undefined>;
  /** Those of the ids that exist, in no particular order; one query. */
  byIds(ids: readonly string[]): Promise<AlertRecord[]>;
  /** The same row, locked until the transaction ends (where the engine can). */
  byIdForUpdate(id: string): Promise<AlertRecord | undefined>;
  /** Alerts of a fingerprint, newest window first, at most `limit`. */
  byFingerprint(
    fingerprint: Fingerprint,
    limit: number,
  ): Promise<AlertRecord[]>;
  /** The unresolved alert of a fingerprint, of which there is one at most. */
  unresolvedOf(fingerprint: Fingerprint): Promise<AlertRecord | undefined>;
  /** Every alert that is not resolved, of any of the projects; one query. */
  unresolvedOfProjects(projectIds: readonly string[]): Promise<AlertRecord[]>;
  /** Every alert that is not resolved, of one project. */
  unresolved(projectId: string): Promise<AlertRecord[]>;
  /** Replaces what a later finding changed; undefined when the alert is resolved meanwhile. */
  extend(
    id: string,
    change: Partial<
      Pick<
        AlertRecord,
        | 'windowStart'
        | 'windowEnd'
        | 'observedValue'
        | 'baselineValue'
        | 'thresholdValue'
        | 'severity'
        | 'title'
        | 'description'
        | 'ruleName'
      >
    >,
    now: Date,
  ): Promise<AlertRecord | undefined>;
  /**
   * Moves an alert from one status to another, stamping and clearing `acknowledged_at` and `resolved_at`;
   * undefined when it is no longer in `from`.
   */
  transition(
    id: string,
    change: { readonly from: AlertStatus; readonly to: AlertStatus },
    now: Date,
  ): Promise<AlertRecord | undefined>;
  /** Makes it a new version without changing more; undefined when there is none. */
  touch(id: string, now: Date): Promise<AlertRecord | undefined>;
  /** Until when each of the alerts is snoozed that are at the given moment. */
  snoozes(ids: readonly string[], at: Date): Promise<Map<string, Date>>;
  list(
    filter: AlertFilter,
    page: Page & { readonly order: 'detectedAt' | 'severity' },
  ): Promise<PageOf<AlertRecord>>;
  /**
   * The same page as people see it.
   *
   * @param at - the moment that snoozes are looked at
   */
  listShown(
    filter: AlertFilter,
    page: Page & { readonly order: 'detectedAt' | 'severity' },
    at: Date,
  ): Promise<CountedPageOf<ShownAlert>>;
  /** Those of the ids that exist, in no particular order; one query. */
  shown(ids: readonly string[], at: Date): Promise<ShownAlert[]>;
  /** What was opened within a range of time, and how long what was answered within it had taken. */
  statistics(question: AlertStatisticsQuestion): Promise<AlertStatisticsRecord>;
}
