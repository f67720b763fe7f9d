/** Calls the Guardrails REST API over HTTP, from the frontend or from another backend. */
import { ResponseError } from '@backstage/errors';
import type {
  ChangeOptions,
  GuardrailsApi,
  RequestOptions,
} from './GuardrailsApi';
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

type Query = Readonly<
  Record<string, string | number | readonly string[] | undefined>
>;

function queryString(query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) {
      value.forEach(each => parameters.append(name, each));
    } else if (value !== undefined) {
      parameters.append(name, String(value));
    }
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}

/**
 * Default implementation of {@link GuardrailsApi}.
 *
 * @public
 */
export class GuardrailsClient implements GuardrailsApi {
  readonly #discoveryApi: {
    getBaseUrl(pluginId: string): Promise<string>;
  };
  readonly #fetchApi: { fetch: typeof fetch };

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi?: { fetch: typeof fetch };
  }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi ?? {
      fetch: (...args) => globalThis.fetch(...args),
    };
  }

  listProjects(
    query: ListProjectsQuery = {},
    options?: RequestOptions,
  ): Promise<ProjectList> {
    return this.#get('/projects', query, options);
  }

  getProjectSummary(
    name: string,
    options?: RequestOptions,
  ): Promise<ProjectSummary> {
    return this.#get(
      `/projects/${encodeURIComponent(name)}/summary`,
      {},
      options,
    );
  }

  listSummaries(
    query: ListSummariesQuery = {},
    options?: RequestOptions,
  ): Promise<SummaryList> {
    return this.#get('/summaries', query, options);
  }

  getCosts(query: CostsQuery, options?: RequestOptions): Promise<CostReport> {
    return this.#get('/costs', query, options);
  }

  getMetrics(
    query: MetricsQuery,
    options?: RequestOptions,
  ): Promise<MetricSeries> {
    return this.#get('/metrics', query, options);
  }

  getReconciliation(
    query: ReconciliationQuery = {},
    options?: RequestOptions,
  ): Promise<ReconciliationReport> {
    return this.#get('/reconciliation', query, options);
  }

  listAlerts(
    query: ListAlertsQuery = {},
    options?: RequestOptions,
  ): Promise<AlertList> {
    return this.#get('/alerts', query, options);
  }

  getAlertStatistics(
    query: AlertStatisticsQuery = {},
    options?: RequestOptions,
  ): Promise<AlertStatistics> {
    return this.#get('/alerts/statistics', query, options);
  }

  getAlert(id: string, options?: RequestOptions): Promise<AlertDetail> {
    return this.#get(`/alerts/${encodeURIComponent(id)}`, {}, options);
  }

  getAlertEvidence(id: string, options?: RequestOptions): Promise<Evidence> {
    return this.#get(`/alerts/${encodeURIComponent(id)}/evidence`, {}, options);
  }

  updateAlert(
    id: string,
    update: AlertUpdate,
    options?: ChangeOptions,
  ): Promise<AlertDetail> {
    return this.#send(
      'PATCH',
      `/alerts/${encodeURIComponent(id)}`,
      update,
      options,
    );
  }

  updateAlerts(
    update: AlertBulkUpdate,
    options?: RequestOptions,
  ): Promise<AlertBulkResult> {
    return this.#send('POST', '/alerts/bulk', update, options);
  }

  addAlertNote(
    id: string,
    note: string,
    options?: RequestOptions,
  ): Promise<AlertDetail> {
    return this.#send(
      'POST',
      `/alerts/${encodeURIComponent(id)}/notes`,
      { note },
      options,
    );
  }

  markAlertExpected(
    id: string,
    expectation: Expectation,
    options?: ChangeOptions,
  ): Promise<AlertDetail> {
    return this.#send(
      'POST',
      `/alerts/${encodeURIComponent(id)}/expected`,
      expectation,
      options,
    );
  }

  listPlannedActivities(
    query: ListPlannedActivitiesQuery = {},
    options?: RequestOptions,
  ): Promise<PlannedActivityList> {
    return this.#get('/planned-activities', query, options);
  }

  planActivity(
    plan: ActivityPlan,
    options?: RequestOptions,
  ): Promise<PlannedActivity> {
    return this.#send('POST', '/planned-activities', plan, options);
  }

  cancelPlannedActivity(
    id: string,
    options?: RequestOptions,
  ): Promise<PlannedActivity> {
    return this.#send(
      'DELETE',
      `/planned-activities/${encodeURIComponent(id)}`,
      undefined,
      options,
    );
  }

  getDetectionRules(
    query: DetectionRulesQuery = {},
    options?: RequestOptions,
  ): Promise<DetectionRules> {
    return this.#get('/detection/rules', query, options);
  }

  getBacktest(
    query: BacktestQuery,
    options?: RequestOptions,
  ): Promise<Backtest> {
    const { parameters = {}, ...rest } = query;
    const tried = Object.entries(parameters).map(
      ([name, value]) => [`parameters[${name}]`, value] as const,
    );
    return this.#get(
      '/detection/backtest',
      { ...rest, ...Object.fromEntries(tried) },
      options,
    );
  }

  listRecommendations(
    query: ListRecommendationsQuery = {},
    options?: RequestOptions,
  ): Promise<RecommendationList> {
    return this.#get('/recommendations', query, options);
  }

  getRecommendation(
    id: string,
    options?: RequestOptions,
  ): Promise<RecommendationDetail> {
    return this.#get(`/recommendations/${encodeURIComponent(id)}`, {}, options);
  }

  updateRecommendation(
    id: string,
    update: RecommendationUpdate,
    options?: ChangeOptions,
  ): Promise<RecommendationDetail> {
    return this.#send(
      'PATCH',
      `/recommendations/${encodeURIComponent(id)}`,
      update,
      options,
    );
  }

  getSavings(
    query: SavingsQuery,
    options?: RequestOptions,
  ): Promise<SavingsList> {
    return this.#get('/savings', query, options);
  }

  listEvents(
    query: ListEventsQuery = {},
    options?: RequestOptions,
  ): Promise<AuditEventList> {
    return this.#get('/events', query, options);
  }

  async exportEvents(
    query: ExportEventsQuery = {},
    options?: RequestOptions,
  ): Promise<Blob> {
    const response = await this.#fetch(
      'GET',
      `/events.csv${queryString(query)}`,
      undefined,
      options,
    );
    return response.blob();
  }

  listJobs(options?: RequestOptions): Promise<JobList> {
    return this.#get('/jobs', {}, options);
  }

  runJob(id: JobId, options?: RequestOptions): Promise<JobTriggered> {
    return this.#send(
      'POST',
      `/jobs/${encodeURIComponent(id)}/run`,
      undefined,
      options,
    );
  }

  #get<T>(path: string, query: Query, options?: RequestOptions): Promise<T> {
    return this.#send('GET', path + queryString(query), undefined, options);
  }

  // The answers' shapes are the server's promise, checked against openapi.yaml by its tests.
  async #send<T>(
    method: string,
    pathAndQuery: string,
    body: unknown,
    options?: ChangeOptions,
  ): Promise<T> {
    const response = await this.#fetch(method, pathAndQuery, body, options);
    return response.json();
  }

  async #fetch(
    method: string,
    pathAndQuery: string,
    body: unknown,
    options: ChangeOptions = {},
  ): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('guardrails');
    const headers: Record<string, string> = {};
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (options.token) headers.Authorization = `Bearer ${options.token}`;
    if (options.ifMatch) headers['If-Match'] = options.ifMatch;
    const response = await this.#fetchApi.fetch(`${baseUrl}${pathAndQuery}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: options.signal,
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}
