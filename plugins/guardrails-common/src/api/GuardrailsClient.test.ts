import { ResponseError } from '@backstage/errors';
import { GuardrailsClient } from './GuardrailsClient';

const BASE_URL = 'https://portal.example.com/api/guardrails';
const ID = '6f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b';

function answering(status: number, body: unknown) {
  return jest.fn<Promise<Response>, Parameters<typeof fetch>>(
    async () =>
      new Response(JSON.stringify(body), {
        status,
        headers: { 'Content-Type': 'application/json' },
      }),
  );
}

function clientWith(fetch: ReturnType<typeof answering>) {
  return new GuardrailsClient({
    discoveryApi: {
      getBaseUrl: async pluginId =>
        `https://portal.example.com/api/${pluginId}`,
    },
    fetchApi: { fetch },
  });
}

describe('GuardrailsClient', () => {
  it.each<[string, (client: GuardrailsClient) => Promise<unknown>]>([
    ['/projects', client => client.listProjects()],
    [
      '/projects?entityRef=component%3Adefault%2Fpayments-api',
      client =>
        client.listProjects({ entityRef: 'component:default/payments-api' }),
    ],
    ['/projects/a%2Fb/summary', client => client.getProjectSummary('a/b')],
    [
      '/costs?project=a&services=Amazon+RDS&services=S3',
      client =>
        client.getCosts({ project: 'a', services: ['Amazon RDS', 'S3'] }),
    ],
    [
      '/metrics?project=a&metric=5xx_count&resolution=900',
      client =>
        client.getMetrics({
          project: 'a',
          metric: '5xx_count',
          resolution: 900,
        }),
    ],
    [
      '/alerts?status=open&status=acknowledged&limit=20',
      client =>
        client.listAlerts({ status: ['open', 'acknowledged'], limit: 20 }),
    ],
    ['/summaries?limit=200', client => client.listSummaries({ limit: 200 })],
    ['/alerts/statistics', client => client.getAlertStatistics()],
    [
      '/savings?groupBy=owner',
      client => client.getSavings({ groupBy: 'owner' }),
    ],
    [`/alerts/${ID}`, client => client.getAlert(ID)],
    [`/alerts/${ID}/evidence`, client => client.getAlertEvidence(ID)],
    [
      '/recommendations?owner=ana%40example.com',
      client => client.listRecommendations({ owner: 'ana@example.com' }),
    ],
    [`/recommendations/${ID}`, client => client.getRecommendation(ID)],
    ['/events?cursor=abc', client => client.listEvents({ cursor: 'abc' })],
    ['/jobs', client => client.listJobs()],
  ])('asks for %s', async (path, ask) => {
    const fetch = answering(200, { answer: 42 });
    await expect(ask(clientWith(fetch))).resolves.toEqual({ answer: 42 });
    expect(fetch).toHaveBeenCalledWith(
      `${BASE_URL}${path}`,
      expect.objectContaining({ method: 'GET', headers: {}, body: undefined }),
    );
  });

  it('leaves parameters without a value out', async () => {
    const fetch = answering(200, {});
    await clientWith(fetch).listAlerts({ project: 'a', type: undefined });
    expect(fetch.mock.calls[0][0]).toBe(`${BASE_URL}/alerts?project=a`);
  });

  it.each<[string, (client: GuardrailsClient) => Promise<unknown>, object]>([
    [
      `/alerts/${ID}`,
      client =>
        client.updateAlert(
          ID,
          { status: 'acknowledged', note: 'checking' },
          { ifMatch: '"v1"' },
        ),
      { status: 'acknowledged', note: 'checking' },
    ],
    [
      `/recommendations/${ID}`,
      client =>
        client.updateRecommendation(ID, { owner: null }, { ifMatch: '"v1"' }),
      { owner: null },
    ],
  ])('changes %s as the version that was seen', async (path, change, body) => {
    const fetch = answering(200, {});
    await change(clientWith(fetch));
    expect(fetch).toHaveBeenCalledWith(
      `${BASE_URL}${path}`,
      expect.objectContaining({
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json', 'If-Match': '"v1"' },
        body: JSON.stringify(body),
      }),
    );
  });

  it('runs a job', async () => {
    const fetch = answering(202, { id: 'detect' });
    await expect(clientWith(fetch).runJob('detect')).resolves.toEqual({
      id: 'detect',
    });
    expect(fetch).toHaveBeenCalledWith(
      `${BASE_URL}/jobs/detect/run`,
      expect.objectContaining({ method: 'POST', headers: {} }),
    );
  });

  it('carries a token and a signal', async () => {
    const fetch = answering(200, { items: [] });
    const { signal } = new AbortController();
    await clientWith(fetch).listJobs({ token: 'secret', signal });
    expect(fetch).toHaveBeenCalledWith(
      `${BASE_URL}/jobs`,
      expect.objectContaining({
        headers: { Authorization: 'Bearer secret' },
        signal,
      }),
    );
  });

  it('rejects with what the server says', async () => {
    const fetch = answering(409, {
      error: { name: 'ConflictError', message: "status: got 'open' …" },
      request: { method: 'PATCH', url: '/alerts' },
      response: { statusCode: 409 },
    });
    const refusal = clientWith(fetch).updateAlert(ID, { status: 'open' });
    await expect(refusal).rejects.toBeInstanceOf(ResponseError);
    await expect(refusal).rejects.toMatchObject({
      response: { status: 409 },
      cause: { name: 'ConflictError', message: "status: got 'open' …" },
    });
  });
});
