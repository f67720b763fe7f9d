/** A metric that has no value for a day ends its alert: no quiet points will come that could. */
import { randomUUID } from 'node:crypto';
import { AuditTrail, RunTrail } from '../audit';
import type { Database, ProjectRecord } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { replayAlert } from '../service/__testUtils__/replay';
import { alertsOf, startDetecting } from './__testUtils__/detecting';

jest.setTimeout(120_000);

const databases = testDatabases();

const PERIOD_MS = 300_000;
const HOUR_MS = 3_600_000;
const NOON = Date.parse('2026-11-18T12:00:00Z');
const LATENCY = { metricName: 'p95_latency_ms', unit: 'ms' } as const;
const OVER = 2000;

const iso = (at: number) => new Date(at).toISOString();

describe.each(ENGINES)('A metric without values, on %s', engine => {
  let database: Database;
  let project: ProjectRecord;

  const store = (from: number, to: number, value = 200) =>
    database.metrics.upsert(
      project.id,
      Array.from({ length: (to - from) / PERIOD_MS }, (_, i) => ({
        ...LATENCY,
        at: new Date(from + i * PERIOD_MS),
        value,
      })),
    );

  /** A run that asked AWS for the newest points; `failed`: of these projects it got no answer, or of none. */
  const read = async (
    at: number,
    failed?: { projects?: readonly string[] },
  ) => {
    const [home] = await database.projects.ensure(['default']);
    const trail = new RunTrail(database, new Date(at));
    const run = {
      runId: randomUUID(),
      projectId: home.id,
      actor: 'system',
      metadata: {
        jobId: 'ingest-metrics',
        trigger: 'schedule' as const,
        startedAt: iso(at),
        rowsWritten: 0,
        awsRequests: 1,
        failures: failed
          ? [{ scope: 'the run', message: 'no answer', ...failed }]
          : [],
        completedProjects: [],
      },
    };
    await (failed ? trail.runFailed(run) : trail.runSucceeded(run));
  };

  const detect = async (at: number) => {
    const portal = startDetecting(database, {
      lookbackDays: 14,
      projects: [
        {
          name: 'a',
          ruleParameters: {
            static_limit: { limits: { [LATENCY.metricName]: 900 } },
          },
        },
      ],
    });
    const { failures } = await portal.run(iso(at));
    expect(failures).toEqual([]);
  };

  beforeEach(async () => {
    ({ database } = await openDatabase(databases, engine));
    [project] = await database.projects.ensure(['a']);
    await store(NOON - 24 * HOUR_MS, NOON - HOUR_MS);
    await store(NOON - HOUR_MS, NOON, OVER);
    await read(NOON);
    await detect(NOON);
  });

  const statuses = async () =>
    (await alertsOf(database, project)).map(({ status }) => status);

  const changesOf = async (alertId: string) =>
    (await database.events.byEntity('alert', alertId)).filter(
      ({ eventType }) => eventType === 'status_changed',
    );

  it('ends its alert after a day, and says so in the trail and in the alert', async () => {
    const [before] = await alertsOf(database, project);
    await read(NOON + 24 * HOUR_MS);
    await detect(NOON + 24 * HOUR_MS);
    const [alert] = await alertsOf(database, project);
    const [change] = await changesOf(alert.id);
    const trail = await database.events.byEntity('alert', alert.id);

    expect(before.status).toBe('open');
    expect(alert).toMatchObject({
      status: 'resolved',
      windowEnd: before.windowEnd,
      observedValue: before.observedValue,
      description: `${before.description} No value since 12:00 UTC on Wed 18 Nov.`,
    });
    expect(replayAlert(trail, new Date(NOON)).description).toBe(
      alert.description,
    );
    expect(change).toMatchObject({
      actor: 'system',
      metadata: {
        from: 'open',
        to: 'resolved',
        note: 'no value for 24 hours, since 12:00 UTC on Wed 18 Nov: nothing is measured that could show how it went on',
      },
    });
  });

  it('ends one that somebody has acknowledged, and changes nothing a second time', async () => {
    const [{ id }] = await alertsOf(database, project);
    await database.alerts.transition(
      id,
      { from: 'open', to: 'acknowledged' },
      new Date(NOON),
    );
    await read(NOON + 30 * HOUR_MS);
    await detect(NOON + 30 * HOUR_MS);
    const ended = await alertsOf(database, project);
    await detect(NOON + 31 * HOUR_MS);

    expect(ended).toMatchObject([{ status: 'resolved' }]);
    expect(await alertsOf(database, project)).toEqual(ended);
    expect(await changesOf(id)).toHaveLength(1);
  });

  it('keeps its alert for a day less five minutes', async () => {
    await read(NOON + 24 * HOUR_MS - PERIOD_MS);
    await detect(NOON + 25 * HOUR_MS);

    expect(await statuses()).toEqual(['open']);
  });

  it.each([
    ['was not read since', undefined],
    ['could not be read', { projects: ['a'] }],
    ['is of a run that failed altogether', {}],
  ])('keeps its alert where it %s', async (_, failed) => {
    if (failed) {
      await read(NOON + 30 * HOUR_MS, failed);
    }
    await detect(NOON + 30 * HOUR_MS);

    expect(await statuses()).toEqual(['open']);
  });

  it('ends its alert where others could not be read', async () => {
    await read(NOON + 30 * HOUR_MS, { projects: ['b'] });
    await detect(NOON + 30 * HOUR_MS);

    expect(await statuses()).toEqual(['resolved']);
  });

  it('ends an alert of long ago, of which no point is looked at any more', async () => {
    await read(NOON + 90 * 24 * HOUR_MS);
    await detect(NOON + 90 * 24 * HOUR_MS);

    expect(await statuses()).toEqual(['resolved']);
  });

  it('tells anew of what is found after the silence, whenever detection ran', async () => {
    const back = NOON + 30 * HOUR_MS;
    await store(back, back + HOUR_MS, OVER);
    await read(back + HOUR_MS);
    await detect(back + HOUR_MS);
    await detect(back + HOUR_MS + PERIOD_MS);

    expect(await alertsOf(database, project)).toMatchObject([
      { status: 'resolved', windowEnd: new Date(NOON) },
      { status: 'open', windowStart: new Date(back) },
    ]);
  });

  it('tells anew of what is found after an end that was told in time', async () => {
    const back = NOON + 30 * HOUR_MS;
    await read(NOON + 25 * HOUR_MS);
    await detect(NOON + 25 * HOUR_MS);
    await store(back, back + HOUR_MS, OVER);
    await detect(back + HOUR_MS);

    expect(await statuses()).toEqual(['resolved', 'open']);
  });

  it('leaves open what a person has opened again, until it is silent for a day from then on', async () => {
    await read(NOON + 25 * HOUR_MS);
    await detect(NOON + 25 * HOUR_MS);
    const [{ id }] = await alertsOf(database, project);
    const reopened = new Date(NOON + 26 * HOUR_MS);
    await database.transaction(async stores => {
      const change = { from: 'resolved', to: 'open' } as const;
      const alert = await stores.alerts.transition(id, change, reopened);
      await new AuditTrail(stores, reopened).alertStatusChanged(alert!, {
        ...change,
        actor: 'ana@example.com',
      });
    });
    await read(NOON + 49 * HOUR_MS);
    await detect(NOON + 49 * HOUR_MS);
    const soon = await statuses();
    await read(NOON + 50 * HOUR_MS);
    await detect(NOON + 50 * HOUR_MS);

    expect(soon).toEqual(['open']);
    expect(await alertsOf(database, project)).toMatchObject([
      {
        status: 'resolved',
        description: expect.stringMatching(
          /[^.]*\. No value since 12:00 UTC on Wed 18 Nov\.$/,
        ),
      },
    ]);
  });
});
