/** Calls the Guardrails REST API over HTTP, from the frontend or from another backend. */
import { ResponseError } from '@backstage/errors';
import type {
  ChangeOptions,
  GuardrailsApi,
  RequestOptions,
} from './GuardrailsApi';
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

  listProjects(query: ListProjectsQuery = {}, options?: RequestOptions) {
    return this.#get('/projects', query, options);
  }

  getProjectSummary(name: string, options?: RequestOptions) {
    return this.#get(
      `/projects/${encodeURIComponent(name)}/summary`,
      {},
      options,
    );
  }

  getCosts(query: CostsQuery, options?: RequestOptions) {
    return this.#get('/costs', query, options);
  }

  getMetrics(query: MetricsQuery, options?: RequestOptions) {
    return this.#get('/metrics', query, options);
  }

  listAlerts(query: ListAlertsQuery = {}, options?: RequestOptions) {
    return this.#get('/alerts', query, options);
  }

  getAlert(id: string, options?: RequestOptions) {
    return this.#get(`/alerts/${encodeURIComponent(id)}`, {}, options);
  }

  getAlertEvidence(id: string, options?: RequestOptions) {
    return this.#get(`/alerts/${encodeURIComponent(id)}/evidence`, {}, options);
  }

  updateAlert(id: string, update: AlertUpdate, options?: ChangeOptions) {
    return this.#send(
      'PATCH',
      `/alerts/${encodeURIComponent(id)}`,
      update,
      options,
    );
  }

  listRecommendations(
    query: ListRecommendationsQuery = {},
    options?: RequestOptions,
  ) {
    return this.#get('/recommendations', query, options);
  }

  getRecommendation(id: string, options?: RequestOptions) {
    return this.#get(`/recommendations/${encodeURIComponent(id)}`, {}, options);
  }

  updateRecommendation(
    id: string,
    update: RecommendationUpdate,
    options?: ChangeOptions,
  ) {
    return this.#send(
      'PATCH',
      `/recommendations/${encodeURIComponent(id)}`,
      update,
      options,
    );
  }

  listEvents(query: ListEventsQuery = {}, options?: RequestOptions) {
    return this.#get('/events', query, options);
  }

  listJobs(options?: RequestOptions) {
    return this.#get('/jobs', {}, options);
  }

  runJob(id: JobId, options?: RequestOptions) {
    return this.#send(
      'POST',
      `/jobs/${encodeURIComponent(id)}/run`,
      undefined,
      options,
    );
  }

  // The answers' shapes are the server's promise, checked against openapi.yaml by its tests.
  async #get(
    path: string,
    query: Query,
    options?: RequestOptions,
  ): Promise<any> {
    return this.#request('GET', path + queryString(query), undefined, options);
  }

  async #send(
    method: string,
    path: string,
    body: unknown,
    options?: ChangeOptions,
  ): Promise<any> {
    return this.#request(method, path, body, options);
  }

  async #request(
    method: string,
    pathAndQuery: string,
    body: unknown,
    options: ChangeOptions = {},
  ): Promise<any> {
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
    return response.json();
  }
}
