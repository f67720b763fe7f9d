/** The one door to everything that reads or changes: REST, actions and whatever comes next call this. */
import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';
import type {
  AlertDetail,
  AlertList,
  AlertUpdate,
  AuditEventList,
  CostReport,
  CostsQuery,
  EventEntityType,
  Evidence,
  JobId,
  JobList,
  JobTriggered,
  ListAlertsQuery,
  ListEventsQuery,
  ListProjectsQuery,
  ListRecommendationsQuery,
  MetricSeries,
  MetricsQuery,
  ProjectList,
  ProjectSummary,
  RecommendationDetail,
  RecommendationList,
  RecommendationUpdate,
} from '@cloudops/plugin-guardrails-common';
import type { Request } from 'express';

/** On whose behalf a call is made. */
export interface CallOptions {
  readonly credentials: BackstageCredentials<
    BackstageUserPrincipal | BackstageServicePrincipal
  >;
  /** The HTTP request that the call came by, for the portal's auditor; absent when it came otherwise. */
  readonly request?: Request;
}

/** On whose behalf something is changed, and which version of it the caller saw. */
export interface ChangeOptions extends CallOptions {
  readonly ifMatch?: string;
}

/** On whose behalf the trail is read, and which of it the caller may see. */
export interface ListEventsOptions extends CallOptions {
  /** Events of these alone; of all when absent. */
  readonly visible?: readonly EventEntityType[];
}

/**
 * Errors are those of `@backstage/errors`: `InputError` (400, names the field), `NotFoundError` (404, also for what
 * the caller may not see), `ConflictError` (409, names the allowed transitions), `PreconditionFailedError` (412).
 */
export interface GuardrailsService {
  listProjects(
    query: ListProjectsQuery,
    options: CallOptions,
  ): Promise<ProjectList>;
  getProjectSummary(
    name: string,
    options: CallOptions,
  ): Promise<ProjectSummary>;
  getCosts(query: CostsQuery, options: CallOptions): Promise<CostReport>;
  getMetrics(query: MetricsQuery, options: CallOptions): Promise<MetricSeries>;
  listAlerts(query: ListAlertsQuery, options: CallOptions): Promise<AlertList>;
  getAlert(id: string, options: CallOptions): Promise<AlertDetail>;
  getAlertEvidence(id: string, options: CallOptions): Promise<Evidence>;
  updateAlert(
    id: string,
    update: AlertUpdate,
    options: ChangeOptions,
  ): Promise<AlertDetail>;
  listRecommendations(
    query: ListRecommendationsQuery,
    options: CallOptions,
  ): Promise<RecommendationList>;
  getRecommendation(
    id: string,
    options: CallOptions,
  ): Promise<RecommendationDetail>;
  updateRecommendation(
    id: string,
    update: RecommendationUpdate,
    options: ChangeOptions,
  ): Promise<RecommendationDetail>;
  listEvents(
    query: ListEventsQuery,
    options: ListEventsOptions,
  ): Promise<AuditEventList>;
  listJobs(options: CallOptions): Promise<JobList>;
  runJob(id: JobId, options: CallOptions): Promise<JobTriggered>;
}
