import fc from 'fast-check';
import type { Knex } from 'knex';
import type { Database } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { alertsOf, facts, startDetecting } from './__testUtils__/detecting';

jest.setTimeout(300_000);

const databases = testDatabases();

const DAY_MS = 86_400_000;
const FIRST = Date.parse('2026-06-01T00:00:00Z');
const HISTORY_DAYS = 80;
const SERVICES = ['AWS Lambda', 'Amazon RDS', 'EC2 - Other'];

/** What AWS says between two runs: a new day, or none, and what it restates. */
interface Step {
  readonly isNewDay: boolean;
  /** A service that the new day says nothing of yet. */
  readonly missing?: number;
  readonly spike?: number;
  readonly restated: readonly {
    readonly ago: number;
    readonly service: number;
    readonly times: number;
  }[];
}

const service = fc.nat({ max: SERVICES.length - 1 });
const step: fc.Arbitrary<Step> = fc.record({
  isNewDay: fc.boolean(),
  missing: fc.option(service, { nil: undefined, freq: 3 }),
  spike: fc.option(service, { nil: undefined, freq: 3 }),
  restated: fc.array(
    fc.record({
      ago: fc.integer({ min: 0, max: 40 }),
      service,
      times: fc.constantFrom(0.1, 0.9, 1.1, 4),
    }),
    { maxLength: 2 },
  ),
});

function amount(day: number, index: number): number {
  const noise = Math.abs(Math.sin(day * 12.9898 + index) * 43758.5453) % 1;
  return (40 + 30 * index) * (1 + 0.04 * noise);
}

describe.each(ENGINES)('Costs that were judged before, on %s', engine => {
  let knex: Knex;
  let database: Database;

  beforeAll(async () => {
    ({ knex, database } = await openDatabase(databases, engine));
  });

  /** Each run is made by another process. @param isKept - whether it knows what was judged before */
  const outcome = async (steps: readonly Step[], isKept: boolean) => {
    await knex('projects').delete();
    const [project] = await database.projects.ensure(['a']);
    const amounts = new Map<string, number>();
    const store = async (changes: readonly [number, number, number][]) => {
      changes.forEach(([day, index, cost]) =>
        amounts.set(`${day} ${index}`, cost),
      );
      await database.costs.upsert(
        project.id,
        changes.map(([day, index, cost]) => ({
          date: new Date(FIRST + day * DAY_MS).toISOString().slice(0, 10),
          service: SERVICES[index],
          amount: cost.toFixed(4),
          currency: 'USD',
        })),
      );
    };
    let newest = HISTORY_DAYS - 1;
    await store(
      Array.from({ length: HISTORY_DAYS }, (_, day) =>
        SERVICES.map(
          (__, i) => [day, i, amount(day, i)] as [number, number, number],
        ),
      ).flat(),
    );
    const run = async () => {
      const now = new Date(FIRST + (newest + 1.25) * DAY_MS).toISOString();
      if (!isKept) await knex('detection_progress').delete();
      const { failures } = await startDetecting(database).run(now);
      expect(failures).toEqual([]);
    };
    await run();
    const take = async (each: Step) => {
      if (each.isNewDay) {
        newest += 1;
        await store(
          SERVICES.flatMap((_, i): [number, number, number][] =>
            i === each.missing
              ? []
              : [[newest, i, amount(newest, i) * (i === each.spike ? 3 : 1)]],
          ),
        );
      }
      const restated = new Map(
        each.restated.map(({ ago, service: index, times }) => [
          `${newest - ago} ${index}`,
          [
            newest - ago,
            index,
            (amounts.get(`${newest - ago} ${index}`) ?? 1) * times,
          ] as [number, number, number],
        ]),
      );
      await store([...restated.values()]);
      await run();
    };
    for (const each of steps) await take(each);
    const alerts = await alertsOf(database, project);
    const trail = await Promise.all(
      alerts.map(({ id }) => database.events.byEntity('alert', id)),
    );
    return {
      alerts: alerts.map(facts),
      trail: trail.map(events =>
        events.map(({ eventType, message }) => ({ eventType, message })),
      ),
    };
  };

  it('are judged again where they changed, and come to the alerts of a portal that judges all of them in each run', async () => {
    let alerts = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 2, maxLength: 10 }),
        async steps => {
          const kept = await outcome(steps, true);
          alerts += kept.alerts.length;
          expect(kept).toEqual(await outcome(steps, false));
        },
      ),
      { numRuns: 25, seed: 20261122 },
    );
    expect(alerts).toBeGreaterThan(20);
  });
});
