/** Planned activities, which the trail alone keeps. */
import type { EventRecord } from './events';
import type { Page, PageOf } from './pages';

/** A period that a person marked, in which nothing fires; read off the trail. */
export interface PlannedActivityRecord {
  readonly id: string;
  readonly projectId: string;
  /** With neither a service nor a metric it is about the whole project. */
  readonly serviceName?: string;
  readonly metricName?: string;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  readonly reason: string;
  readonly plannedBy: string;
  readonly plannedAt: Date;
  /** The alert that was said to be expected. */
  readonly alertId?: string;
  /** Absent while nobody has. */
  readonly cancelled?: { readonly by: string; readonly at: Date };
}

export interface PlannedActivityFilter {
  readonly projectIds?: readonly string[];
  /** Only those that have neither ended nor been cancelled at that moment, or only the others. */
  readonly current?: { readonly is: boolean; readonly at: Date };
}

export interface PlannedActivityStore {
  byId(id: string): Promise<PlannedActivityRecord | undefined>;
  /** Newest first. */
  list(
    filter: PlannedActivityFilter,
    page: Page,
  ): Promise<PageOf<PlannedActivityRecord>>;
  /** Of all projects those that are not cancelled and end after `at`, in the order in which they were planned. */
  endingAfter(at: Date): Promise<PlannedActivityRecord[]>;
  /** How many of a project are current at `at`, and how many were planned at or after `since`. */
  counts(
    projectId: string,
    { at, since }: { readonly at: Date; readonly since: Date },
  ): Promise<{ current: number; planned: number }>;
  /** `finding_suppressed` events of the activities, oldest first. */
  suppressions(ids: readonly string[]): Promise<EventRecord[]>;
  /** `finding_suppressed` events that left an alert as it was, oldest first. */
  suppressionsOf(alertId: string): Promise<EventRecord[]>;
}
