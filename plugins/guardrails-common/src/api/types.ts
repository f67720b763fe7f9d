/** The API's types by their domain names, taken from `openapi.yaml` through the generated file. */
import type { components, operations } from './openapi.generated';

type Schemas = components['schemas'];
type QueryOf<O extends keyof operations> = NonNullable<
  operations[O]['parameters']['query']
>;

export type AlertType = Schemas['AlertType'];
export type AlertStatus = Schemas['AlertStatus'];
export type Severity = Schemas['Severity'];
export type RecommendationStatus = Schemas['RecommendationStatus'];
export type EventEntityType = Schemas['EventEntityType'];
export type MetricUnit = Schemas['Unit'];
export type JobId = Schemas['JobId'];
export type RunStatus = Schemas['RunStatus'];

export type Health = Schemas['Health'];
export type Project = Schemas['Project'];
export type ProjectList = Schemas['ProjectList'];
export type AlertCounts = Schemas['AlertCounts'];
export type Freshness = Schemas['Freshness'];
export type ProjectSummary = Schemas['ProjectSummary'];
export type SummaryList = Schemas['SummaryList'];
export type CostReport = Schemas['CostReport'];
export type MetricSeries = Schemas['MetricSeries'];
export type ReconciliationReport = Schemas['ReconciliationReport'];
export type ReconciledAccount = Schemas['ReconciledAccount'];
export type ReconciledDay = Schemas['ReconciledDay'];
export type Alert = Schemas['Alert'];
export type AlertList = Schemas['AlertList'];
export type AlertStatistics = Schemas['AlertStatistics'];
export type TimeTaken = Schemas['TimeTaken'];
export type AlertDetail = Schemas['AlertDetail'];
export type AlertUpdate = Schemas['AlertUpdate'];
export type AlertBulkUpdate = Schemas['AlertBulkUpdate'];
export type AlertBulkResult = Schemas['AlertBulkResult'];
export type Note = Schemas['Note'];
export type Expectation = Schemas['Expectation'];
export type ActivityPlan = Schemas['ActivityPlan'];
export type PlannedActivity = Schemas['PlannedActivity'];
export type PlannedActivityList = Schemas['PlannedActivityList'];
export type Evidence = Schemas['Evidence'];
export type DetectionRules = Schemas['DetectionRules'];
export type Backtest = Schemas['Backtest'];
export type BacktestAlert = Schemas['BacktestAlert'];
export type RuleParameter = Schemas['RuleParameter'];
export type Recommendation = Schemas['Recommendation'];
export type RecommendationList = Schemas['RecommendationList'];
export type Savings = Schemas['Savings'];
export type SavingsGroup = Schemas['SavingsGroup'];
export type SavingsList = Schemas['SavingsList'];
export type RecommendationDetail = Schemas['RecommendationDetail'];
export type RecommendationUpdate = Schemas['RecommendationUpdate'];
export type AuditEvent = Schemas['Event'];
export type AuditEventList = Schemas['EventList'];
export type Job = Schemas['Job'];
export type JobList = Schemas['JobList'];
export type JobRun = Schemas['JobRun'];
export type AccountSpend = Schemas['AccountSpend'];
export type JobTriggered = Schemas['JobTriggered'];

export type ListProjectsQuery = QueryOf<'listProjects'>;
export type ListSummariesQuery = QueryOf<'listSummaries'>;
export type CostsQuery = QueryOf<'getCosts'>;
export type MetricsQuery = QueryOf<'getMetrics'>;
export type ReconciliationQuery = QueryOf<'getReconciliation'>;
export type ListAlertsQuery = QueryOf<'listAlerts'>;
export type AlertStatisticsQuery = QueryOf<'getAlertStatistics'>;
export type ListPlannedActivitiesQuery = QueryOf<'listPlannedActivities'>;
export type DetectionRulesQuery = QueryOf<'getDetectionRules'>;
export type BacktestQuery = QueryOf<'getBacktest'>;
export type ListRecommendationsQuery = QueryOf<'listRecommendations'>;
export type SavingsQuery = QueryOf<'getSavings'>;
export type ListEventsQuery = QueryOf<'listEvents'>;
export type ExportEventsQuery = QueryOf<'exportEvents'>;
