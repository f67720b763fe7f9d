/** The one door to everything that reads or changes: REST, actions and whatever comes next call this. */
import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import type {
  ActivityPlan,
  AlertBulkResult,
  AlertBulkUpdate,
  AlertDetail,
  AlertList,
  AlertStatistics,
  AlertStatisticsQuery,
  AlertUpdate,
  Backtest,
  BacktestQuery,
  AuditEvent,
  AuditEventList,
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
} from '@cloudops/plugin-guardrails-common';
import type { Request } from 'express';
import type { Grants } from './Grants';

/** On whose behalf a call is made: whoever it is, and nobody as well, who is refused. */
export interface CallOptions {
  readonly credentials: BackstageCredentials;
  /** The HTTP request that the call came by, for the portal's auditor; absent when it came otherwise. */
  readonly request?: Request;
  /** Ends work that nobody waits for any more. */
  readonly signal?: AbortSignal;
}

/** Of somebody who can be named. */
export type KnownCredentials = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

/** A call of which the portal's policy has decided what it may see and change. */
export interface GrantedCall extends CallOptions {
  readonly credentials: KnownCredentials;
  readonly grants: Grants;
}

/** Which version of a thing the caller saw who changes it. */
export interface SeenVersion {
  readonly ifMatch?: string;
}

/** On whose behalf something is changed, and which version of it the caller saw. */
export type ChangeOptions = CallOptions & SeenVersion;

/**
 * `Call` is what an implementation needs to know of a call: the outermost ones who calls, the innermost one what that
 * caller may do.
 *
 * Errors are those of `@backstage/errors`: `InputError` (400, names the field), `AuthenticationError` (401), `NotFoundError` (404, also for what
 * the caller may not see), `ConflictError` (409, names the allowed transitions), `PreconditionFailedError` (412).
 */
export interface GuardrailsService<Call extends CallOptions = CallOptions> {
  listProjects(query: ListProjectsQuery, options: Call): Promise<ProjectList>;
  getProjectSummary(name: string, options: Call): Promise<ProjectSummary>;
  listSummaries(query: ListSummariesQuery, options: Call): Promise<SummaryList>;
  getCosts(query: CostsQuery, options: Call): Promise<CostReport>;
  getMetrics(query: MetricsQuery, options: Call): Promise<MetricSeries>;
  getReconciliation(
    query: ReconciliationQuery,
    options: Call,
  ): Promise<ReconciliationReport>;
  listAlerts(query: ListAlertsQuery, options: Call): Promise<AlertList>;
  getAlertStatistics(
    query: AlertStatisticsQuery,
    options: Call,
  ): Promise<AlertStatistics>;
  getAlert(id: string, options: Call): Promise<AlertDetail>;
  getAlertEvidence(id: string, options: Call): Promise<Evidence>;
  updateAlert(
    id: string,
    update: AlertUpdate,
    options: Call & SeenVersion,
  ): Promise<AlertDetail>;
  updateAlerts(
    update: AlertBulkUpdate,
    options: Call,
  ): Promise<AlertBulkResult>;
  addAlertNote(id: string, note: string, options: Call): Promise<AlertDetail>;
  markAlertExpected(
    id: string,
    expectation: Expectation,
    options: Call & SeenVersion,
  ): Promise<AlertDetail>;
  listPlannedActivities(
    query: ListPlannedActivitiesQuery,
    options: Call,
  ): Promise<PlannedActivityList>;
  planActivity(plan: ActivityPlan, options: Call): Promise<PlannedActivity>;
  cancelPlannedActivity(id: string, options: Call): Promise<PlannedActivity>;
  getDetectionRules(
    query: DetectionRulesQuery,
    options: Call,
  ): Promise<DetectionRules>;
  getBacktest(query: BacktestQuery, options: Call): Promise<Backtest>;
  listRecommendations(
    query: ListRecommendationsQuery,
    options: Call,
  ): Promise<RecommendationList>;
  getRecommendation(id: string, options: Call): Promise<RecommendationDetail>;
  updateRecommendation(
    id: string,
    update: RecommendationUpdate,
    options: Call & SeenVersion,
  ): Promise<RecommendationDetail>;
  getSavings(query: SavingsQuery, options: Call): Promise<SavingsList>;
  listEvents(query: ListEventsQuery, options: Call): Promise<AuditEventList>;
  exportEvents(
    query: ExportEventsQuery,
    options: Call,
  ): Promise<AsyncIterable<AuditEvent>>;
  listJobs(options: Call): Promise<JobList>;
  runJob(id: JobId, options: Call): Promise<JobTriggered>;
}
