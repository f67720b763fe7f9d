import type { Knex } from 'knex';
import type { Database } from './Database';
import type { MetricValue } from './interfaces';
import { ENGINES, openDatabase, testDatabases } from './__testUtils__/engines';
import { minutesAfter, newProject, NOON } from './__testUtils__/samples';

const databases = testDatabases();

describe.each(ENGINES)('metrics on %s', engine => {
  let knex: Knex;
  let database: Database;
  let projectId: string;

  beforeAll(async () => {
    ({ knex, database } = await openDatabase(databases, engine));
  });

  beforeEach(async () => {
    projectId = (await newProject(database)).id;
  });

  const errors = (minute: number, value: number): MetricValue => ({
    metricName: '5xx_count',
    at: minutesAfter(NOON, minute),
    value,
    unit: 'count',
  });

  const latency = (minute: number, value: number): MetricValue => ({
    metricName: 'p95_latency_ms',
    at: minutesAfter(NOON, minute),
    value,
    unit: 'ms',
  });

  const hour = (metricName: string) => ({
    projectId,
    metricName,
    from: NOON,
    to: minutesAfter(NOON, 60),
  });

  it('are inserted once and not touched when they come again', async () => {
    const values = [errors(0, 3), latency(0, 120.123457)];

    expect(await database.metrics.upsert(projectId, values)).toEqual({
      inserted: 2,
      changed: 0,
    });
    const stored = await knex('reliability_metrics').where({
      project_id: projectId,
    });

    expect(await database.metrics.upsert(projectId, values)).toEqual({
      inserted: 0,
      changed: 0,
    });
    expect(
      await knex('reliability_metrics').where({ project_id: projectId }),
    ).toEqual(stored);
  });

  it('are replaced by what they converge to', async () => {
    await database.metrics.upsert(projectId, [errors(0, 3), errors(5, 4)]);

    expect(
      await database.metrics.upsert(projectId, [
        errors(0, 3),
        errors(5, 6),
        errors(10, 1),
      ]),
    ).toEqual({ inserted: 1, changed: 1 });
    expect(await database.metrics.points(hour('5xx_count'))).toEqual([
      { at: NOON, value: 3 },
      { at: minutesAfter(NOON, 5), value: 6 },
      { at: minutesAfter(NOON, 10), value: 1 },
    ]);
  });

  it('are the same however often a value with more decimals than the column comes', async () => {
    const value = latency(0, 1 / 3);
    await database.metrics.upsert(projectId, [value]);

    expect(await database.metrics.upsert(projectId, [value])).toEqual({
      inserted: 0,
      changed: 0,
    });
    expect(await database.metrics.points(hour('p95_latency_ms'))).toEqual([
      { at: NOON, value: 0.333333 },
    ]);
  });

  it('are read from the first moment to before the last', async () => {
    await database.metrics.upsert(projectId, [
      errors(-5, 1),
      errors(0, 2),
      errors(55, 3),
      errors(60, 4),
      latency(0, 5),
    ]);

    expect(
      (await database.metrics.points(hour('5xx_count'))).map(
        point => point.value,
      ),
    ).toEqual([2, 3]);
  });

  it('are gathered into buckets that start at multiples of the resolution', async () => {
    await database.metrics.upsert(projectId, [
      errors(5, 1),
      errors(10, 7),
      errors(15, 4),
      errors(45, 2),
    ]);

    expect(
      await database.metrics.buckets({
        ...hour('5xx_count'),
        // Seven minutes divide no hour: the buckets count from the epoch, not from the range.
        resolutionSeconds: 420,
      }),
    ).toEqual(
      [
        { values: [1], minute: 5 },
        { values: [7], minute: 10 },
        { values: [4], minute: 15 },
        { values: [2], minute: 45 },
      ].map(({ values: [value], minute }) => ({
        at: new Date(
          Math.floor(minutesAfter(NOON, minute).getTime() / 420_000) * 420_000,
        ),
        sum: value,
        mean: value,
        max: value,
      })),
    );
    expect(
      await database.metrics.buckets({
        ...hour('5xx_count'),
        resolutionSeconds: 1_800,
      }),
    ).toEqual([
      { at: NOON, sum: 12, mean: 4, max: 7 },
      { at: minutesAfter(NOON, 30), sum: 2, mean: 2, max: 2 },
    ]);
  });

  it('know their first and last moment and unit', async () => {
    await database.metrics.upsert(projectId, [
      latency(20, 1),
      errors(0, 1),
      errors(5, 1),
      { metricName: 'queue_depth', at: NOON, value: 1, unit: 'count' },
    ]);

    expect(await database.metrics.extents(projectId)).toEqual([
      {
        metricName: '5xx_count',
        unit: 'count',
        first: NOON,
        last: minutesAfter(NOON, 5),
      },
      {
        metricName: 'p95_latency_ms',
        unit: 'ms',
        first: minutesAfter(NOON, 20),
        last: minutesAfter(NOON, 20),
      },
      { metricName: 'queue_depth', unit: 'count', first: NOON, last: NOON },
    ]);
    const other = await newProject(database);
    expect(await database.metrics.extents(other.id)).toEqual([]);
  });

  it('come by the ten thousands in one call', async () => {
    const values = Array.from({ length: 25_000 }, (_, i) => errors(i, i % 7));
    expect(await database.metrics.upsert(projectId, values)).toEqual({
      inserted: 25_000,
      changed: 0,
    });
    expect(
      await database.metrics.upsert(projectId, [
        ...values.slice(0, 24_999),
        errors(24_999, 100),
        errors(25_000, 1),
      ]),
    ).toEqual({ inserted: 1, changed: 1 });
  });

  it('are written by several runs at once, in whichever order', async () => {
    // Long enough that two runs meet halfway, and would wait for each other if they kept to their own order.
    const values = Array.from({ length: 3_000 }, (_, i) => errors(i, i % 7));
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        database.metrics.upsert(
          projectId,
          i % 2 ? values : [...values].reverse(),
        ),
      ),
    );

    expect(answers.reduce((sum, answer) => sum + answer.inserted, 0)).toBe(
      3_000,
    );
  });

  it.each([
    [[errors(0, 1), errors(0, 2)], 'got it twice in one call'],
    [
      [errors(0, 1), latency(0, 1), errors(5, 1), errors(0, 2)],
      'got it twice in one call',
    ],
    [[errors(0, NaN)], 'got NaN'],
    [[errors(0, Infinity)], 'got Infinity'],
    [[errors(0, 1e10)], 'got 10000000000'],
  ])('refuses %j', async (values, message) => {
    await expect(database.metrics.upsert(projectId, values)).rejects.toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining(
          `5xx_count at 2026-11-18T12:00:00.000Z: ${message}`,
        ),
      }),
    );
    expect(await database.metrics.extents(projectId)).toEqual([]);
  });
});
