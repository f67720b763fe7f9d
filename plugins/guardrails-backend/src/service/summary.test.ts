import { freezeClock } from '../__testUtils__/frozenClock';
import {
  NOW,
  seedAlert,
  seedCosts,
  seedProject,
  seedRecommendation,
  seedRun,
} from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import type { Database, ProjectRecord } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';

jest.setTimeout(60_000);
freezeClock();

const databases = testDatabases();

describe.each(ENGINES)('GET /projects on %s', engine => {
  let guardrails: RunningGuardrails;
  let database: Database;
  let project: ProjectRecord;

  beforeAll(async () => {
    const opened = await openDatabase(databases, engine);
    database = opened.database;
    guardrails = await startGuardrails({
      knex: opened.knex,
      config: {
        guardrails: {
          metrics: { region: 'eu-central-1' },
          projects: [
            {
              name: 'payments-api',
              accountId: '111122223333',
              metrics: { restApiId: 'pay4x8k2m1' },
            },
            { name: 'young' },
            { name: 'empty' },
          ],
        },
      },
    });
    project = await seedProject(database, 'payments-api');
  });
  afterAll(() => guardrails.stop());

  const summary = async (name: string) =>
    (await guardrails.api.get(`/api/guardrails/projects/${name}/summary`)).body;

  it('lists what is configured, by name', async () => {
    const { body } = await guardrails.api.get('/api/guardrails/projects');
    expect(body.items.map((each: any) => each.name)).toEqual([
      'default',
      'empty',
      'payments-api',
      'young',
    ]);
    expect(body.items[2]).toMatchObject({
      accountId: '111122223333',
      metrics: ['5xx_count', 'p95_latency_ms'],
    });
  });

  it('finds the project of an entity', async () => {
    const { body } = await guardrails.api.get(
      '/api/guardrails/projects?entityRef=component:default/payments-api',
    );
    expect(body.items.map((each: any) => each.name)).toEqual(['payments-api']);
  });

  it('adds up the month, and compares 30 final days with the 30 before', async () => {
    await seedCosts(
      database,
      project,
      { 'Amazon RDS': '10.0000' },
      { from: 62, to: 33 },
    );
    await seedCosts(
      database,
      project,
      { 'Amazon RDS': '12.5000' },
      { from: 32, to: 0 },
    );
    expect(await summary('payments-api')).toMatchObject({
      project: { name: 'payments-api' },
      currency: 'USD',
      monthToDate: 20 * 12.5,
      last30Days: 375,
      previous30Days: 300,
      change: 0.25,
      dailyAverage: 12.5,
    });
  });

  it('says nothing of a change when the days before are not stored', async () => {
    await seedCosts(
      database,
      await seedProject(database, 'young'),
      { Lambda: '3.0000' },
      { from: 12, to: 0 },
    );
    const body = await summary('young');
    expect(body).not.toHaveProperty('change');
    // Ten final days are stored, from 12 to 3 days ago.
    expect(body).toMatchObject({ last30Days: 30, dailyAverage: 3 });
  });

  it('answers zeros for a project without anything', async () => {
    expect(await summary('empty')).toEqual({
      project: {
        id: expect.any(String),
        name: 'empty',
        createdAt: expect.any(String),
        metrics: [],
      },
      currency: 'USD',
      monthToDate: 0,
      last30Days: 0,
      previous30Days: 0,
      dailyAverage: 0,
      openAlerts: { low: 0, medium: 0, high: 0 },
      acknowledgedAlerts: { low: 0, medium: 0, high: 0 },
      openRecommendations: 0,
      freshness: [{ source: 'costs' }, { source: 'metrics' }],
    });
  });

  it('counts alerts and recommendations, and puts the worst alert’s advice first', async () => {
    const low = await seedAlert(database, project, { severity: 'low' });
    const high = await seedAlert(database, project, { severity: 'high' });
    const medium = await seedAlert(database, project, { severity: 'medium' });
    const resolved = await seedAlert(database, project, { severity: 'high' });
    await seedRecommendation(database, low, 'Of the low one');
    const done = await seedRecommendation(database, high, 'Done already');
    const next = await seedRecommendation(database, high, 'Of the high one');
    await seedRecommendation(database, medium, 'Of the medium one');

    await guardrails.client.updateAlert(resolved.id, { status: 'resolved' });
    await guardrails.client.updateAlert(medium.id, { status: 'acknowledged' });
    await guardrails.client.updateRecommendation(done.id, { status: 'done' });
    await guardrails.client.updateRecommendation(next.id, {
      status: 'in_progress',
    });

    expect(await summary('payments-api')).toMatchObject({
      openAlerts: { low: 1, medium: 0, high: 1 },
      acknowledgedAlerts: { low: 0, medium: 1, high: 0 },
      openRecommendations: 3,
      topRecommendation: {
        id: next.id,
        title: 'Of the high one',
        alertSeverity: 'high',
        status: 'in_progress',
      },
    });
  });

  it('tells the same of all projects at once, page by page', async () => {
    const names = ['default', 'empty', 'payments-api', 'young'];
    const singly = [];
    for (const name of names) singly.push(await summary(name));

    const list = async (query: string) =>
      (await guardrails.api.get(`/api/guardrails/summaries${query}`)).body;
    expect(await list('')).toEqual({ items: singly, totalItems: 4 });

    const first = await list('?limit=3');
    expect(first.items).toEqual(singly.slice(0, 3));
    expect(await list(`?limit=3&cursor=${first.nextCursor}`)).toEqual({
      items: singly.slice(3),
      totalItems: 4,
    });
    const one = await list('?entityRef=component:default/payments-api');
    expect(one.items).toEqual([singly[2]]);
    const forged = Buffer.from(JSON.stringify(['a\u0000'])).toString(
      'base64url',
    );
    for (const cursor of ['rubbish', forged]) {
      expect((await list(`?cursor=${cursor}`)).error.message).toContain(
        `cursor: got '${cursor}'`,
      );
    }
  });

  it('tells how fresh each source is, and why it is not', async () => {
    await database.metrics.upsert(project.id, [
      {
        metricName: '5xx_count',
        at: new Date('2026-11-20T10:00:00Z'),
        value: 3,
        unit: 'count',
      },
    ]);
    await seedRun(
      database,
      { jobId: 'ingest-costs', completedProjects: ['payments-api'] },
      new Date('2026-11-19T22:00:00Z'),
    );
    await seedRun(
      database,
      {
        jobId: 'ingest-costs',
        completedProjects: ['default'],
        failures: [
          {
            scope: 'account 111122223333',
            message: 'access was denied',
            projects: ['default-111122223333', 'payments-api'],
          },
          {
            scope: 'projects hidden, other',
            message: 'of no concern',
            projects: ['hidden', 'other'],
          },
        ],
      },
      new Date('2026-11-20T06:00:00Z'),
    );
    await seedRun(
      database,
      { jobId: 'ingest-metrics', completedProjects: ['payments-api'] },
      new Date('2026-11-20T10:06:00Z'),
    );
    await seedRun(
      database,
      { jobId: 'detect' },
      new Date('2026-11-20T10:07:00Z'),
    );

    const body = await summary('payments-api');
    expect(body.freshness).toEqual([
      {
        source: 'costs',
        asOf: '2026-11-19T22:00:00.000Z',
        newest: '2026-11-20',
        lastError: 'account 111122223333: access was denied',
      },
      {
        source: 'metrics',
        asOf: '2026-11-20T10:06:00.000Z',
        newest: '2026-11-20T10:00:00.000Z',
      },
    ]);
    expect(body.lastCheckedAt).toBe('2026-11-20T10:07:00.000Z');
    // The run completed the default project, and failed for accounts that are not its own.
    expect((await summary('default')).freshness[0]).not.toHaveProperty(
      'lastError',
    );
    // It did not complete this one, but for no reason that concerns it.
    expect((await summary('young')).freshness[0]).not.toHaveProperty(
      'lastError',
    );
  });

  it('is not as of a time to come after runs whose clock was ahead', async () => {
    const ahead = new Date('2027-01-30T06:00:00Z');
    await seedRun(
      database,
      { jobId: 'ingest-costs', completedProjects: ['payments-api'] },
      ahead,
    );
    await seedRun(
      database,
      { jobId: 'ingest-metrics', completedProjects: ['payments-api'] },
      ahead,
    );
    await seedRun(database, { jobId: 'detect' }, ahead);

    const { freshness, lastCheckedAt } = await summary('payments-api');

    expect(freshness).toMatchObject([
      { source: 'costs', asOf: NOW.toISOString() },
      { source: 'metrics', asOf: NOW.toISOString() },
    ]);
    expect(lastCheckedAt).toBe(NOW.toISOString());
  });
});
