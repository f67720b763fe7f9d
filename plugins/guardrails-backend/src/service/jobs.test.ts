import { mockCredentials } from '@backstage/backend-test-utils';
import { RunTrail } from '../audit';
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

const databases = testDatabases();

describe.each(ENGINES)('jobs on %s', engine => {
  let guardrails: RunningGuardrails;
  let database: Database;

  beforeAll(async () => {
    const opened = await openDatabase(databases, engine);
    database = opened.database;
    guardrails = await startGuardrails({
      knex: opened.knex,
      config: { guardrails: { costs: { requestCapPerDay: 7 } } },
    });
  });
  afterAll(() => guardrails.stop());

  it('are listed in the order in which data travels, with schedule and cap', async () => {
    const { body } = await guardrails.api.get('/api/guardrails/jobs');
    expect(body.items).toMatchObject([
      {
        id: 'ingest-costs',
        schedule: 'every 8 hours',
        frequency: { everySeconds: 28_800 },
        awsRequestsToday: 0,
        awsRequestCap: 7,
      },
      { id: 'ingest-metrics', schedule: 'every 15 minutes' },
      { id: 'detect', schedule: 'every hour' },
    ]);
    expect(body.items[2]).not.toHaveProperty('awsRequestCap');
  });

  it('run when somebody asks, and the trail names who', async () => {
    const response = await guardrails.api
      .post('/api/guardrails/jobs/ingest-costs/run')
      .set('Authorization', mockCredentials.user.header('user:default/ana'));
    expect([response.status, response.body]).toEqual([
      202,
      { id: 'ingest-costs' },
    ]);
    const { items } = await guardrails.client.listEvents({
      entityType: ['job'],
      actor: 'ana@example.com',
    });
    expect(items.map(({ eventType }) => eventType)).toContain('run_requested');
    const jobs = await guardrails.client.listJobs();
    expect(jobs.items[0].runs[0]).toMatchObject({
      trigger: 'manual',
      status: 'succeeded',
    });
  });

  it('take one request a minute, of whomever, in whichever replica', async () => {
    const run = () =>
      guardrails.api.post('/api/guardrails/jobs/ingest-metrics/run');
    expect((await run()).status).toBe(202);
    const answers = await Promise.all([run(), run(), run()]);
    for (const { status } of answers) expect([409, 429]).toContain(status);
    const later = await run();
    expect([later.status, later.body.error.message]).toEqual([
      429,
      expect.stringContaining(
        'it takes one request in 60 seconds, the next one in',
      ),
    ]);
    expect(Number(later.get('retry-after'))).toBeGreaterThan(30);
    const { items } = await guardrails.client.listEvents({
      eventType: 'run_requested',
    });
    expect(
      items.filter(({ metadata }) => metadata.jobId === 'ingest-metrics'),
    ).toHaveLength(1);
  });

  it('do not run twice at once', async () => {
    const [{ id: projectId }] = await database.projects.ensure(['default']);
    await new RunTrail(database, new Date()).runStarted({
      projectId,
      runId: crypto.randomUUID(),
      actor: 'system',
      metadata: {
        jobId: 'detect',
        trigger: 'schedule',
        startedAt: new Date().toISOString(),
        rowsWritten: 0,
        awsRequests: 0,
        failures: [],
        completedProjects: [],
      },
    });
    const response = await guardrails.api.post(
      '/api/guardrails/jobs/detect/run',
    );
    expect([response.status, response.body.error.name]).toEqual([
      409,
      'ConflictError',
    ]);
  });
});
