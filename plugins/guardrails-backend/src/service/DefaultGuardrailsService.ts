/** The service without access control: one room for each noun, put together. */
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  AlertUpdate,
  CostsQuery,
  JobId,
  ListAlertsQuery,
  ListEventsQuery,
  ListProjectsQuery,
  ListRecommendationsQuery,
  MetricsQuery,
  RecommendationUpdate,
} from '@cloudops/plugin-guardrails-common';
import type { GuardrailsConfig } from '../config';
import type { GuardrailsDatabase } from '../database/interfaces';
import { Alerts } from './Alerts';
import { Caller } from './Caller';
import { Costs } from './Costs';
import { Events } from './Events';
import { Freshness } from './Freshness';
import type {
  CallOptions,
  ChangeOptions,
  GuardrailsService,
  ListEventsOptions,
} from './GuardrailsService';
import type { AlertExplainer, JobControl } from './interfaces';
import { Metrics } from './Metrics';
import { Projects } from './Projects';
import { ProjectScope } from './ProjectScope';
import { Recommendations } from './Recommendations';

export class DefaultGuardrailsService implements GuardrailsService {
  readonly #projects: Projects;
  readonly #costs: Costs;
  readonly #metrics: Metrics;
  readonly #alerts: Alerts;
  readonly #recommendations: Recommendations;
  readonly #events: Events;
  readonly #jobs: JobControl;
  readonly #caller: Caller;

  constructor(options: {
    config: GuardrailsConfig;
    database: GuardrailsDatabase;
    explainer: AlertExplainer;
    jobs: JobControl;
    auth: AuthService;
    catalog: CatalogService;
    logger: LoggerService;
    /** The clock; the system's when absent. */
    now?: () => Date;
  }) {
    const { database, config } = options;
    const shared = {
      ...options,
      now: options.now ?? (() => new Date()),
      stores: database,
      caller: new Caller(options),
      freshness: new Freshness({ stores: database, config }),
      scope: new ProjectScope({
        projects: database.projects,
        catalog: options.catalog,
      }),
    };
    this.#projects = new Projects(shared);
    this.#costs = new Costs(shared);
    this.#metrics = new Metrics(shared);
    this.#alerts = new Alerts(shared);
    this.#recommendations = new Recommendations(shared);
    this.#events = new Events(shared);
    this.#jobs = options.jobs;
    this.#caller = shared.caller;
  }

  async listProjects(query: ListProjectsQuery, options: CallOptions) {
    return this.#projects.list(query, options);
  }

  async getProjectSummary(name: string) {
    return this.#projects.summary(name);
  }

  async getCosts(query: CostsQuery, options: CallOptions) {
    return this.#costs.report(query, options);
  }

  async getMetrics(query: MetricsQuery, options: CallOptions) {
    return this.#metrics.series(query, options);
  }

  async listAlerts(query: ListAlertsQuery, options: CallOptions) {
    return this.#alerts.list(query, options);
  }

  async getAlert(id: string) {
    return this.#alerts.get(id);
  }

  async getAlertEvidence(id: string) {
    return this.#alerts.evidence(id);
  }

  async updateAlert(id: string, update: AlertUpdate, options: ChangeOptions) {
    return this.#alerts.update(id, update, options);
  }

  async listRecommendations(
    query: ListRecommendationsQuery,
    options: CallOptions,
  ) {
    return this.#recommendations.list(query, options);
  }

  async getRecommendation(id: string) {
    return this.#recommendations.get(id);
  }

  async updateRecommendation(
    id: string,
    update: RecommendationUpdate,
    options: ChangeOptions,
  ) {
    return this.#recommendations.update(id, update, options);
  }

  async listEvents(query: ListEventsQuery, options: ListEventsOptions) {
    return this.#events.list(query, options);
  }

  async listJobs() {
    return { items: await this.#jobs.list() };
  }

  async runJob(id: JobId, options: CallOptions) {
    await this.#jobs.trigger(id, await this.#caller.actorOf(options));
    return { id };
  }
}
