/** The stores' records and questions: one store for each documented table, the only doors to SQL. */
import type {
  AlertStatus,
  AlertType,
  EventEntityType,
  MetricUnit,
  RecommendationStatus,
  Severity,
} from '@cloudops/plugin-guardrails-common';

/** UTC day, `YYYY-MM-DD`. */
export type Day = string;

/** A page of a list by keyset; `cursor` is opaque and comes from the page before. */
export interface Page {
  readonly limit: number;
  readonly cursor?: string;
}

/** One page, with the cursor of the next when there is one. */
export interface PageOf<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

/** One page, with how long the whole list is: counted up to 10,000, which stands for that many or more. */
export interface CountedPageOf<T> extends PageOf<T> {
  readonly totalItems: number;
}

export interface ProjectRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** What things of a project are shown with. */
export interface ProjectLabel {
  readonly name: string;
  /** Of its costs; absent while none are stored. */
  readonly currency?: string;
}

/** Which projects: those with one of the names, and what can be said with and, or, not. */
export type ProjectCriteria =
  | { readonly names: readonly string[] }
  | { readonly allOf: readonly ProjectCriteria[] }
  | { readonly anyOf: readonly ProjectCriteria[] }
  | { readonly not: ProjectCriteria };

export interface ProjectStore {
  /** Creates the projects that do not exist yet; answers all of the named ones, in the given order. */
  ensure(names: readonly string[]): Promise<ProjectRecord[]>;
  /** Every project, by name. */
  list(): Promise<ProjectRecord[]>;
  byName(name: string): Promise<ProjectRecord | undefined>;
  /** The names of some projects, by id; one query. */
  names(ids: readonly string[]): Promise<Map<string, string>>;
  /** What rows of some projects are shown with, by project id; one query. */
  labels(ids: readonly string[]): Promise<Map<string, ProjectLabel>>;
  /**
   * Waits until no other transaction holds the project's lock, and holds it until this one ends. What belongs to the
   * project can be written meanwhile. Without effect on SQLite, where one transaction writes at a time.
   */
  lock(id: string): Promise<void>;
  /** Ids of the projects that meet the criteria. */
  idsMatching(criteria: ProjectCriteria): Promise<string[]>;
}

/** What one service cost one project on one day. `amount` is a decimal of at most four places. */
export interface DailyCost {
  readonly date: Day;
  readonly service: string;
  readonly amount: string;
  readonly currency: string;
}

/** A stored amount that was replaced by another. */
export interface CostRestatement {
  readonly date: Day;
  readonly service: string;
  readonly currency: string;
  readonly from: string;
  readonly to: string;
}

export interface CostUpsert {
  readonly inserted: number;
  readonly restated: readonly CostRestatement[];
}

export interface CostRange {
  readonly projectId: string;
  /** First day, inclusive. */
  readonly from: Day;
  /** Last day, inclusive. */
  readonly to: Day;
  /** Only these services; all when absent. */
  readonly services?: readonly string[];
  /** Usage when absent: credits and refunds must never hide what was used. */
  readonly spend?: CostKind;
}

/** UTC days, both included. */
export type DayRange = Pick<CostRange, 'from' | 'to'>;

/** What one service, or all of them together, cost a project within a range of days. */
export interface CostSeriesRange extends DayRange {
  readonly projectId: string;
  /** All services when absent. */
  readonly service?: string;
}

/** First and last day of stored usage, and what it is in. */
export interface CostExtent {
  readonly first: Day;
  readonly last: Day;
  readonly currency: string;
}

/** Use of AWS services, or the charges that lie under reserved service names (`isCharge` of the common package). */
export type CostKind = 'usage' | 'charges';

export interface AmountsOfService {
  readonly service: string;
  readonly days: readonly number[];
  readonly amounts: readonly number[];
}

export interface CostStore {
  /** Inserts new days and replaces changed amounts; unchanged rows are not touched. */
  upsert(projectId: string, costs: readonly DailyCost[]): Promise<CostUpsert>;
  /** Every stored day and service of the range, by service and day. */
  amounts(
    range: CostRange,
  ): Promise<{ date: Day; service: string; amount: number }[]>;
  /**
   * Usage of several projects in a range of days: by project id, each service with its days (counted from the first of
   * the range) and what they cost, in no order; one query that answers a row for each service.
   */
  amountsOfProjects(
    projectIds: readonly string[],
    range: Pick<CostRange, 'from' | 'to'>,
  ): Promise<Map<string, AmountsOfService[]>>;
  /**
   * Usage and charges alike, for each service (in no particular order) one amount for each day of the range, in
   * ten-thousandths, which add up exactly; null where nothing is stored.
   */
  table(
    range: Omit<CostRange, 'spend'>,
  ): Promise<{ service: string; tenThousandths: (number | null)[] }[]>;
  /** Sums by service, largest first; summed by the database. */
  totalsByService(
    range: CostRange,
  ): Promise<{ service: string; total: number }[]>;
  /** Sums by day in order, only days that have rows; summed by the database. */
  totalsByDay(range: CostRange): Promise<{ date: Day; total: number }[]>;
  /** Sums by day in order over all of the projects, only days that have rows; summed by the database. */
  totalsOfProjects(
    projectIds: readonly string[],
    range: Pick<CostRange, 'from' | 'to' | 'spend'>,
  ): Promise<{ date: Day; total: number }[]>;
  /** Usage of each of the projects within each of the ranges, in their order; zeros where nothing is stored. */
  totalsOfRanges(
    projectIds: readonly string[],
    ranges: readonly DayRange[],
  ): Promise<Map<string, number[]>>;
  /** For each of the series its usage by day, in order and only days that have rows; one query. */
  series(
    series: readonly CostSeriesRange[],
  ): Promise<{ date: Day; amount: number }[][]>;
  /** The sum of each of the projects that has rows in the range, by project id; summed by the database. */
  totalsByProject(
    projectIds: readonly string[],
    range: Pick<CostRange, 'from' | 'to' | 'spend'>,
  ): Promise<Map<string, number>>;
  /** Sum of the range; 0 when nothing is stored. */
  total(range: CostRange): Promise<number>;
  /** Deletes the oldest rows of days before `day`, at most `limit`; answers how many. */
  deleteBefore(projectId: string, day: Day, limit: number): Promise<number>;
  /** Of a project; undefined when no usage is stored. */
  extent(projectId: string): Promise<CostExtent | undefined>;
  /** Of each of the projects that has usage stored, by project id; one query. */
  extents(projectIds: readonly string[]): Promise<Map<string, CostExtent>>;
}

export interface MetricValue {
  readonly metricName: string;
  readonly at: Date;
  readonly value: number;
  readonly unit: MetricUnit;
}

export interface MetricRange {
  readonly projectId: string;
  readonly metricName: string;
  /** Inclusive. */
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

export interface MetricStore {
  /** Inserts new points and replaces values that converged since; unchanged rows are not touched. */
  upsert(
    projectId: string,
    values: readonly MetricValue[],
  ): Promise<{ inserted: number; changed: number }>;
  /** Stored points of the range, oldest first. */
  points(range: MetricRange): Promise<{ at: Date; value: number }[]>;
  /** Stored points of several ranges that do not overlap, in no particular order; one query. */
  pointsWithin(
    ranges: Pick<MetricRange, 'projectId' | 'metricName'> & {
      readonly ranges: readonly Pick<MetricRange, 'from' | 'to'>[];
    },
  ): Promise<{ at: Date; value: number }[]>;
  /** Points of the range gathered into buckets that start at multiples of `resolutionSeconds` since the epoch. */
  buckets(
    range: MetricRange & { readonly resolutionSeconds: number },
  ): Promise<{ at: Date; sum: number; mean: number; max: number }[]>;
  /** Deletes the oldest points before `at`, at most `limit`; answers how many. */
  deleteBefore(projectId: string, at: Date, limit: number): Promise<number>;
  /** Project id → metric name → newest stored timestamp, of those that have any; one query. */
  newest(
    projectIds: readonly string[],
  ): Promise<Map<string, Map<string, Date>>>;
  /** Project id → {@link MetricStore.extents}, of those that have any; one query. */
  extentsOfProjects(
    projectIds: readonly string[],
  ): Promise<
    Map<
      string,
      { metricName: string; unit: MetricUnit; first: Date; last: Date }[]
    >
  >;
  /** First and last stored timestamp of each metric of a project, with its unit. */
  extents(
    projectId: string,
  ): Promise<
    { metricName: string; unit: MetricUnit; first: Date; last: Date }[]
  >;
}

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
  /** How many alerts of the given projects stand in each of the given statuses, by severity. */
  counts(
    projectIds: readonly string[],
    statuses: readonly AlertStatus[],
  ): Promise<
    {
      projectId: string;
      status: AlertStatus;
      severity: Severity;
      count: number;
    }[]
  >;
}

export interface RecommendationRecord {
  readonly id: string;
  readonly projectId: string;
  readonly alertId: string;
  readonly status: RecommendationStatus;
  readonly title: string;
  /** Stored in `action_steps`, one step a line. */
  readonly actionSteps: readonly string[];
  readonly impact: string;
  readonly owner?: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly doneAt?: Date;
  readonly dismissedAt?: Date;
}

export type NewRecommendation = Pick<
  RecommendationRecord,
  'projectId' | 'alertId' | 'title' | 'actionSteps' | 'impact'
>;

export interface RecommendationFilter {
  readonly projectIds?: readonly string[];
  readonly status?: readonly RecommendationStatus[];
  readonly owner?: string;
  readonly alertId?: string;
}

/** Newest first; those of the alerts that cost the most first; those of the worst alerts first. */
export type RecommendationOrder = 'createdAt' | 'money' | 'severity';

/** A recommendation with what it is shown with. */
export interface ShownRecommendation extends RecommendationRecord {
  readonly project: ProjectLabel;
  readonly alert: AlertOfRecommendation;
}

/** What a recommendation tells of its alert, and what its savings are measured by. */
export type AlertOfRecommendation = Pick<
  AlertRecord,
  | 'projectId'
  | 'title'
  | 'severity'
  | 'alertType'
  | 'serviceName'
  | 'windowStart'
  | 'observedValue'
  | 'baselineValue'
>;

/** What is best done next, with what it tells of its alert. */
export interface NextStep extends RecommendationRecord {
  readonly alert: Pick<
    AlertRecord,
    'title' | 'severity' | 'alertType' | 'observedValue' | 'baselineValue'
  >;
}

export interface RecommendationStore {
  insert(
    recommendations: readonly NewRecommendation[],
    now: Date,
  ): Promise<RecommendationRecord[]>;
  byId(id: string): Promise<RecommendationRecord | undefined>;
  byIdForUpdate(id: string): Promise<RecommendationRecord | undefined>;
  /** In the order they were made. */
  byAlert(alertId: string): Promise<RecommendationRecord[]>;
  /**
   * Changes status (stamping and clearing `done_at`, `dismissed_at`) and/or owner; undefined when the row is no
   * longer in status `from`.
   */
  update(
    id: string,
    change: {
      readonly from: RecommendationStatus;
      readonly to?: RecommendationStatus;
      /** null clears it. */
      readonly owner?: string | null;
    },
    now: Date,
  ): Promise<RecommendationRecord | undefined>;
  /** Replaces impact and steps of one that is open; undefined when it is not. */
  resize(
    id: string,
    size: Pick<NewRecommendation, 'impact' | 'actionSteps'>,
    now: Date,
  ): Promise<RecommendationRecord | undefined>;
  list(
    filter: RecommendationFilter,
    page: Page & { readonly order: RecommendationOrder },
  ): Promise<CountedPageOf<ShownRecommendation>>;
  shown(id: string): Promise<ShownRecommendation | undefined>;
  /** Those that are done since `since`, of cost alerts; the one that was done first comes first. */
  doneSince(
    projectIds: readonly string[] | undefined,
    since: Date,
  ): Promise<ShownRecommendation[]>;
  /** Of each of the projects that has one, the first that is not ended of the worst unresolved alert; one query. */
  nextSteps(projectIds: readonly string[]): Promise<NextStep[]>;
  /** How many stand in each of the given statuses. */
  counts(
    projectIds: readonly string[],
    statuses: readonly RecommendationStatus[],
  ): Promise<
    { projectId: string; status: RecommendationStatus; count: number }[]
  >;
}

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
  count(filter: EventFilter): Promise<number>;
  /** The newest end of a run of each of the jobs that has one, by job; one query. */
  newestEnds(jobIds: readonly string[]): Promise<Map<string, EventRecord>>;
  /** Adds up a number of the metadata; an event that has none counts as 0. */
  sum(filter: EventFilter, field: 'awsRequests'): Promise<number>;
  /** When the newest run of the job that completed each of the projects ended, by the project's name; one query. */
  newestCompletions(
    jobId: string,
    projects: readonly string[],
  ): Promise<Map<string, Date>>;
  /**
   * When the newest run of the job that completed each of the projects began, by the project's name; of the runs that
   * began at `from` or later. One query.
   */
  newestReads(
    jobId: string,
    projects: readonly string[],
    from: Date,
  ): Promise<Map<string, Date>>;
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

/** One event that one outlet has to take. */
export interface Delivery {
  readonly eventId: string;
  readonly outlet: string;
  /** How often it was tried, this time included. */
  readonly attempts: number;
}

export interface DeliveryStore {
  /** Whether anything was ever to be told to this outlet. */
  isUsed(outlet: string): Promise<boolean>;
  /**
   * Takes in the alert and recommendation events created at or after `since` that the outlet has not yet, save those
   * of a failed announcement; how many.
   */
  enrol(outlet: string, since: Date, now: Date): Promise<number>;
  /** Deliveries that are due, oldest event first; until `claimedUntil` nobody else gets them. */
  claim(
    outlets: readonly string[],
    claimedUntil: Date,
    now: Date,
    limit: number,
  ): Promise<Delivery[]>;
  /** Ends a delivery. */
  settle(
    delivery: Delivery,
    outcome:
      | { readonly status: 'delivered' }
      | { readonly status: 'skipped' | 'failed'; readonly reason: string },
  ): Promise<void>;
  /** Keeps a delivery for another attempt. */
  postpone(delivery: Delivery, reason: string, until: Date): Promise<void>;
}

/** What rules took from the whole days before a UTC day of one metric. */
export interface NewMetricBaseline {
  /** Start of the day that is judged by it. */
  readonly dayStart: Date;
  /** The first point that counted. */
  readonly historyFrom: Date;
  /** JSON by rule, version and quantity. */
  readonly quantities: Readonly<Record<string, any>>;
}

export interface MetricBaseline extends NewMetricBaseline {
  readonly metricName: string;
}

/** Rows are deleted by whoever writes a point that they were computed from, in the same transaction. */
export interface BaselineStore {
  /**
   * Lets nobody write points of a project until the transaction ends: what is computed meanwhile from the points is still
   * true when it is stored.
   */
  freezePoints(projectId: string): Promise<void>;
  /** Project id → everything that is stored of its metrics; one query. */
  ofProjects(
    projectIds: readonly string[],
  ): Promise<Map<string, MetricBaseline[]>>;
  /** Stores or replaces what was computed for days of a metric, and keeps the newest two days of it. */
  put(
    projectId: string,
    metricName: string,
    baselines: readonly NewMetricBaseline[],
  ): Promise<void>;
}

/** What was judged of the costs of a project, or of one of its metrics. */
export interface DetectionProgressRecord {
  readonly projectId: string;
  readonly seriesType: 'cost' | 'reliability';
  /** Empty for costs. */
  readonly metricName: string;
  /** Of a metric: points before it were judged and stay as they are. */
  readonly settledThrough?: Date;
  /** JSON; empty where nothing was judged yet. */
  readonly state: string;
  /** As it was read; 0 where nothing is stored. */
  readonly revision: number;
}

/** Who writes a point sets back what is settled of its metric, in the same transaction. */
export interface ProgressStore {
  /** Project id → what was judged of it; one query. */
  ofProjects(
    projectIds: readonly string[],
  ): Promise<Map<string, DetectionProgressRecord[]>>;
  /**
   * Stores or replaces each, unless it is not what it was when it was read; answers how many it did. Of a project that
   * was deleted since nothing is stored.
   */
  put(records: readonly DetectionProgressRecord[]): Promise<number>;
}

/** One store for each table, all on the same connection or transaction. */
export interface Stores {
  readonly projects: ProjectStore;
  readonly costs: CostStore;
  readonly metrics: MetricStore;
  readonly baselines: BaselineStore;
  readonly progress: ProgressStore;
  readonly alerts: AlertStore;
  readonly recommendations: RecommendationStore;
  readonly events: EventStore;
  readonly deliveries: DeliveryStore;
  readonly plannedActivities: PlannedActivityStore;
}

/** The plugin's database. */
export interface GuardrailsDatabase extends Stores {
  /** Runs `work` with stores of one transaction: all of it is kept, or nothing. */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** Calls `listener` after every transaction of this process that was kept. */
  afterCommit(listener: () => void): void;
  /**
   * Runs `work` when no other process on the same database runs one of the same name; waits for it otherwise. What
   * work reads and writes is not of one transaction.
   */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
}
