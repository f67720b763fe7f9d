/** The audit trail, which is only ever added to. */
import type { EventEntityType } from '@cloudops/plugin-guardrails-common';
import type { Page, PageOf } from './pages';

/** A row of `events`. */
export interface EventRecord {
  readonly id: string;
  readonly projectId: string;
  readonly entityType: EventEntityType;
  readonly entityId?: string;
  readonly eventType: string;
  readonly message: string;
  readonly actor: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
}

/** With what it is about, as its alert or recommendation is called now; nothing of a job, nor of what is gone. */
export interface NamedEvent extends EventRecord {
  readonly entityTitle?: string;
}

export type NewEvent = Omit<EventRecord, 'id' | 'createdAt'>;

export interface EventFilter {
  readonly projectIds?: readonly string[];
  readonly entityType?: readonly EventEntityType[];
  readonly entityId?: string;
  readonly eventType?: readonly string[];
  readonly actor?: string;
  /** Only events of this job (`metadata.jobId`). */
  readonly jobId?: string;
  /** Only runs that completed this project (`metadata.completedProjects`). */
  readonly completedProject?: string;
  /** Only events about this AWS account (`metadata.accountId`); null: about that of the portal's own credentials. */
  readonly accountId?: string | null;
  /** Created at or after. */
  readonly from?: Date;
  /** Created before. */
  readonly to?: Date;
  /** Only events of these entity types, each of these projects (of all when absent). */
  readonly visible?: readonly {
    readonly entityType: EventEntityType;
    readonly projectIds?: readonly string[];
  }[];
}

export interface EventPage extends Page {
  /** A field of the metadata that is left out, because it is long and of no use to who asks. */
  readonly without?: 'completedProjects';
}

export interface EventStore {
  byId(id: string): Promise<EventRecord | undefined>;
  append(events: readonly NewEvent[], now: Date): Promise<EventRecord[]>;
  /** Newest first. */
  list(filter: EventFilter, page: EventPage): Promise<PageOf<EventRecord>>;
  /** Newest first. */
  listNamed(filter: EventFilter, page: Page): Promise<PageOf<NamedEvent>>;
  count(filter: EventFilter): Promise<number>;
  /**
   * The id of the project that has what is unallocated of the account that `project` has a part of: the one of the newest
   * `attribution_changed` event that lists `project`; undefined before the first. One query, which reads no metadata out.
   */
  remainderOf(project: string): Promise<string | undefined>;
  /** All events of one alert, recommendation or run, oldest first. */
  byEntity(
    entityType: EventEntityType,
    entityId: string,
  ): Promise<EventRecord[]>;
  /**
   * Looks at most at `limit` events from before `at`, newest first, and deletes them; but not those of an alert that was
   * unresolved at `at` or is now, of its recommendations, or of the restatements that its decision is replayed from;
   * nor the few that tell among which projects an account's spend is divided.
   *
   * @param page.cursor - of the answer before; absent: from `at` on
   * @param kept - ids of others that are not to be deleted
   */
  deleteBefore(
    at: Date,
    page: Page,
    kept?: ReadonlySet<string>,
  ): Promise<{ readonly deleted: number; readonly nextCursor?: string }>;
  /** `cost_restated` events of one project and service, or of all its services, oldest first, created at or after `from`. */
  restatements(
    projectId: string,
    service: string | undefined,
    from: Date,
  ): Promise<EventRecord[]>;
}
