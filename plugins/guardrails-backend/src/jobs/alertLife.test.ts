/** The life of alerts, seen through the real job: what opens, what it grows by, and what ends it. */
import type { GuardrailsDatabase, ProjectRecord } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { newProject } from '../database/__testUtils__/samples';
import { randomNumbers } from '../detection/__testUtils__/series';
import {
  alertsOf,
  days,
  SERVICE,
  startDetecting,
  storeCosts,
} from './__testUtils__/detecting';

const databases = testDatabases();

const PERIOD_MS = 300_000;
const DAY_MS = 86_400_000;
const LATENCY = 'p95_latency_ms';
const LIMIT = 800;

describe.each(ENGINES)('the life of alerts on %s', engine => {
  let database: GuardrailsDatabase;
  let project: ProjectRecord;

  beforeEach(async () => {
    ({ database } = await openDatabase(databases, engine));
    project = await newProject(database);
  });

  const portal = () =>
    startDetecting(database, {
      projects: [
        {
          name: project.name,
          ruleParameters: {
            static_limit: { limits: { [LATENCY]: LIMIT } },
            level_shift: { enabled: false },
          },
        },
      ],
    });

  async function storeLatency(
    from: number,
    to: number,
    valueAt: (at: number) => number,
  ) {
    const values = [];
    for (let at = from; at < to; at += PERIOD_MS) {
      values.push({
        metricName: LATENCY,
        at: new Date(at),
        value: valueAt(at),
        unit: 'ms' as const,
      });
    }
    await database.metrics.upsert(project.id, values);
  }

  async function eventTypes(alertId: string): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { eventType } of await database.events.byEntity(
      'alert',
      alertId,
    )) {
      counts[eventType] = (counts[eventType] ?? 0) + 1;
    }
    return counts;
  }

  describe('of a series that oscillates around its limit for days', () => {
    const FIRST = Date.parse('2026-11-10T00:00:00Z');
    const DAYS = 5;
    const random = randomNumbers(7);
    const noise = Array.from({ length: DAYS * 288 }, () => random() - 0.5);
    const noiseAt = (at: number) => noise[(at - FIRST) / PERIOD_MS];

    it.each<[string, (at: number) => number]>([
      [
        'point by point',
        at => ((at / PERIOD_MS) % 2 === 0 ? LIMIT + 10 : LIMIT - 10),
      ],
      [
        'in waves of 50 minutes',
        at => LIMIT + 30 * Math.sin((2 * Math.PI * at) / (10 * PERIOD_MS)),
      ],
      ['by chance', at => LIMIT + 5 + 60 * noiseAt(at)],
    ])(
      'is one alert %s, told once a day, though it is read every hour',
      async (_, valueAt) => {
        const end = FIRST + DAYS * DAY_MS;
        const running = portal();
        for (let at = FIRST; at < end; at += DAY_MS / 24) {
          await storeLatency(at, at + DAY_MS / 24, valueAt);
          await running.run(new Date(at + DAY_MS / 24).toISOString());
        }

        const alerts = await alertsOf(database, project);
        expect(alerts).toHaveLength(1);
        const [{ id, status, windowStart, windowEnd }] = alerts;
        expect(status).toBe('open');
        expect(windowEnd.getTime() - windowStart.getTime()).toBeGreaterThan(
          (DAYS - 0.1) * DAY_MS,
        );
        const { created, recurred = 0, ...others } = await eventTypes(id);
        expect(created).toBe(1);
        // A worse value speaks for the alert from then on, and that is told when it happens.
        expect(recurred).toBeLessThanOrEqual(2 * DAYS);
        expect(others).toEqual({});
        expect(
          (await database.recommendations.byAlert(id)).length,
        ).toBeGreaterThanOrEqual(1);
      },
    );

    it('is one alert of a cost, told once a day', async () => {
      const before = days('2026-08-20', '2026-11-09');
      const incident = days('2026-11-10', '2026-11-16');
      await storeCosts(
        database,
        project,
        before.map((day, i) => [day, 46 + (i % 3)]),
      );
      const running = portal();
      for (const [i, day] of incident.entries()) {
        await storeCosts(database, project, [[day, i % 2 === 0 ? 90 : 47]]);
        await running.run(`${day}T23:00:00Z`);
      }

      const alerts = await alertsOf(database, project);
      expect(alerts).toMatchObject([
        {
          serviceName: SERVICE,
          status: 'open',
          windowStart: new Date('2026-11-10T00:00:00Z'),
          windowEnd: new Date('2026-11-17T00:00:00Z'),
        },
      ]);
      const events = await eventTypes(alerts[0].id);
      expect(events).toEqual({ created: 1, recurred: expect.any(Number) });
      expect(events.recurred).toBeLessThanOrEqual(incident.length);
    });
  });

  it.each([2, 3, 6])(
    'keeps its fourth alert open where a series comes back every %d hours, tells what is worse at once, and opens another for what is far worse',
    async every => {
      const start = Date.parse('2026-11-10T00:00:00Z');
      const hour = 12 * PERIOD_MS;
      // Half an hour over the limit in each cycle; in the sixth and in the seventh, after more than an hour of quiet, worse.
      const worse = start + (5 * every + 1.75) * hour;
      const far = start + (6 * every + 1.75) * hour;
      const end = start + (6 * every + 4) * hour;
      const valueAt = (at: number) => {
        if (at === worse) return 980;
        if (at === far) return 2000;
        return at < far && (at - start) % (every * hour) < hour / 2 ? 900 : 200;
      };
      const running = portal();
      const opened = new Map<number, number>();
      const trails = new Map<number, Record<string, number>>();
      for (let at = start; at < end; at += hour) {
        await storeLatency(at, at + hour, valueAt);
        await running.run(new Date(at + hour).toISOString());
        const alerts = await alertsOf(database, project);
        opened.set(at, alerts.length);
        trails.set(
          at,
          await eventTypes(alerts[Math.min(3, alerts.length - 1)].id),
        );
      }

      const hourOf = (at: number) => at - (at % hour);
      expect(opened.get(hourOf(far) - hour)).toBe(4);
      expect(trails.get(hourOf(worse))!.recurred).toBe(
        (trails.get(hourOf(worse) - hour)!.recurred ?? 0) + 1,
      );
      const alerts = await alertsOf(database, project);
      expect(alerts.map(({ windowStart }) => windowStart.getTime())).toEqual([
        ...[0, 1, 2, 3].map(cycle => start + cycle * every * hour),
        far,
      ]);
      expect(alerts[3].status).toBe('resolved');
    },
  );

  it('says of one that came and went why it ended later than others', async () => {
    const start = Date.parse('2026-11-10T00:00:00Z');
    const hour = 12 * PERIOD_MS;
    await storeLatency(start, start + 15 * hour, at =>
      at <= start + 6 * hour && (at - start) % (2 * hour) === 0 ? 900 : 200,
    );
    await portal().run(new Date(start + 15 * hour).toISOString());

    const notes = [];
    for (const { id } of await alertsOf(database, project)) {
      const events = await database.events.byEntity('alert', id);
      notes.push(events.at(-1)!.metadata.note);
    }
    expect(notes).toEqual([
      ...Array(3).fill('back within its limit (200 ms, limit 800 ms)'),
      'back within its limit (200 ms, limit 800 ms); it came and went, so that it waited for 6 hours of quiet',
    ]);
  });

  it('ends by the system after an hour of quiet final points, and not before', async () => {
    const start = Date.parse('2026-11-10T00:00:00Z');
    const burst = start + 10 * PERIOD_MS;
    const valueAt = (at: number) => (at === burst ? 900 : 200);
    const running = portal();
    // Twelve quiet points, final when three newer ones (15 minutes) are there.
    const last = burst + 15 * PERIOD_MS;
    await storeLatency(start, last, valueAt);
    await running.run(new Date(last).toISOString());
    const [{ id }] = await alertsOf(database, project);
    expect(await database.alerts.byId(id)).toMatchObject({ status: 'open' });

    await storeLatency(last, last + PERIOD_MS, valueAt);
    await running.run(new Date(last + PERIOD_MS).toISOString());
    expect(await database.alerts.byId(id)).toMatchObject({
      status: 'resolved',
      windowEnd: new Date(burst + PERIOD_MS),
    });
    const events = await database.events.byEntity('alert', id);
    expect(events.at(-1)).toMatchObject({
      eventType: 'status_changed',
      actor: 'system',
      metadata: {
        from: 'open',
        to: 'resolved',
        note: expect.stringContaining('back within its limit'),
      },
    });
  });

  describe('after an alert that a person resolved', () => {
    const START = Date.parse('2026-11-10T00:00:00Z');
    const BURST = START + 8 * DAY_MS + 100 * PERIOD_MS;

    /** Windows of the alerts after one burst of sixty errors, another one so many periods later. */
    async function windowsAfter(periods: number, errors: number) {
      const second = BURST + periods * PERIOD_MS;
      const store = (from: number, to: number) =>
        database.metrics.upsert(
          project.id,
          Array.from({ length: (to - from) / PERIOD_MS }, (_, i) => {
            const at = from + i * PERIOD_MS;
            const burst =
              (at === BURST && 60) || (at === second && errors) || 0;
            return {
              metricName: '5xx_count',
              at: new Date(at),
              value: ((at / PERIOD_MS) % 3) + burst,
              unit: 'count' as const,
            };
          }),
        );
      const running = portal();
      const seen = BURST + 3 * PERIOD_MS;
      await store(START, seen);
      await running.run(new Date(seen).toISOString());
      const [{ id }] = await alertsOf(database, project);
      await database.alerts.transition(
        id,
        { from: 'open', to: 'resolved' },
        new Date(seen),
      );
      await store(seen, second + 2 * PERIOD_MS);
      await running.run(new Date(second + 2 * PERIOD_MS).toISOString());
      const alerts = await alertsOf(database, project);
      return alerts.map(
        ({ windowStart }) => (windowStart.getTime() - BURST) / PERIOD_MS,
      );
    }

    it('another as loud has to wait for an hour', async () => {
      expect(await windowsAfter(8, 60)).toEqual([0]);
    });

    it('another twice as loud does not', async () => {
      expect(await windowsAfter(8, 130)).toEqual([0, 8]);
    });

    it('and after the hour another one is opened', async () => {
      expect(await windowsAfter(13, 60)).toEqual([0, 13]);
    });
  });

  it('has one unresolved alert for a series, however often and wherever it is judged', async () => {
    const start = Date.parse('2026-11-10T00:00:00Z');
    await storeLatency(start, start + DAY_MS, () => 900);
    const now = new Date(start + DAY_MS).toISOString();
    // Two replicas that forgot everything, at the same time.
    await Promise.all([portal().run(now), portal().run(now)]);
    await portal().run(now);

    expect(await alertsOf(database, project)).toHaveLength(1);
  });

  it('is graded by how far it is from its limit, and a small sum of money is never more than low', async () => {
    const grades: string[] = [];
    for (const [usual, day] of [
      [10, 34],
      [46, 90],
      [46, 400],
    ]) {
      project = await newProject(database);
      await storeCosts(database, project, [
        ...days('2026-08-20', '2026-11-14').map(
          (date, i) => [date, usual + (i % 3) * 0.1] as const,
        ),
        ['2026-11-15', day],
      ]);
      await portal().run('2026-11-16T06:00:00Z');
      const [{ severity }] = await alertsOf(database, project);
      grades.push(severity);
    }
    expect(grades).toEqual(['low', 'medium', 'high']);
  });
});
