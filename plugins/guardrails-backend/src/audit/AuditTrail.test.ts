/** What the trail says of everything that happens, and what it keeps for machines. */
import { randomUUID } from 'node:crypto';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import {
  costAlert,
  newProject,
  NOON,
  rightSizing,
} from '../database/__testUtils__/samples';
import type { Database } from '../database';
import type { AlertRecord, RecommendationRecord } from '../database';
import {
  AuditTrail,
  RunTrail,
  type AlertCreatedMetadata,
  type RunMetadata,
} from '.';

const databases = testDatabases();

const DECISION: AlertCreatedMetadata = {
  rule: 'cost_spike',
  ruleVersion: 1,
  parameters: { floor: 5 },
  unit: 'USD',
  inputs: {
    from: '2026-10-20T00:00:00.000Z',
    to: '2026-11-17T00:00:00.000Z',
    points: 29,
    periodSeconds: 86_400,
  },
  verdict: {
    at: '2026-11-17T00:00:00.000Z',
    observed: 1412.304,
    baseline: 198,
    threshold: 0.004321,
  },
};

const RUN: RunMetadata = {
  jobId: 'ingest-costs',
  trigger: 'schedule',
  startedAt: NOON.toISOString(),
  rowsWritten: 1240,
  awsRequests: 1,
  failures: [],
  completedProjects: ['default'],
};

describe.each(ENGINES)('the trail on %s', engine => {
  let database: Database;
  let trail: AuditTrail;
  let runs: RunTrail;
  let alert: AlertRecord;
  let recommendation: RecommendationRecord;

  beforeAll(async () => {
    ({ database } = await openDatabase(databases, engine));
  });

  beforeEach(async () => {
    const project = await newProject(database);
    trail = new AuditTrail(database, NOON);
    runs = new RunTrail(database, NOON);
    alert = (await database.alerts.insert(costAlert(project.id), NOON))!;
    [recommendation] = await database.recommendations.insert(
      [rightSizing(project.id, alert.id)],
      NOON,
    );
  });

  const toldOfAlert = () => database.events.byEntity('alert', alert.id);
  const toldOfRecommendation = () =>
    database.events.byEntity('recommendation', recommendation.id);

  it('tells how an alert opened, with all that is needed to decide it again', async () => {
    await trail.alertCreated(alert, DECISION);

    expect(await toldOfAlert()).toEqual([
      {
        id: expect.any(String),
        projectId: alert.projectId,
        entityType: 'alert',
        entityId: alert.id,
        eventType: 'created',
        message:
          'system opened this alert: "Amazon RDS costs more than usual" (rule cost_spike v1: observed 1,412.3, baseline 198, limit 0.004321)',
        actor: 'system',
        metadata: {
          ...DECISION,
          alert: {
            alertType: alert.alertType,
            source: alert.source,
            severity: alert.severity,
            title: alert.title,
            description: alert.description,
            detectedAt: alert.detectedAt.toISOString(),
            windowStart: alert.windowStart.toISOString(),
            windowEnd: alert.windowEnd.toISOString(),
            serviceName: alert.serviceName,
            observedValue: alert.observedValue,
            baselineValue: alert.baselineValue,
            thresholdValue: alert.thresholdValue,
            ruleName: alert.ruleName,
          },
        },
        createdAt: NOON,
      },
    ]);
  });

  it('tells that an alert was seen again and that it got worse', async () => {
    await trail.alertRecurred(alert, DECISION);
    await trail.alertEscalated(alert, {
      from: 'medium',
      to: 'high',
      decision: DECISION,
    });

    expect(await toldOfAlert()).toMatchObject([
      {
        eventType: 'recurred',
        message: `system saw "${alert.title}" again at 2026-11-17T00:00:00.000Z: observed 1,412.3, baseline 198, limit 0.004321`,
        metadata: DECISION,
      },
      {
        eventType: 'escalated',
        message: `system raised the severity of "${alert.title}" from medium to high at 2026-11-17T00:00:00.000Z: observed 1,412.3, baseline 198, limit 0.004321`,
        metadata: { from: 'medium', to: 'high', ...DECISION },
      },
    ]);
  });

  it.each([
    ['open', 'acknowledged', 'acknowledged "Amazon RDS costs more than usual"'],
    ['open', 'resolved', 'resolved "Amazon RDS costs more than usual"'],
    ['resolved', 'open', 'reopened "Amazon RDS costs more than usual"'],
    [
      'acknowledged',
      'open',
      'took back the acknowledgement of "Amazon RDS costs more than usual"',
    ],
  ] as const)(
    'tells who moved an alert from %s to %s',
    async (from, to, did) => {
      const actor = 'ana@example.com';
      await trail.alertStatusChanged(alert, { from, to, actor });
      await trail.alertStatusChanged(alert, {
        from,
        to,
        actor,
        note: 'new batch job, checking',
      });

      const [plain, noted] = await toldOfAlert();
      expect(plain).toMatchObject({
        eventType: 'status_changed',
        actor,
        message: `ana@example.com ${did}`,
      });
      expect(plain.metadata).toEqual({ from, to });
      expect(noted).toMatchObject({
        message: `ana@example.com ${did}: "new batch job, checking"`,
        metadata: { from, to, note: 'new batch job, checking' },
      });
    },
  );

  it('tells which playbook recommended what', async () => {
    await trail.recommendationsCreated([recommendation], 'rds');

    expect(await toldOfRecommendation()).toMatchObject([
      {
        projectId: recommendation.projectId,
        eventType: 'created',
        actor: 'system',
        message: 'system recommended: "Right-size the instance"',
        metadata: { alertId: alert.id, playbook: 'rds' },
      },
    ]);
  });

  it.each([
    ['open', 'in_progress', 'started "Right-size the instance"'],
    ['in_progress', 'done', 'marked "Right-size the instance" as done'],
    ['open', 'dismissed', 'dismissed "Right-size the instance"'],
    ['in_progress', 'open', 'stopped work on "Right-size the instance"'],
    ['done', 'open', 'reopened "Right-size the instance"'],
    ['dismissed', 'open', 'reopened "Right-size the instance"'],
  ] as const)(
    'tells who moved a recommendation from %s to %s',
    async (from, to, did) => {
      await trail.recommendationStatusChanged(recommendation, {
        from,
        to,
        actor: 'user:default/ana',
        note: 'why not',
      });

      expect(await toldOfRecommendation()).toMatchObject([
        {
          eventType: 'status_changed',
          actor: 'user:default/ana',
          message: `user:default/ana ${did}: "why not"`,
          metadata: { alertId: alert.id, from, to, note: 'why not' },
        },
      ]);
    },
  );

  it('tells who assigned a recommendation to whom', async () => {
    const actor = 'ana@example.com';
    await trail.recommendationOwnerChanged(recommendation, {
      to: 'bo',
      actor,
    });
    await trail.recommendationOwnerChanged(recommendation, {
      from: 'bo',
      to: 'cy',
      actor,
      note: 'on leave',
    });
    await trail.recommendationOwnerChanged(recommendation, {
      from: 'cy',
      actor,
    });

    const told = await toldOfRecommendation();
    expect(told.map(event => event.message)).toEqual([
      'ana@example.com assigned "Right-size the instance" to bo',
      'ana@example.com reassigned "Right-size the instance" from bo to cy: "on leave"',
      'ana@example.com removed cy as owner of "Right-size the instance"',
    ]);
    expect(told.map(event => event.metadata)).toEqual([
      { alertId: alert.id, from: null, to: 'bo' },
      { alertId: alert.id, from: 'bo', to: 'cy', note: 'on leave' },
      { alertId: alert.id, from: 'cy', to: null },
    ]);
  });

  it('tells what was noted', async () => {
    await trail.recommendationNoteAdded(recommendation, {
      actor: 'ana@example.com',
      note: 'asked the vendor',
    });

    expect(await toldOfRecommendation()).toMatchObject([
      {
        eventType: 'note_added',
        message:
          'ana@example.com noted on "Right-size the instance": "asked the vendor"',
        metadata: { alertId: alert.id, note: 'asked the vendor' },
      },
    ]);
  });

  it('tells how a run went', async () => {
    const runId = randomUUID();
    const run = (metadata: Partial<RunMetadata> = {}, actor = 'system') => ({
      projectId: alert.projectId,
      runId,
      actor,
      metadata: { ...RUN, ...metadata },
    });
    const started = await runs.runStarted(run());
    await runs.runStarted(run({ trigger: 'manual' }, 'ana@example.com'));
    await runs.runSucceeded(run());
    await runs.runFailed(
      run({
        failures: [
          { scope: 'account 111122223333', message: 'AccessDenied' },
          { scope: 'project web', message: 'no such API' },
        ],
      }),
    );
    await runs.runSkipped(run(), 'the cap of 10 AWS requests is reached');

    const told = await database.events.byEntity('job', runId);
    expect(told[0]).toEqual(started);
    expect(told.map(event => [event.eventType, event.message])).toEqual([
      ['run_started', 'ingest-costs started on schedule'],
      ['run_started', 'ana@example.com started ingest-costs'],
      [
        'run_succeeded',
        'ingest-costs succeeded: 1,240 rows written, 1 AWS request',
      ],
      [
        'run_failed',
        'ingest-costs failed: account 111122223333: AccessDenied, and 1 more (1,240 rows written, 1 AWS request)',
      ],
      [
        'run_skipped',
        'ingest-costs was skipped: the cap of 10 AWS requests is reached',
      ],
    ]);
    expect(told[0].metadata).toEqual(RUN);
  });

  it('tells who asked for a run', async () => {
    await runs.runRequested(alert.projectId, 'detect', 'ana@example.com');

    expect(
      await database.events.list(
        { projectIds: [alert.projectId], eventType: ['run_requested'] },
        { limit: 1 },
      ),
    ).toMatchObject({
      items: [
        {
          entityType: 'job',
          actor: 'ana@example.com',
          message: 'ana@example.com asked detect to run now',
          metadata: { jobId: 'detect' },
        },
      ],
    });
  });

  it('tells every paid request to AWS', async () => {
    const runId = randomUUID();
    const request = { jobId: 'ingest-costs', number: 3, capPerDay: 10 };
    await runs.awsRequested(alert.projectId, runId, request);
    await runs.awsRequested(alert.projectId, runId, {
      ...request,
      accountId: '111122223333',
    });

    const told = await database.events.byEntity('job', runId);
    expect(told.map(event => event.message)).toEqual([
      'ingest-costs made paid request 3 of at most 10 a day to the portal’s own AWS account',
      'ingest-costs made paid request 3 of at most 10 a day to AWS account 111122223333',
    ]);
    expect(told[0].metadata).toEqual(request);
  });

  it('tells every amount that AWS restated, by the run that learned of it', async () => {
    const runId = randomUUID();
    const restatements = [
      {
        date: '2026-11-18',
        service: 'Amazon RDS',
        currency: 'USD',
        from: '12.3400',
        to: '12.9100',
      },
      {
        date: '2026-11-18',
        service: 'Credits',
        currency: 'USD',
        from: '-3.0000',
        to: '0.0000',
      },
      {
        date: '2026-11-18',
        service: 'AWS Lambda',
        currency: 'CNY',
        from: '-1.0000',
        to: '2.0000',
      },
    ];
    await runs.costsRestated(alert.projectId, runId, restatements);
    await runs.costsRestated(alert.projectId, runId, []);

    const told = await database.events.byEntity('job', runId);
    expect(told.map(event => event.message)).toEqual([
      'Amazon RDS on 2026-11-18 was restated from $12.3400 to $12.9100',
      'Credits on 2026-11-18 was restated from -$3.0000 to $0.0000',
      'AWS Lambda on 2026-11-18 was restated from -1.0000 CNY to 2.0000 CNY',
    ]);
    expect(told.map(event => event.metadata)).toEqual(restatements);
    expect(
      await database.events.restatements(alert.projectId, 'Amazon RDS', NOON),
    ).toEqual([told[0]]);
  });

  it('is lost together with the change that it tells of', async () => {
    await expect(
      database.transaction(async stores => {
        await new AuditTrail(stores, NOON).alertStatusChanged(alert, {
          from: 'open',
          to: 'resolved',
          actor: 'system',
        });
        throw new Error('the change failed');
      }),
    ).rejects.toThrow('the change failed');

    expect(await toldOfAlert()).toEqual([]);
  });
});
