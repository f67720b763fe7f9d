import { ALL_SERVICES } from '@cloudops/plugin-guardrails-node';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { AuditTrail, RunTrail } from '../audit';
import type { GuardrailsConfig } from '../config';
import type { GuardrailsDatabase } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import {
  costAlert,
  newProject,
  rdsCost,
  rightSizing,
  runStarted,
} from '../database/__testUtils__/samples';
import { recordedBill } from '../ingestion';
import type { RunProgress } from './interfaces';
import { RetentionJob } from './RetentionJob';
import { RunRecord } from './RunRecord';

const databases = testDatabases();

const NOW = new Date('2026-11-22T13:00:00Z');
const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const dayText = (days: number) => daysAgo(days).toISOString().slice(0, 10);
const startOfDay = (days: number) => new Date(`${dayText(days)}T00:00:00Z`);

describe.each(ENGINES)('RetentionJob on %s', engine => {
  let database: GuardrailsDatabase;
  let knex: Knex;

  beforeEach(async () => {
    ({ database, knex } = await openDatabase(databases, engine));
  });

  async function retain(retention: NonNullable<GuardrailsConfig['retention']>) {
    const job = new RetentionJob({ database, retention });
    const run = await RunRecord.start({
      database,
      job,
      clock: () => NOW,
      signal: new AbortController().signal,
    });
    await job.run(run);
    await run.end();
    const { items } = await database.events.list(
      { eventType: ['run_succeeded'] },
      { limit: 1 },
    );
    return items[0].message;
  }

  async function messages() {
    const { items } = await database.events.list({}, { limit: 100 });
    return items
      .filter(({ metadata }) => metadata.jobId !== 'retention')
      .map(({ message }) => message)
      .sort();
  }

  it('keeps a planned activity that has not ended, and that it was cancelled', async () => {
    const project = await newProject(database);
    const trail = new AuditTrail(database, daysAgo(110));
    for (const [id, days] of [
      [randomUUID(), -5],
      [randomUUID(), 105],
    ] as const) {
      await trail.activityPlanned(
        project.id,
        id,
        {
          from: daysAgo(days + 1).toISOString(),
          to: daysAgo(days).toISOString(),
          reason: 'load test',
        },
        'ana@example.com',
      );
      const activity = await database.plannedActivities.byId(id);
      await trail.activityCancelled(activity!, 'ana@example.com');
    }

    await retain({ eventsDays: 100 });

    const { items } = await database.plannedActivities.list({}, { limit: 10 });
    expect(items).toMatchObject([
      { to: daysAgo(-5), cancelled: { by: 'ana@example.com' } },
    ]);
  });

  it('deletes the costs of older days and nothing else', async () => {
    const project = await newProject(database);
    const days = [400, 101, 100, 1];
    await database.costs.upsert(
      project.id,
      days.map(days_ => rdsCost({ date: dayText(days_) })),
    );

    expect(await retain({ costsDays: 100 })).toBe(
      'retention succeeded: 0 rows written, 2 rows deleted, 0 AWS requests',
    );

    expect(
      await database.costs.amounts({
        projectId: project.id,
        from: dayText(500),
        to: dayText(0),
      }),
    ).toMatchObject([{ date: dayText(100) }, { date: dayText(1) }]);
  });

  it('deletes older points, of however many batches', async () => {
    const project = await newProject(database);
    const point = (at: Date) => ({
      metricName: '5xx_count',
      at,
      value: 1,
      unit: 'count' as const,
    });
    await database.metrics.upsert(project.id, [
      ...Array.from({ length: 2100 }, (_, i) =>
        point(new Date(daysAgo(120).getTime() + i * 300_000)),
      ),
      // A day is kept as a whole, from its first moment on.
      point(startOfDay(100)),
      point(daysAgo(99)),
    ]);

    expect(await retain({ metricsDays: 100 })).toContain('2,100 rows deleted');

    expect(
      await database.metrics.points({
        projectId: project.id,
        metricName: '5xx_count',
        from: daysAgo(500),
        to: NOW,
      }),
    ).toEqual([
      { at: startOfDay(100), value: 1 },
      { at: daysAgo(99), value: 1 },
    ]);
  });

  it('keeps the history of alerts that are live, or were when it was to be deleted', async () => {
    const project = await newProject(database);
    const alerts: Record<string, string> = {};
    for (const serviceName of [
      'live',
      'resolved lately',
      'resolved long ago',
    ]) {
      const alert = await database.alerts.insert(
        costAlert(project.id, { serviceName }),
        daysAgo(300),
      );
      alerts[serviceName] = alert!.id;
      const [recommendation] = await database.recommendations.insert(
        [rightSizing(project.id, alert!.id)],
        daysAgo(300),
      );
      const event = (message: string) => ({
        projectId: project.id,
        eventType: 'created',
        actor: 'system',
        metadata: {},
        message: `${serviceName}: ${message}`,
      });
      await database.events.append(
        [
          { ...event('alert'), entityType: 'alert', entityId: alert!.id },
          {
            ...event('recommendation'),
            entityType: 'recommendation',
            entityId: recommendation.id,
          },
          {
            ...event('restatement'),
            entityType: 'job',
            eventType: 'cost_restated',
            metadata: { service: serviceName },
          },
          {
            ...event('suppressed finding'),
            entityType: 'alert',
            // Of the planned activity.
            entityId: randomUUID(),
            eventType: 'finding_suppressed',
            metadata: { alertId: alert!.id },
          },
        ],
        daysAgo(300),
      );
    }
    await database.events.append(
      [runStarted(project.id, { message: 'a run' })],
      daysAgo(300),
    );
    await database.events.append(
      [runStarted(project.id, { message: 'a later run' })],
      daysAgo(2),
    );
    const resolve = (id: string, days: number) =>
      database.alerts.transition(
        id,
        { from: 'open', to: 'resolved' },
        daysAgo(days),
      );
    await resolve(alerts['resolved lately'], 50);
    await resolve(alerts['resolved long ago'], 200);

    await retain({ eventsDays: 100 });

    expect(await messages()).toEqual([
      'a later run',
      'live: alert',
      'live: recommendation',
      'live: restatement',
      'live: suppressed finding',
      'resolved lately: alert',
      'resolved lately: recommendation',
      'resolved lately: restatement',
      'resolved lately: suppressed finding',
    ]);
    // And again: what is kept is looked at anew, and stays.
    await retain({ eventsDays: 100 });
    expect(await messages()).toHaveLength(9);
  });

  it('keeps every restatement of a project whose total has a live alert', async () => {
    const project = await newProject(database);
    const other = await newProject(database);
    await database.alerts.insert(
      costAlert(project.id, { serviceName: ALL_SERVICES }),
      daysAgo(300),
    );
    await database.events.append(
      [project, other].map(({ id }) => ({
        projectId: id,
        entityType: 'job' as const,
        eventType: 'cost_restated',
        actor: 'system',
        metadata: { service: 'Amazon RDS' },
        message: id === project.id ? 'watched' : 'other',
      })),
      daysAgo(300),
    );

    await retain({ eventsDays: 100 });

    expect(await messages()).toEqual(['watched']);
  });

  describe('what stored days are held against the bill by', () => {
    /** A read of the given days, made when the last of them was over. */
    async function read(
      first: number,
      last: number,
      usage: string,
      project = 'default',
    ) {
      const [{ id }] = await database.projects.ensure([project]);
      const days = Array.from({ length: first - last + 1 }, (_, i) =>
        dayText(first - i),
      );
      await new RunTrail(database, daysAgo(last - 1)).costsRead(
        id,
        randomUUID(),
        {
          jobId: 'ingest-costs',
          attribution: 'a',
          from: days[0],
          to: dayText(last - 1),
          spend: ['usage'],
          covered: {},
          currency: 'USD',
          totals: Object.fromEntries(days.map(day => [day, { usage }])),
          requests: {},
          progress: { doneDays: 1, totalDays: 1 },
        },
      );
      return id;
    }
    const usageOf = async (projectId: string, day: number) =>
      (
        await recordedBill(
          database,
          { remainderIds: [projectId] },
          { from: dayText(day), to: dayText(day) },
        )
      ).totals.get(dayText(day))?.usage;

    beforeEach(async () => {
      const [{ id }] = await database.projects.ensure(['default']);
      await new RunTrail(database, daysAgo(310)).attributionChanged(
        id,
        randomUUID(),
        {
          jobId: 'ingest-costs',
          attribution: 'a',
          projects: ['default', 'gone'],
        },
      );
    });

    it('is kept as long as the days are, and no longer', async () => {
      await read(303, 300, '1');
      // Of these days the next read tells, of all of them.
      await read(299, 295, '2');
      const id = await read(301, 294, '3');
      await read(120, 110, '4');

      await retain({ eventsDays: 100 });

      expect(await messages()).toHaveLength(4);
      expect([
        await usageOf(id, 303),
        await usageOf(id, 301),
        await usageOf(id, 297),
        await usageOf(id, 115),
      ]).toEqual(['1', '3', '3', '4']);

      await retain({ eventsDays: 100, costsDays: 200 });

      expect(await messages()).toHaveLength(2);
      expect([await usageOf(id, 301), await usageOf(id, 115)]).toEqual([
        undefined,
        '4',
      ]);
    });

    it('is kept of every account', async () => {
      const id = await read(303, 300, '1', 'default-444455556666');

      await retain({ eventsDays: 100 });

      expect(await usageOf(id, 301)).toBe('1');
    });

    it('is the newest read at least, which says how far the account was read, and whom it was divided among', async () => {
      await read(303, 300, '1');

      await retain({ eventsDays: 100, costsDays: 100 });

      expect(await messages()).toEqual([
        expect.stringContaining('is divided among 2 projects'),
        expect.stringContaining('was read'),
      ]);
    });
  });

  it('deletes nothing of a kind that has no limit', async () => {
    const project = await newProject(database);
    await database.costs.upsert(project.id, [rdsCost({ date: '2020-01-01' })]);
    await database.events.append(
      [runStarted(project.id, { message: 'a run' })],
      daysAgo(3000),
    );

    expect(await retain({ metricsDays: 100 })).toBe(
      'retention succeeded: 0 rows written, 0 AWS requests',
    );

    expect(await database.costs.extent(project.id)).toBeDefined();
    expect(await messages()).toEqual(['a run']);
  });

  describe('that is told to stop', () => {
    const OLD_ROWS = 1500;

    async function left(table: string) {
      const [{ count }] = await knex(table).count({ count: '*' });
      return Number(count);
    }

    /** Deletes until the first batch is gone; answers how many rows the run counted. */
    async function stopAfterABatch(
      retention: NonNullable<GuardrailsConfig['retention']>,
    ) {
      const abort = new AbortController();
      const job = new RetentionJob({ database, retention });
      const run = await RunRecord.start({
        database,
        job,
        clock: () => NOW,
        signal: abort.signal,
      });
      let counted = 0;
      const told: RunProgress = Object.assign(Object.create(run), {
        now: run.now,
        signal: run.signal,
        rowsDeleted: (count: number) => {
          counted += count;
          // The default project has nothing.
          if (count > 0) abort.abort(new Error('the portal stops'));
        },
      });
      await expect(job.run(told)).rejects.toThrow('the portal stops');
      return counted;
    }

    it('has deleted one batch of costs', async () => {
      const project = await newProject(database);
      await database.costs.upsert(
        project.id,
        Array.from({ length: OLD_ROWS }, (_, i) =>
          rdsCost({ date: dayText(101 + i) }),
        ),
      );

      expect(await stopAfterABatch({ costsDays: 100 })).toBe(1000);

      expect(await left('daily_costs')).toBe(OLD_ROWS - 1000);
    });

    it('has deleted one batch of points', async () => {
      const project = await newProject(database);
      await database.metrics.upsert(
        project.id,
        Array.from({ length: OLD_ROWS }, (_, i) => ({
          metricName: '5xx_count',
          at: new Date(daysAgo(120).getTime() + i * 300_000),
          value: 1,
          unit: 'count' as const,
        })),
      );

      expect(await stopAfterABatch({ metricsDays: 100 })).toBe(1000);

      expect(await left('reliability_metrics')).toBe(OLD_ROWS - 1000);
    });

    it('has looked at one batch of events', async () => {
      const project = await newProject(database);
      await database.events.append(
        Array.from({ length: OLD_ROWS }, () => runStarted(project.id)),
        daysAgo(120),
      );

      expect(await stopAfterABatch({ eventsDays: 100 })).toBe(1000);

      // And the start of the run itself.
      expect(await left('events')).toBe(OLD_ROWS - 1000 + 1);
    });
  });
});
