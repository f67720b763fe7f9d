import { freezeClock } from '../__testUtils__/frozenClock';
import { NOW, seedProject, seedRun } from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import type { Database } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';

jest.setTimeout(60_000);
freezeClock();

const databases = testDatabases();
const PERIOD_MS = 300_000;

describe.each(ENGINES)('GET /metrics on %s', engine => {
  let guardrails: RunningGuardrails;
  let database: Database;

  beforeAll(async () => {
    const opened = await openDatabase(databases, engine);
    database = opened.database;
    guardrails = await startGuardrails({
      knex: opened.knex,
      config: {
        guardrails: {
          projects: [
            {
              name: 'payments-api',
              metrics: { restApiId: 'pay4x8k2m1', region: 'eu-central-1' },
            },
          ],
        },
      },
    });
    const project = await seedProject(database, 'payments-api');
    // Ten days of five-minute points, one of which stands out.
    const points = Array.from({ length: 10 * 288 }, (_, i) => ({
      at: new Date(NOW.getTime() - (i + 1) * PERIOD_MS),
      value: i === 1000 ? 500 : 2,
    }));
    await database.metrics.upsert(project.id, [
      ...points.map(point => ({
        ...point,
        metricName: '5xx_count',
        unit: 'count' as const,
      })),
      ...points.map(point => ({
        ...point,
        metricName: 'p95_latency_ms',
        unit: 'ms' as const,
      })),
    ]);
    await seedRun(
      database,
      { jobId: 'ingest-metrics', completedProjects: ['payments-api'] },
      new Date('2026-11-20T11:58:00Z'),
    );
  });
  afterAll(() => guardrails.stop());

  const series = async (query: string) => {
    const response = await guardrails.api.get(
      `/api/guardrails/metrics?project=payments-api&${query}`,
    );
    expect([response.status, response.text]).toEqual([200, response.text]);
    return response.body;
  };

  it('answers the last seven days in no more points than a chart shows', async () => {
    const body = await series('metric=5xx_count');
    expect(body).toMatchObject({
      project: 'payments-api',
      metric: '5xx_count',
      unit: 'count',
      from: '2026-11-13T12:00:00.000Z',
      to: '2026-11-20T12:00:00.000Z',
      resolution: 900,
      asOf: '2026-11-20T11:58:00.000Z',
    });
    expect(body.points).toHaveLength(7 * 96);
    expect(body.points[0].at).toBe('2026-11-13T12:00:00.000Z');
  });

  it('adds counts up and keeps the peak', async () => {
    const { points } = await series('metric=5xx_count&resolution=3600');
    expect(Math.max(...points.map((each: any) => each.max))).toBe(500);
    expect(points.at(-1)).toEqual({
      at: '2026-11-20T11:00:00.000Z',
      value: 24,
      max: 2,
    });
  });

  it('takes the mean of latencies and keeps the peak', async () => {
    const body = await series('metric=p95_latency_ms&resolution=3600');
    expect(body.unit).toBe('ms');
    const peak = body.points.find((each: any) => each.max === 500);
    expect(peak.value).toBeCloseTo((11 * 2 + 500) / 12, 6);
  });

  it('answers what is stored when the range is short', async () => {
    const body = await series(
      'metric=5xx_count&from=2026-11-20T11:00:00Z&to=2026-11-20T12:00:00Z',
    );
    expect(body.resolution).toBe(300);
    expect(body.points).toHaveLength(12);
  });

  it('answers no points, and no error, for a metric that is measured and not stored yet', async () => {
    const response = await guardrails.api.get(
      '/api/guardrails/metrics?project=default&metric=p95_latency_ms',
    );
    expect(response.body).toMatchObject({ unit: 'ms', points: [] });
    expect(response.body).not.toHaveProperty('asOf');
  });
});
