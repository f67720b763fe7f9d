/** What was judged is kept with the alerts that came of it: what a run judges again, and what it must. */
import type { DetectionRule, Series } from '@cloudops/plugin-guardrails-node';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { AlertLifecycle } from '../alerts';
import { AuditTrail } from '../audit';
import type { Database, ProjectRecord } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { SqlProgressStore, unsettle } from '../database/SqlProgressStore';
import { builtInRules } from '../detection';
import {
  alertsOf,
  days,
  facts,
  natBill,
  startDetecting,
  storeCosts,
} from './__testUtils__/detecting';

jest.setTimeout(300_000);

const databases = testDatabases();

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NOON = Date.parse('2026-11-18T12:00:00Z');
const LIMIT = 900;
const ANA = 'ana@example.com';
const LATENCY = { metricName: 'p95_latency_ms', unit: 'ms' } as const;
/** Judged again because they may still have changed: 15 minutes and the newest. */
const OVERLAP_POINTS = 4;
/** From the beginning of the lookback, two days and what of the day has passed, to noon. */
const LOOKBACK_POINTS = 2.5 * 288;

/** Built-in rules that note of which instants they were asked. */
function watchedRules(version = 0) {
  const asked: { key: string; at: number }[] = [];
  const rules = builtInRules.map(
    (rule): DetectionRule<any> => ({
      ...rule,
      version: rule.version + version,
      judge: (series: Series, from: number, parameters: any) => {
        if (rule.name === 'static_limit' || rule.name === 'cost_spike') {
          series.points
            .slice(from)
            .forEach(({ at }) => asked.push({ key: series.key, at }));
        }
        return rule.judge(series, from, parameters);
      },
    }),
  );
  return { asked, rules };
}

describe.each(ENGINES)('What was judged, on %s', engine => {
  let knex: Knex;
  let database: Database;
  let project: ProjectRecord;

  beforeAll(async () => {
    ({ knex, database } = await openDatabase(databases, engine));
  });

  beforeEach(async () => {
    await knex('projects').delete();
    [project] = await database.projects.ensure(['a']);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  const iso = (at: number) => new Date(at).toISOString();

  const storeLatency = (
    from: number,
    to: number,
    valueAt: (at: number) => number = () => 200,
  ) =>
    database.metrics.upsert(
      project.id,
      Array.from({ length: (to - from) / (5 * MINUTE_MS) }, (_, i) => {
        const at = from + i * 5 * MINUTE_MS;
        return { ...LATENCY, at: new Date(at), value: valueAt(at) };
      }),
    );

  /** Another process: it knows what is stored and nothing else. */
  const restart = (
    options: { limit?: number; version?: number; lookbackDays?: number } = {},
  ) => {
    const { asked, rules } = watchedRules(options.version);
    const portal = startDetecting(database, {
      rules,
      lookbackDays: options.lookbackDays ?? 2,
      projects: [
        {
          name: 'a',
          ruleParameters: {
            static_limit: {
              limits: { p95_latency_ms: options.limit ?? LIMIT },
            },
          },
        },
      ],
    });
    /** @returns the instants that were judged, of a metric or of an AWS service */
    const run = async (at: number, key: string = LATENCY.metricName) => {
      asked.length = 0;
      const { failures } = await portal.run(iso(at));
      return {
        failures,
        judged: asked.filter(each => each.key === key).map(each => each.at),
      };
    };
    return { run };
  };

  const alerts = async () => (await alertsOf(database, project)).map(facts);

  /** What a run has read is old by the time that it stores what comes of it: something else happens first. */
  const afterAnother = (work: () => Promise<unknown>) => {
    const { carryOut } = AlertLifecycle.prototype;
    jest
      .spyOn(AlertLifecycle.prototype, 'carryOut')
      .mockImplementationOnce(async function late(
        this: AlertLifecycle,
        ...own
      ) {
        await work();
        return carryOut.apply(this, own);
      });
  };

  const progress = () =>
    knex('detection_progress')
      .orderBy(['series_type', 'metric_name'])
      .select('settled_through', 'state', 'revision');

  describe('of a metric', () => {
    beforeEach(async () => {
      await storeLatency(NOON - 5 * DAY_MS, NOON);
    });

    it('is not judged again after a restart', async () => {
      const { judged: first } = await restart().run(NOON);
      await storeLatency(NOON, NOON + HOUR_MS);
      const { judged: next } = await restart().run(NOON + HOUR_MS);

      expect(first).toHaveLength(LOOKBACK_POINTS);
      expect(next).toHaveLength(OVERLAP_POINTS + 12);
    });

    it('is not written again while nothing is new', async () => {
      await restart().run(NOON);
      const before = await progress();
      await restart().run(NOON + HOUR_MS);

      expect(await progress()).toEqual(before);
    });

    it('is judged again from a point on that was written long after its time, and then no more', async () => {
      await restart().run(NOON);
      const late = NOON - DAY_MS;
      await storeLatency(late, late + 5 * MINUTE_MS, () => 250);
      const { judged } = await restart().run(NOON);
      const { judged: after } = await restart().run(NOON);

      expect(iso(judged[0])).toBe(iso(late));
      expect(judged).toHaveLength(288);
      expect(after).toHaveLength(OVERLAP_POINTS);
      expect(await alerts()).toEqual([]);
    });

    it('tells of a late point over its limit, once', async () => {
      await restart().run(NOON);
      const late = NOON - DAY_MS;
      await storeLatency(late, late + 5 * MINUTE_MS, () => 2000);
      await restart().run(NOON);
      const told = await alerts();
      await restart().run(NOON);

      expect(told).toMatchObject([
        { ruleName: 'static_limit', windowStart: new Date(late) },
      ]);
      expect(await alerts()).toEqual(told);
    });

    it('is judged again by another limit, and by no more rules than judge it', async () => {
      await storeLatency(NOON - 6 * HOUR_MS, NOON - 5 * HOUR_MS, () => 600);
      await restart().run(NOON);
      const { judged } = await restart({ limit: 500 }).run(NOON);
      const { judged: after } = await restart({ limit: 500 }).run(NOON);

      expect(judged).toHaveLength(LOOKBACK_POINTS);
      expect(after.length).toBeLessThan(LOOKBACK_POINTS / 2);
      expect(await alerts()).toContainEqual(
        expect.objectContaining({ ruleName: 'static_limit' }),
      );
    });

    it('is judged again after a deployment, and after it was rolled back', async () => {
      await restart().run(NOON);
      const { judged: newer } = await restart({ version: 1 }).run(NOON);
      const { judged: older } = await restart().run(NOON);
      const { judged: after } = await restart().run(NOON);

      expect([newer.length, older.length]).toEqual([
        LOOKBACK_POINTS,
        LOOKBACK_POINTS,
      ]);
      expect(after).toHaveLength(OVERLAP_POINTS);
    });

    it('is judged again by a longer lookback', async () => {
      await restart().run(NOON);
      const { judged } = await restart({ lookbackDays: 3 }).run(NOON);

      expect(judged).toHaveLength(LOOKBACK_POINTS + 288);
    });

    it('is judged again once an activity is cancelled that kept something quiet', async () => {
      await storeLatency(NOON - 6 * HOUR_MS, NOON - 5 * HOUR_MS, () => 2000);
      const id = randomUUID();
      await new AuditTrail(
        database,
        new Date(NOON - 8 * HOUR_MS),
      ).activityPlanned(
        project.id,
        id,
        {
          from: iso(NOON - 7 * HOUR_MS),
          to: iso(NOON - 4 * HOUR_MS),
          reason: 'load test',
        },
        ANA,
      );
      await restart().run(NOON);
      expect(await alerts()).toEqual([]);
      const activity = await database.plannedActivities.byId(id);
      await new AuditTrail(database, new Date(NOON)).activityCancelled(
        activity!,
        ANA,
      );
      await restart().run(NOON + MINUTE_MS);

      expect(await alerts()).toMatchObject([
        { windowStart: new Date(NOON - 6 * HOUR_MS) },
      ]);
    });

    it('is kept of a run that is stopped before it is through: the next one goes on behind it', async () => {
      await database.projects.ensure(['b']);
      const stop = new AbortController();
      const stopped = startDetecting(database, {
        lookbackDays: 2,
        rules: builtInRules.map(
          (rule): DetectionRule<any> => ({
            ...rule,
            judge: (series: Series, from: number, parameters: any) => {
              stop.abort(new Error('the lease ended'));
              return rule.judge(series, from, parameters);
            },
          }),
        ),
        projects: [
          {
            name: 'a',
            ruleParameters: {
              static_limit: { limits: { p95_latency_ms: LIMIT } },
            },
          },
        ],
      });

      await expect(stopped.run(iso(NOON), stop.signal)).rejects.toThrow(
        'the lease ended',
      );
      const { judged } = await restart().run(NOON);

      expect(judged).toHaveLength(OVERLAP_POINTS);
    });

    it('tells of an incident that has ended by then once, also when another backend was faster', async () => {
      await storeLatency(NOON - 6 * HOUR_MS, NOON - 5 * HOUR_MS, () => 2000);
      afterAnother(() => restart().run(NOON));
      const { failures } = await restart().run(NOON);
      const told = await alertsOf(database, project);
      const trail = await database.events.byEntity('alert', told[0].id);

      expect(failures).toEqual([]);
      expect(told).toMatchObject([{ status: 'resolved' }]);
      expect(trail.map(({ eventType }) => eventType)).toEqual([
        'created',
        'recurred',
        'status_changed',
      ]);
    });

    it('says so when others never stop writing it, and the next run judges it', async () => {
      await storeLatency(NOON - 6 * HOUR_MS, NOON - 5 * HOUR_MS, () => 2000);
      const { put } = SqlProgressStore.prototype;
      const late = NOON - 4 * HOUR_MS;
      jest
        .spyOn(SqlProgressStore.prototype, 'put')
        .mockImplementation(function overtaken(
          this: SqlProgressStore,
          records,
        ) {
          return put.call(
            this,
            records.map(each => ({ ...each, revision: each.revision - 1 })),
          );
        });
      const { failures } = await restart().run(NOON);
      expect(failures).toEqual([
        `project a: ${LATENCY.metricName} was changed 3 times while it was judged; the next run judges it`,
      ]);
      expect(await alerts()).toEqual([]);

      jest.restoreAllMocks();
      await storeLatency(late, late + 5 * MINUTE_MS);
      await restart().run(NOON);
      expect(await alerts()).toHaveLength(1);
    });

    it('is not kept where points were written since it was read: the next run judges them', async () => {
      await restart().run(NOON);
      await storeLatency(NOON, NOON + HOUR_MS);
      const late = NOON - HOUR_MS;
      const { put } = SqlProgressStore.prototype;
      jest
        .spyOn(SqlProgressStore.prototype, 'put')
        .mockImplementationOnce(async function writeFirst(
          this: SqlProgressStore,
          records,
        ) {
          await storeLatency(late, late + 5 * MINUTE_MS, () => 2000);
          return put.call(this, records);
        });
      await restart().run(NOON + HOUR_MS);
      expect(await alerts()).toEqual([]);
      await restart().run(NOON + HOUR_MS);

      expect(await alerts()).toMatchObject([{ windowStart: new Date(late) }]);
    });
  });

  describe('of costs', () => {
    const service = 'EC2 - Other';
    const today = '2026-11-18';
    const incident = '2026-11-17';

    const store = (last: string, incidents: readonly string[] = []) =>
      storeCosts(
        database,
        project,
        days('2026-08-01', last).map(day => [day, natBill(day, incidents)]),
      );

    it('is not judged again after a restart', async () => {
      await store('2026-11-16');
      const { judged: first } = await restart().run(
        Date.parse('2026-11-17T12:00:00Z'),
        service,
      );
      await store('2026-11-17');
      const { judged: next } = await restart().run(NOON, service);

      expect(first.map(iso)).toHaveLength(2);
      expect(next.map(iso)).toEqual(['2026-11-17T00:00:00.000Z']);
    });

    it('is judged again from the day on that was restated', async () => {
      await store('2026-11-17');
      await restart({ lookbackDays: 14 }).run(NOON, service);
      await storeCosts(database, project, [['2026-11-10', 47.11]]);
      const { judged } = await restart({ lookbackDays: 14 }).run(NOON, service);
      const { judged: after } = await restart({ lookbackDays: 14 }).run(
        NOON,
        service,
      );

      expect(judged.map(iso)).toEqual(
        days('2026-11-10', '2026-11-17').map(day => `${day}T00:00:00.000Z`),
      );
      expect(after).toEqual([]);
    });

    it('is kept with its alerts or not at all: a run that ends in between is repeated', async () => {
      await store(incident, [incident]);
      jest
        .spyOn(SqlProgressStore.prototype, 'put')
        .mockImplementationOnce(async () => {
          throw new Error('the process was killed');
        });
      const { failures } = await restart().run(Date.parse(today));
      expect(failures).toEqual(['project a: the process was killed']);
      expect(await alerts()).toEqual([]);
      expect(await progress()).toEqual([]);

      await restart().run(Date.parse(today));
      const told = await alerts();
      expect(told).toMatchObject([{ ruleName: 'cost_spike' }]);
      await restart().run(Date.parse(today));
      expect(await alerts()).toEqual(told);
    });

    it('is judged again where nothing fired and it could not be kept, and the run says so', async () => {
      await store('2026-11-17');
      jest
        .spyOn(SqlProgressStore.prototype, 'put')
        .mockImplementationOnce(async () => {
          throw new Error('the database went away');
        });
      const { failures } = await restart().run(NOON, service);
      const { judged } = await restart().run(NOON, service);
      const { judged: after } = await restart().run(NOON, service);

      expect(failures).toEqual(['what was judged: the database went away']);
      expect(judged).toHaveLength(2);
      expect(after).toEqual([]);
    });

    it('tells of an incident that has ended by then once, also when another backend was faster', async () => {
      const ended = '2026-11-08';
      await store('2026-11-17', [ended]);
      const backend = () => restart({ lookbackDays: 14 });
      afterAnother(() => backend().run(NOON));
      const { failures } = await backend().run(NOON);

      expect(failures).toEqual([]);
      expect(await alertsOf(database, project)).toMatchObject([
        { status: 'resolved', windowStart: new Date(ended) },
      ]);
    });

    it('is judged beside what a person has done to the alert meanwhile', async () => {
      await store(incident, [incident]);
      await restart().run(NOON);
      const [alert] = await alertsOf(database, project);
      await store('2026-11-18', [incident, '2026-11-18']);
      const before = await progress();
      afterAnother(() =>
        database.alerts.transition(
          alert.id,
          { from: 'open', to: 'resolved' },
          new Date(NOON),
        ),
      );
      const { failures } = await restart().run(NOON + DAY_MS);
      const after = await progress();

      expect(failures).toEqual([]);
      // What goes on is what the person has closed.
      expect(await alertsOf(database, project)).toMatchObject([
        { status: 'resolved', windowEnd: alert.windowEnd },
      ]);
      expect(after).not.toEqual(before);
      await restart().run(NOON + DAY_MS);
      expect(await progress()).toEqual(after);
    });

    it('comes to the same alerts once when two backends judge at the same time', async () => {
      await store(incident, [incident]);
      const runs = await Promise.all([
        restart().run(NOON),
        restart().run(NOON),
      ]);
      const told = await alerts();
      await restart().run(NOON);

      expect(runs.flatMap(({ failures }) => failures)).toEqual([]);
      expect(told).toHaveLength(1);
      expect(await alerts()).toEqual(told);
    });

    it('is what one of two backends has stored, and neither’s where costs changed in between', async () => {
      await store('2026-11-16');
      const [first, second] = await Promise.all(
        [1, 2].map(() => database.progress.ofProjects([project.id])),
      );
      expect([first.size, second.size]).toEqual([0, 0]);
      const record = {
        projectId: project.id,
        seriesType: 'cost',
        metricName: '',
        revision: 0,
      } as const;
      const kept = await database.progress.put([{ ...record, state: '{}' }]);
      const late = await database.progress.put([
        { ...record, state: '{"a":1}' },
      ]);

      expect([kept, late]).toEqual([1, 0]);
      expect(await progress()).toMatchObject([{ state: '{}', revision: 1 }]);
    });
  });

  if (engine !== 'SQLITE_3') {
    it('is locked in one order by whoever judges and whoever writes points', async () => {
      const names = [...Array(30).keys()].map(i => `metric_${i}`);
      // Each collation has another order of these, and UTF-16 has one of the last two.
      const metrics = [...names, 'METRIC', 'é', 'Z', '_x', '\uff5e', '😀'];
      const projects = await database.projects.ensure(
        [...Array(50).keys()].map(i => `project-${i}`),
      );
      await knex.raw('analyze projects');
      /** By project in the order in which the rows were made, which is the order in which they were locked. */
      const made = async (work: (trx: Knex) => Promise<unknown>) => {
        await knex.raw('truncate detection_progress');
        await knex.transaction(async trx => {
          // What a statement that was prepared comes to.
          await trx.raw('set local plan_cache_mode = force_generic_plan');
          await work(trx);
        });
        return (
          await knex('detection_progress')
            .orderByRaw('ctid')
            .select('project_id', 'metric_name')
        ).map(row => [row.project_id, row.metric_name]);
      };

      const judged = await made(trx =>
        new SqlProgressStore(trx).put(
          projects.flatMap(({ id }) =>
            metrics.map(metricName => ({
              projectId: id,
              seriesType: 'reliability',
              metricName,
              state: '{}',
              revision: 0,
            })),
          ),
        ),
      );
      const written = await made(trx =>
        unsettle(
          trx,
          project.id,
          new Map(metrics.map(name => [name, new Date(NOON)])),
        ),
      );

      const bytewise = [...metrics].sort((a, b) =>
        Buffer.compare(Buffer.from(a), Buffer.from(b)),
      );
      expect(judged).toEqual(
        projects
          .map(({ id }) => id)
          .sort()
          .flatMap(id => bytewise.map(name => [id, name])),
      );
      expect(written.map(([, name]) => name)).toEqual(bytewise);
    });
  }
});
