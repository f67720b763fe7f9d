/** What a consumer of the Guardrails API can ask, one method for each operation of `openapi.yaml`. */
import type {
  ActivityPlan,
  AlertBulkResult,
  AlertBulkUpdate,
  AlertDetail,
  AlertList,
  AlertStatistics,
  AlertStatisticsQuery,
  AlertUpdate,
  AuditEventList,
  Backtest,
  BacktestQuery,
  CostReport,
  CostsQuery,
  DetectionRules,
  DetectionRulesQuery,
  Evidence,
  Expectation,
  ExportEventsQuery,
  JobId,
  JobList,
  JobTriggered,
  ListAlertsQuery,
  ListEventsQuery,
  ListPlannedActivitiesQuery,
  ListProjectsQuery,
  ListRecommendationsQuery,
  ListSummariesQuery,
  MetricSeries,
  MetricsQuery,
  PlannedActivity,
  PlannedActivityList,
  ReconciliationQuery,
  ReconciliationReport,
  ProjectList,
  ProjectSummary,
  RecommendationDetail,
  RecommendationList,
  RecommendationUpdate,
  SavingsList,
  SavingsQuery,
  SummaryList,
} from './types';

/**
 * Settings of one request.
 *
 * @public
 */
export interface RequestOptions {
  /** Backstage token of the caller; the frontend's fetch API adds its own and needs none. */
  readonly token?: string;
  /** Aborts the request. */
  readonly signal?: AbortSignal;
}

/**
 * Settings of a request that changes something.
 *
 * @public
 */
export interface ChangeOptions extends RequestOptions {
  /** The `etag` the caller saw; the change is refused with 412 when the resource moved on since. */
  readonly ifMatch?: string;
}

/**
 * The Guardrails API. Every method rejects with a `ResponseError` of `@backstage/errors` when the server refuses.
 *
 * @public
 */
export interface GuardrailsApi {
  listProjects(
    query?: ListProjectsQuery,
    options?: RequestOptions,
  ): Promise<ProjectList>;
  getProjectSummary(
    name: string,
    options?: RequestOptions,
  ): Promise<ProjectSummary>;
  /** What {@link GuardrailsApi.getProjectSummary} says, of every project that the caller may see. */
  listSummaries(
    query?: ListSummariesQuery,
    options?: RequestOptions,
  ): Promise<SummaryList>;
  getCosts(query: CostsQuery, options?: RequestOptions): Promise<CostReport>;
  getMetrics(
    query: MetricsQuery,
    options?: RequestOptions,
  ): Promise<MetricSeries>;
  getReconciliation(
    query?: ReconciliationQuery,
    options?: RequestOptions,
  ): Promise<ReconciliationReport>;
  listAlerts(
    query?: ListAlertsQuery,
    options?: RequestOptions,
  ): Promise<AlertList>;
  getAlertStatistics(
    query?: AlertStatisticsQuery,
    options?: RequestOptions,
  ): Promise<AlertStatistics>;
  getAlert(id: string, options?: RequestOptions): Promise<AlertDetail>;
  getAlertEvidence(id: string, options?: RequestOptions): Promise<Evidence>;
  updateAlert(
    id: string,
    update: AlertUpdate,
    options?: ChangeOptions,
  ): Promise<AlertDetail>;
  /** The same change to up to 500 alerts; every id has a result of its own. */
  updateAlerts(
    update: AlertBulkUpdate,
    options?: RequestOptions,
  ): Promise<AlertBulkResult>;
  addAlertNote(
    id: string,
    note: string,
    options?: RequestOptions,
  ): Promise<AlertDetail>;
  /** Plans an activity for the alert's series and resolves the alert, at once. */
  markAlertExpected(
    id: string,
    expectation: Expectation,
    options?: ChangeOptions,
  ): Promise<AlertDetail>;
  listPlannedActivities(
    query?: ListPlannedActivitiesQuery,
    options?: RequestOptions,
  ): Promise<PlannedActivityList>;
  planActivity(
    plan: ActivityPlan,
    options?: RequestOptions,
  ): Promise<PlannedActivity>;
  cancelPlannedActivity(
    id: string,
    options?: RequestOptions,
  ): Promise<PlannedActivity>;
  getDetectionRules(
    query?: DetectionRulesQuery,
    options?: RequestOptions,
  ): Promise<DetectionRules>;
  getBacktest(
    query: BacktestQuery,
    options?: RequestOptions,
  ): Promise<Backtest>;
  listRecommendations(
    query?: ListRecommendationsQuery,
    options?: RequestOptions,
  ): Promise<RecommendationList>;
  getRecommendation(
    id: string,
    options?: RequestOptions,
  ): Promise<RecommendationDetail>;
  updateRecommendation(
    id: string,
    update: RecommendationUpdate,
    options?: ChangeOptions,
  ): Promise<RecommendationDetail>;
  getSavings(
    query: SavingsQuery,
    options?: RequestOptions,
  ): Promise<SavingsList>;
  listEvents(
    query?: ListEventsQuery,
    options?: RequestOptions,
  ): Promise<AuditEventList>;
  /** The whole trail that the query asks for, as CSV. */
  exportEvents(
    query?: ExportEventsQuery,
    options?: RequestOptions,
  ): Promise<Blob>;
  listJobs(options?: RequestOptions): Promise<JobList>;
  runJob(id: JobId, options?: RequestOptions): Promise<JobTriggered>;
}
