import fc from 'fast-check';
import { SqlBaselineStore } from '../database/SqlBaselineStore';
import type { Knex } from 'knex';
import type { Database, ProjectRecord } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { alertsOf, facts, startDetecting } from './__testUtils__/detecting';

jest.setTimeout(600_000);

const databases = testDatabases();

const MINUTE_MS = 60_000;
const PERIOD_MS = 5 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const FIRST = Date.parse('2026-11-01T00:00:00Z');
/** When the portal starts: nine days are stored by then. */
const START = FIRST + 9 * DAY_MS;
const METRICS = [
  { metricName: '5xx_count', unit: 'count' },
  { metricName: 'p95_latency_ms', unit: 'ms' },
] as const;

/** What happens between two runs. */
interface Step {
  /** Minutes of new points. */
  readonly minutes: number;
  /** A point that arrives late or is restated, so many minutes before the newest. */
  readonly late?: { readonly ago: number; readonly value: number };
  /** Another replica, or a restart: the process remembers nothing. */
  readonly isForgotten: boolean;
  /** Another parameter, from this run on. */
  readonly days?: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  minutes: fc.integer({ min: 5, max: 600 }),
  late: fc.option(
    fc.record({
      ago: fc.integer({ min: 5, max: 9 * 24 * 60 }),
      value: fc.integer({ min: 0, max: 60 }),
    }),
    { nil: undefined, freq: 3 },
  ),
  isForgotten: fc.boolean(),
  days: fc.option(fc.constantFrom(5, 7), { nil: undefined, freq: 6 }),
});

/** Few errors and a latency with a rhythm, and now and then an hour of trouble. The same for the same seed. */
function valueAt(metric: string, at: number, seed: number): number {
  const noise = Math.abs(Math.sin(at / 7919 + seed) * 43758.5453) % 1;
  const hour = Math.floor((at - FIRST) / (60 * MINUTE_MS));
  const isTrouble = (hour * 7 + seed) % 61 === 0;
  if (metric === '5xx_count') {
    return Math.floor(noise * noise * 5) + (isTrouble ? 30 : 0);
  }
  const rhythm = 20 * Math.sin((at / DAY_MS) * 2 * Math.PI);
  return 200 + rhythm + 10 * noise + (isTrouble ? 300 : 0);
}

describe.each(ENGINES)('Stored baselines on %s', engine => {
  let knex: Knex;
  let database: Database;

  beforeAll(async () => {
    ({ knex, database } = await openDatabase(databases, engine));
  });

  const store = (
    project: ProjectRecord,
    seed: number,
    from: number,
    to: number,
  ) =>
    database.metrics.upsert(
      project.id,
      METRICS.flatMap(({ metricName, unit }) =>
        Array.from({ length: Math.round((to - from) / PERIOD_MS) }, (_, i) => {
          const at = from + i * PERIOD_MS;
          return {
            metricName,
            unit,
            at: new Date(at),
            value: valueAt(metricName, at, seed),
          };
        }),
      ),
    );

  const portal = (days: number) =>
    startDetecting(database, {
      lookbackDays: 2,
      projects: [{ name: 'a', ruleParameters: { error_burst: { days } } }],
    });

  /** Every alert and decision that the steps come to. */
  const outcome = async (
    steps: readonly Step[],
    seed: number,
    beforeRun: () => Promise<unknown>,
  ) => {
    await knex('projects').delete();
    const [project] = await database.projects.ensure(['a']);
    let newest = START;
    let days = 7;
    let detecting = portal(days);
    await store(project, seed, FIRST, newest);
    const run = async () => {
      await beforeRun();
      const { failures } = await detecting.run(new Date(newest).toISOString());
      expect(failures).toEqual([]);
    };
    await run();
    for (const each of steps) {
      const end = newest + Math.ceil(each.minutes / 5) * PERIOD_MS;
      await store(project, seed, newest, end);
      newest = end;
      if (each.late) {
        const at = newest - Math.ceil(each.late.ago / 5) * PERIOD_MS;
        await database.metrics.upsert(project.id, [
          { ...METRICS[0], at: new Date(at), value: each.late.value },
        ]);
      }
      if (each.isForgotten || each.days) {
        days = each.days ?? days;
        detecting = portal(days);
      }
      await run();
    }
    const alerts = await alertsOf(database, project);
    const trail = await Promise.all(
      alerts.map(({ id }) => database.events.byEntity('alert', id)),
    );
    return {
      alerts: alerts.map(facts),
      trail: trail.map(events =>
        events.map(({ eventType, message, metadata }) => ({
          eventType,
          message,
          metadata,
        })),
      ),
    };
  };

  it('make no difference to any alert, however points arrive and runs are made', async () => {
    let alerts = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 3, maxLength: 8 }),
        fc.integer({ min: 0, max: 60 }),
        async (steps, seed) => {
          const stored = await outcome(steps, seed, async () => {});
          const computed = await outcome(steps, seed, () =>
            knex('metric_baselines').delete(),
          );
          alerts += stored.alerts.length;
          expect(stored).toEqual(computed);
        },
      ),
      { numRuns: 4, seed: 20261122 },
    );
    // Otherwise it would say nothing.
    expect(alerts).toBeGreaterThan(3);
  });

  it('make no difference, nor does what was judged before', async () => {
    let alerts = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 3, maxLength: 8 }),
        fc.integer({ min: 0, max: 60 }),
        async (steps, seed) => {
          const kept = await outcome(steps, seed, async () => {});
          const anew = await outcome(steps, seed, () =>
            knex('detection_progress').delete(),
          );
          alerts += kept.alerts.length;
          expect(kept).toEqual(anew);
        },
      ),
      { numRuns: 6, seed: 20261123 },
    );
    expect(alerts).toBeGreaterThan(3);
  });

  it('are true whichever of two replicas stores them, while points arrive late', async () => {
    await knex('projects').delete();
    const [project] = await database.projects.ensure(['a']);
    let newest = START + 12 * 60 * MINUTE_MS;
    await store(project, 3, FIRST, newest);
    const replicas = [portal(7), portal(7)];
    for (let hour = 1; hour <= 4; hour += 1) {
      const from = newest;
      newest += 60 * MINUTE_MS;
      const now = new Date(newest).toISOString();
      const runs = Promise.all(replicas.map(each => each.run(now)));
      await Promise.all([
        store(project, 3, from, newest),
        database.metrics.upsert(project.id, [
          {
            ...METRICS[0],
            at: new Date(START - hour * DAY_MS),
            value: 20 + hour,
          },
        ]),
      ]);
      for (const { failures } of await runs) expect(failures).toEqual([]);
    }
    const stored = async () => {
      const known = await database.baselines.ofProjects([project.id]);
      return new Map(
        (known.get(project.id) ?? []).flatMap(
          ({ metricName, dayStart, historyFrom, quantities }) =>
            Object.entries(quantities).map(([name, value]) => [
              [metricName, dayStart, historyFrom, name].join(' '),
              value,
            ]),
        ),
      );
    };
    await replicas[0].run(new Date(newest).toISOString());
    const raced = await stored();
    await knex('metric_baselines').delete();
    await knex('detection_progress').delete();
    await portal(7).run(new Date(newest).toISOString());
    const computed = await stored();

    expect(raced.size).toBeGreaterThan(3);
    for (const [name, value] of raced) {
      expect([name, value]).toEqual([name, computed.get(name)]);
    }
    const { failures } = await replicas[1].run(new Date(newest).toISOString());
    expect(failures).toEqual([]);
  });

  it('save reading the history again, until the day or what they rest on changes', async () => {
    await knex('projects').delete();
    const [project] = await database.projects.ensure(['a']);
    await store(project, 1, FIRST, START + DAY_MS);
    const detecting = portal(7);
    // The history is read, and what it comes to is stored, in one transaction.
    const histories = jest.spyOn(SqlBaselineStore.prototype, 'freezePoints');
    const historiesOf = async (at: number) => {
      histories.mockClear();
      await detecting.run(new Date(at).toISOString());
      return histories.mock.calls.length;
    };
    const noon = START + DAY_MS + 12 * 60 * MINUTE_MS;

    await store(project, 1, START + DAY_MS, noon);
    expect(await historiesOf(noon)).toBeGreaterThan(0);
    for (let hour = 1; hour <= 3; hour += 1) {
      const at = noon + hour * 60 * MINUTE_MS;
      await store(project, 1, at - 60 * MINUTE_MS, at);
      expect(await historiesOf(at)).toBe(0);
    }
    await database.metrics.upsert(project.id, [
      { ...METRICS[0], at: new Date(noon - 3 * DAY_MS), value: 7 },
    ]);
    expect(await historiesOf(noon + 180 * MINUTE_MS)).toBe(1);
    expect(await historiesOf(noon + 180 * MINUTE_MS)).toBe(0);
    jest.restoreAllMocks();
  });
});
