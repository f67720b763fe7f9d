/** Alerts of a metric that is watched on both sides come out the same however its points are cut into runs. */
import type { DetectionRule, Verdict } from '@cloudops/plugin-guardrails-node';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Database, ProjectRecord } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { alertsOf, facts, startDetecting } from './__testUtils__/detecting';

jest.setTimeout(600_000);

const databases = testDatabases();

const PERIOD_MS = 300_000;
const FIRST = Date.parse('2026-11-10T00:00:00Z');
const METRIC = { metricName: 'queue_time', unit: 'ms' } as const;

/** Usual is 100; more than 110 and less than 90 are not. */
const eitherSide: DetectionRule<{}> = {
  name: 'either_side',
  version: 1,
  appliesTo: 'reliability',
  summary: 'A value that is not about 100',
  parameters: z.object({}).strict(),
  accepts: () => true,
  memory: () => 0,
  judge: ({ points }, from) =>
    points.slice(from).flatMap(({ at, value }): Verdict[] => {
      if (value === null) return [];
      const direction = value < 100 ? 'below' : 'above';
      const threshold = direction === 'below' ? 90 : 110;
      const fired = direction === 'below' ? value < 90 : value > 110;
      return [
        { at, fired, direction, observed: value, baseline: 100, threshold },
      ];
    }),
  explain: () => [],
};

/** A stretch of points: how many, and how many times as far from 100 as the limit; null where nothing is stored. */
interface Stretch {
  readonly points: number;
  readonly distance: number | null;
}

const stretch: fc.Arbitrary<Stretch> = fc.record({
  points: fc.integer({ min: 1, max: 6 }),
  distance: fc.constantFrom(
    0,
    0,
    0,
    1.1,
    1.2,
    -1.1,
    -1.2,
    -1.2,
    2.5,
    -2.5,
    null,
  ),
});

/** What is stored, and after which share of it a person resolves what is open on one side. */
interface History {
  readonly stretches: readonly Stretch[];
  readonly resolved: number;
  readonly isBelow: boolean;
}

const history: fc.Arbitrary<History> = fc.record({
  stretches: fc.array(stretch, { minLength: 20, maxLength: 40 }),
  resolved: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
  isBelow: fc.boolean(),
});

/**
 * The side below is resolved by a person and goes on; then it is quiet, while the side above is still waited for from a
 * point before that.
 */
const closedBesideAnother: History = {
  stretches: [
    { points: 1, distance: 1.1 },
    { points: 1, distance: -2.5 },
    { points: 5, distance: 0 },
    { points: 1, distance: -2.5 },
    { points: 4, distance: 0 },
    { points: 2, distance: 1.1 },
    { points: 4, distance: -2.5 },
    { points: 10, distance: 0 },
  ],
  resolved: 15.5 / 28,
  isBelow: true,
};

const sizes = fc.array(fc.integer({ min: 1, max: 12 }), {
  minLength: 3,
  maxLength: 12,
});

function valuesOf(stretches: readonly Stretch[]) {
  return stretches
    .flatMap(({ points, distance }) => Array(points).fill(distance))
    .map((distance, i) => ({
      ...METRIC,
      at: new Date(FIRST + i * PERIOD_MS),
      value: distance === null ? null : 100 + 10 * distance,
    }));
}

describe.each(ENGINES)(
  'A metric that is watched on both sides, on %s',
  engine => {
    let knex: Knex;
    let database: Database;

    beforeAll(async () => {
      ({ knex, database } = await openDatabase(databases, engine));
    });

    /** Every alert that comes of the points, read in runs of these sizes over and over. */
    async function alertsIn(
      { stretches, resolved, isBelow }: History,
      runSizes: readonly number[],
    ) {
      await knex('projects').delete();
      const [project] = await database.projects.ensure(['a']);
      const values = valuesOf(stretches);
      const portal = startDetecting(database, { rules: [eitherSide] });
      const at = Math.floor(values.length * resolved);
      let run = 0;
      const read = async (from: number, to: number) => {
        for (let next = from; next < to; ) {
          const end = Math.min(to, next + runSizes[run % runSizes.length]);
          run += 1;
          await store(project, values.slice(next, end));
          const now = new Date(FIRST + end * PERIOD_MS).toISOString();
          expect((await portal.run(now)).failures).toEqual([]);
          next = end;
        }
      };
      await read(0, at);
      await resolve(project, isBelow);
      await read(at, values.length);
      return (await alertsOf(database, project)).map(facts);
    }

    async function store(
      project: ProjectRecord,
      values: ReturnType<typeof valuesOf>,
    ) {
      await database.metrics.upsert(
        project.id,
        values.flatMap(each =>
          each.value === null ? [] : { ...each, value: each.value },
        ),
      );
    }

    async function resolve(project: ProjectRecord, isBelow: boolean) {
      const alert = (await alertsOf(database, project)).find(
        each =>
          each.status === 'open' &&
          each.observedValue < each.baselineValue === isBelow,
      );
      if (alert) {
        await database.alerts.transition(
          alert.id,
          { from: 'open', to: 'resolved' },
          new Date(),
        );
      }
    }

    it('has the same alerts however its points are cut into runs', async () => {
      await fc.assert(
        fc.asyncProperty(history, sizes, async (points, runSizes) => {
          const inTwo = await alertsIn(points, [Infinity]);
          expect(await alertsIn(points, runSizes)).toEqual(inTwo);
        }),
        {
          numRuns: 20,
          examples: [[closedBesideAnother, [1]]],
        },
      );
    });
  },
);
