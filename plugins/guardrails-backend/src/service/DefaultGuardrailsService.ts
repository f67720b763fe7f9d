/** The service that takes for granted what a call may see and change: one room for each noun, put together. */
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  ActivityPlan,
  AlertBulkUpdate,
  AlertStatisticsQuery,
  AlertUpdate,
  BacktestQuery,
  CostsQuery,
  DetectionRulesQuery,
  Expectation,
  ExportEventsQuery,
  JobId,
  ListAlertsQuery,
  ListEventsQuery,
  ListPlannedActivitiesQuery,
  ListProjectsQuery,
  ListRecommendationsQuery,
  ListSummariesQuery,
  MetricsQuery,
  ReconciliationQuery,
  RecommendationUpdate,
  SavingsQuery,
} from '@cloudops/plugin-guardrails-common';
import type { GuardrailsConfig } from '../config';
import type { GuardrailsDatabase } from '../database/interfaces';
import { AlertChanges } from './AlertChanges';
import { Alerts } from './Alerts';
import { AlertStatistics } from './AlertStatistics';
import { Assignees } from './Assignees';
import { Caller } from './Caller';
import { Costs } from './Costs';
import { Detection } from './Detection';
import { Events } from './Events';
import { ExpectedAlerts } from './ExpectedAlerts';
import { Freshness } from './Freshness';
import type {
  GrantedCall,
  GuardrailsService,
  SeenVersion,
} from './GuardrailsService';
import type { AlertExplainer, DetectionTuning, JobControl } from './interfaces';
import { Metrics } from './Metrics';
import { PlannedActivities } from './PlannedActivities';
import { Projects } from './Projects';
import { ProjectScope } from './ProjectScope';
import { Recommendations } from './Recommendations';
import { Reconciliation } from './Reconciliation';
import { Savings } from './Savings';
import { SavingsMeter } from './SavingsMeter';

export class DefaultGuardrailsService
  implements GuardrailsService<GrantedCall>
{
  readonly #projects: Projects;
  readonly #costs: Costs;
  readonly #metrics: Metrics;
  readonly #reconciliation: Reconciliation;
  readonly #alerts: Alerts;
  readonly #alertStatistics: AlertStatistics;
  readonly #plannedActivities: PlannedActivities;
  readonly #detection: Detection;
  readonly #recommendations: Recommendations;
  readonly #savings: Savings;
  readonly #events: Events;
  readonly #jobs: JobControl;
  readonly #caller: Caller;

  constructor(options: {
    config: GuardrailsConfig;
    database: GuardrailsDatabase;
    explainer: AlertExplainer;
    tuning: DetectionTuning;
    jobs: JobControl;
    auth: AuthService;
    catalog: CatalogService;
    logger: LoggerService;
    /** The clock; the system's when absent. */
    now?: () => Date;
  }) {
    const { database, config } = options;
    const now = options.now ?? (() => new Date());
    const shared = {
      ...options,
      now,
      stores: database,
      caller: new Caller(options),
      freshness: new Freshness({ stores: database, config, now }),
      scope: new ProjectScope({
        projects: database.projects,
        catalog: options.catalog,
      }),
    };
    this.#projects = new Projects(shared);
    this.#costs = new Costs(shared);
    this.#metrics = new Metrics(shared);
    this.#reconciliation = new Reconciliation(shared);
    this.#savings = new Savings({
      ...shared,
      meter: new SavingsMeter(shared),
    });
    this.#alertStatistics = new AlertStatistics(shared);
    this.#alerts = new Alerts({
      ...shared,
      savings: this.#savings,
      changes: new AlertChanges(shared),
      expected: new ExpectedAlerts(shared),
    });
    this.#plannedActivities = new PlannedActivities(shared);
    this.#detection = new Detection(shared);
    this.#recommendations = new Recommendations({
      ...shared,
      savings: this.#savings,
      assignees: new Assignees(options),
    });
    this.#events = new Events(shared);
    this.#jobs = options.jobs;
    this.#caller = shared.caller;
  }

  async listProjects(query: ListProjectsQuery, options: GrantedCall) {
    return this.#projects.list(query, options);
  }

  async getProjectSummary(name: string, options: GrantedCall) {
    return this.#projects.summary(name, options);
  }

  async listSummaries(query: ListSummariesQuery, options: GrantedCall) {
    return this.#projects.summaries(query, options);
  }

  async getCosts(query: CostsQuery, options: GrantedCall) {
    return this.#costs.report(query, options);
  }

  async getMetrics(query: MetricsQuery, options: GrantedCall) {
    return this.#metrics.series(query, options);
  }

  async getReconciliation(query: ReconciliationQuery, options: GrantedCall) {
    return this.#reconciliation.report(query, options);
  }

  async listAlerts(query: ListAlertsQuery, options: GrantedCall) {
    return this.#alerts.list(query, options);
  }

  async getAlertStatistics(query: AlertStatisticsQuery, options: GrantedCall) {
    return this.#alertStatistics.report(query, options);
  }

  async getAlert(id: string, options: GrantedCall) {
    return this.#alerts.get(id, options);
  }

  async getAlertEvidence(id: string, options: GrantedCall) {
    return this.#alerts.evidence(id, options);
  }

  async updateAlert(
    id: string,
    update: AlertUpdate,
    options: GrantedCall & SeenVersion,
  ) {
    return this.#alerts.update(id, update, options);
  }

  async updateAlerts(update: AlertBulkUpdate, options: GrantedCall) {
    return this.#alerts.updateSeveral(update, options);
  }

  async addAlertNote(id: string, note: string, options: GrantedCall) {
    return this.#alerts.addNote(id, note, options);
  }

  async markAlertExpected(
    id: string,
    expectation: Expectation,
    options: GrantedCall & SeenVersion,
  ) {
    return this.#alerts.expect(id, expectation, options);
  }

  async listPlannedActivities(
    query: ListPlannedActivitiesQuery,
    options: GrantedCall,
  ) {
    return this.#plannedActivities.list(query, options);
  }

  async planActivity(plan: ActivityPlan, options: GrantedCall) {
    return this.#plannedActivities.plan(plan, options);
  }

  async cancelPlannedActivity(id: string, options: GrantedCall) {
    return this.#plannedActivities.cancel(id, options);
  }

  async getDetectionRules(query: DetectionRulesQuery, options: GrantedCall) {
    return this.#detection.rules(query, options);
  }

  async getBacktest(query: BacktestQuery, options: GrantedCall) {
    return this.#detection.backtest(query, options);
  }

  async listRecommendations(
    query: ListRecommendationsQuery,
    options: GrantedCall,
  ) {
    return this.#recommendations.list(query, options);
  }

  async getRecommendation(id: string, options: GrantedCall) {
    return this.#recommendations.get(id, options);
  }

  async updateRecommendation(
    id: string,
    update: RecommendationUpdate,
    options: GrantedCall & SeenVersion,
  ) {
    return this.#recommendations.update(id, update, options);
  }

  async getSavings(query: SavingsQuery, options: GrantedCall) {
    return this.#savings.report(query, options);
  }

  async listEvents(query: ListEventsQuery, options: GrantedCall) {
    return this.#events.list(query, options);
  }

  async exportEvents(query: ExportEventsQuery, options: GrantedCall) {
    return this.#events.export(query, options);
  }

  async listJobs() {
    return { items: await this.#jobs.list() };
  }

  async runJob(id: JobId, options: GrantedCall) {
    await this.#jobs.trigger(id, await this.#caller.actorOf(options));
    return { id };
  }
}
