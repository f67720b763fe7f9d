import type { CostSource } from '@cloudops/plugin-guardrails-node';
import fc from 'fast-check';
import { type ProjectConfig, USAGE_TYPES } from '../config';
import type { CostKind, Day, GuardrailsDatabase } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { Reconciliation } from '../service/Reconciliation';
import { CostIngestion } from './CostIngestion';
import { dayBefore, daysFrom, utcDayOf } from './days';
import { RequestCapReached } from './interfaces';
import {
  ended,
  recordedRun,
  type RecordedRun,
} from './__testUtils__/recordedRun';

const databases = testDatabases();

const HOUR_MS = 3_600_000;
const NOW = new Date('2026-11-22T06:00:00Z');
const MANAGEMENT = '100000000000';
const MEMBER = '200000000000';
const OTHER_MEMBER = '300000000000';

/** Undefined: AWS has no record. */
type Own = (day: Day, spend: CostKind) => number | undefined;

interface World {
  readonly of: Readonly<Record<string, Own>>;
  /** What a member answers when it is asked by itself, where that is something else. */
  readonly self?: Readonly<Record<string, Own | 'fails'>>;
}

const sourceOf = (world: World): CostSource => ({
  name: 'stub',
  async *fetchDailyCosts(query, { onRequest }) {
    await onRequest();
    const { accountId } = query.account;
    const self = accountId && (world.self?.[accountId] ?? world.of[accountId]);
    if (self === 'fails') throw new Error('AccessDenied');
    const billed: [string, Own][] = accountId
      ? [[accountId, self as Own]]
      : Object.entries(world.of).filter(
          ([id]) => !query.linkedAccounts?.except.includes(id),
        );
    yield daysFrom(query.from, dayBefore(query.to)).flatMap(date =>
      billed.flatMap(([id, own]) => {
        const amount = own(date, query.spend);
        const service = query.spend === 'usage' ? `svc ${id}` : `charge:Tax`;
        return amount === undefined
          ? []
          : [{ date, service, amount: `${amount}`, currency: 'USD' }];
      }),
    );
  },
});

const DEFAULT: ProjectConfig = { name: 'default', ruleParameters: {} };
const project = (accountId: string): ProjectConfig => ({
  name: `of-${accountId}`,
  accountId,
  ruleParameters: {},
});

interface Options {
  readonly now?: Date;
  readonly backfillDays?: number;
  readonly metric?: 'UnblendedCost' | 'AmortizedCost';
  /** Requests that the run may make, by account. */
  readonly caps?: Readonly<Record<string, number>>;
  readonly capPerDay?: number;
}

async function run(
  database: GuardrailsDatabase,
  world: World,
  members: readonly string[],
  options: Options = {},
): Promise<RecordedRun['noted']> {
  const { now = NOW, backfillDays = 45, caps = {}, capPerDay = 50 } = options;
  const made: Record<string, number> = {};
  const record = recordedRun({ now });
  const counted = {
    ...record,
    awsRequest: async (accountId: string | undefined) => {
      const id = accountId ?? MANAGEMENT;
      made[id] = (made[id] ?? 0) + 1;
      if (made[id] > (caps[id] ?? Infinity)) {
        throw new RequestCapReached(`${caps[id]} a day`);
      }
      await record.awsRequest(accountId);
    },
  };
  await new CostIngestion({
    entities: { list: async () => ({ projects: [], problems: [] }) },
    database,
    config: {
      costs: {
        metric: options.metric ?? 'UnblendedCost',
        usageTypes: USAGE_TYPES,
        tagKey: 'component',
        backfillDays,
        restatementDays: 10,
        finalAfterDays: 4,
        requestCapPerDay: capPerDay,
      },
      projects: [DEFAULT, ...members.map(project)],
    } as never,
    source: sourceOf(world),
    ownAccountId: async () => MANAGEMENT,
  }).ingest(counted);
  await ended(database, record);
  return record.noted;
}

const hoursLater = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);

/** What is stored of each day, of all projects. */
async function stored(
  database: GuardrailsDatabase,
  range: { readonly from: Day; readonly to: Day },
): Promise<Map<Day, number>> {
  const days = new Map<Day, number>();
  for (const { id } of await database.projects.list()) {
    for (const spend of ['usage', 'charges'] as const) {
      for (const {
        date,
        total: amount,
      } of await database.costs.totalsOfProjects([id], { ...range, spend })) {
        days.set(date, (days.get(date) ?? 0) + amount);
      }
    }
  }
  return days;
}

const rangeOf = (now: Date, from = '2026-10-08') => ({
  from,
  to: dayBefore(utcDayOf(now)),
});

async function total(database: GuardrailsDatabase, now = NOW, from?: Day) {
  const days = await stored(database, rangeOf(now, from));
  return [...days.values()].reduce((sum, each) => sum + each, 0);
}

function truth({ of }: World, now = NOW, from?: Day): number {
  const range = rangeOf(now, from);
  return daysFrom(range.from, range.to).reduce(
    (sum, day) =>
      sum +
      Object.values(of).reduce(
        (all, own) =>
          all + (own(day, 'usage') ?? 0) + (own(day, 'charges') ?? 0),
        0,
      ),
    0,
  );
}

async function flagged(database: GuardrailsDatabase, now: Date) {
  const { accounts } = await new Reconciliation({
    stores: database,
    now: () => now,
  }).report(rangeOf(now) as never, { grants: { has: () => true } } as never);
  for (const account of accounts) {
    expect(account).toMatchObject({ isBalanced: true, notReconciled: 0 });
  }
  return accounts.flatMap(({ days }) =>
    days.filter(({ isCountedTwice }) => isCountedTwice).map(({ date }) => date),
  );
}

const usage =
  (amount: number): Own =>
  (_, spend) =>
    spend === 'usage' ? amount : undefined;
const both =
  (amount: number, charges: number): Own =>
  (_, spend) =>
    spend === 'usage' ? amount : charges;

describe.each(ENGINES)('Organizations of all kinds on %s', engine => {
  async function opened(): Promise<GuardrailsDatabase> {
    return (await openDatabase(databases, engine)).database;
  }

  it('counts a member once whose management account has no spend of its own on a day, and reads nothing anew for it', async () => {
    const db = await opened();
    const world: World = {
      of: {
        [MANAGEMENT]: (day, spend) =>
          spend === 'usage' && day !== '2026-10-20' ? 1 : undefined,
        [MEMBER]: usage(100),
      },
    };
    await run(db, world, []);
    const later = hoursLater(8);

    await run(db, world, [MEMBER], { now: later });

    expect(await total(db)).toBe(truth(world));
    const again = await run(db, world, [MEMBER], { now: hoursLater(9) });
    expect(again.requests).toHaveLength(2);
    expect(again.rows).toBe(0);
    expect(again.problems).toEqual([]);
    expect(await flagged(db, later)).toEqual([]);
  });

  it('counts a member once whose management account has no spend of its own at all', async () => {
    const db = await opened();
    const world: World = {
      of: { [MANAGEMENT]: () => undefined, [MEMBER]: both(100, 7) },
    };
    await run(db, world, []);

    await run(db, world, [MEMBER], { now: hoursLater(8) });

    expect(await total(db)).toBe(truth(world));
    for (const hours of [24, 32, 33, 480]) {
      await run(db, world, [MEMBER], { now: hoursLater(hours) });
    }
    const now = hoursLater(481);
    const again = await run(db, world, [MEMBER], { now });
    expect(again.requests).toHaveLength(2);
    expect(again).toMatchObject({ rows: 0, problems: [], failures: [] });
    expect(await total(db, now)).toBe(truth(world, now));
  });

  it('says of which days nothing shows that nothing is left, and does not pay for them again', async () => {
    const db = await opened();
    const world: World = {
      of: { [MANAGEMENT]: () => undefined, [MEMBER]: usage(100) },
      self: { [MEMBER]: usage(99) },
    };
    await run(db, world, []);

    await run(db, world, [MEMBER], { now: hoursLater(8) });
    const again = await run(db, world, [MEMBER], { now: hoursLater(9) });

    expect(again.requests).toHaveLength(2);
    expect(again.problems).toEqual([
      expect.stringMatching(
        /^default: of 45 days from 2026-10-08 to 2026-11-21 .* counted twice .* AWS answered nothing/,
      ),
    ]);
  });

  it.each([
    ['nothing at all', () => undefined],
    [
      'only from a day on',
      (day: Day, spend: CostKind) =>
        day >= '2026-11-01' && spend === 'usage' ? 100 : undefined,
    ],
  ])(
    'keeps in the management account’s bill what a member answers %s of',
    async (_, self: Own) => {
      const db = await opened();
      const world: World = {
        of: { [MANAGEMENT]: usage(1), [MEMBER]: usage(100) },
        self: { [MEMBER]: self },
      };
      await run(db, world, []);

      await run(db, world, [MEMBER], { now: hoursLater(8) });
      await run(db, world, [MEMBER], { now: hoursLater(9) });

      expect(await total(db)).toBe(truth(world));
      expect(await flagged(db, hoursLater(9))).toEqual([]);
    },
  );

  it('takes nothing out of the bill for a former member that is named again and cannot be read', async () => {
    const db = await opened();
    const of = { [MANAGEMENT]: usage(1), [MEMBER]: usage(100) };
    await run(db, { of }, [MEMBER]);
    for (let days = 3; days <= 60; days += 3) {
      await run(db, { of }, [], { now: hoursLater(days * 24) });
    }
    const now = hoursLater(60 * 24 + 1);
    expect(await total(db, now)).toBe(truth({ of }, now));

    await run(db, { of, self: { [MEMBER]: 'fails' } }, [MEMBER], { now });

    expect(await total(db, now)).toBe(truth({ of }, now));
  });

  it('doubles nothing while a member is read anew bit by bit because it is counted in another way', async () => {
    const db = await opened();
    const world: World = {
      of: { [MANAGEMENT]: usage(1), [MEMBER]: usage(100) },
    };
    const backfillDays = 120;
    const from = '2026-07-25';
    await run(db, world, [MEMBER], { backfillDays });

    await run(db, world, [MEMBER], {
      backfillDays,
      now: hoursLater(8),
      metric: 'AmortizedCost',
      caps: { [MEMBER]: 3 },
    });

    expect(await total(db, NOW, from)).toBe(truth(world, NOW, from));
  });

  it('has the charges of a member nowhere twice or missing that was read in steps and is named no more', async () => {
    const db = await opened();
    const world: World = {
      of: { [MANAGEMENT]: both(1, 1), [MEMBER]: both(100, 7) },
    };
    const options = {
      backfillDays: 30,
      capPerDay: 1,
    };
    for (let day = 1; day <= 9; day += 1) {
      await run(db, world, [MEMBER], {
        ...options,
        now: hoursLater(day * 24),
        caps: { [MEMBER]: 1 },
      });
    }
    const now = hoursLater(10 * 24);
    for (const hours of [0, 1, 2]) {
      await run(db, world, [], {
        backfillDays: 30,
        now: hoursLater(10 * 24 + hours),
      });
    }

    const from = '2026-11-12';
    expect(await total(db, now, from)).toBe(truth(world, now, from));
  });

  it('reads the management account’s past anew once after an upgrade from a version that said less, and flags nothing', async () => {
    const { knex, database: db } = await openDatabase(databases, engine);
    const world: World = {
      of: { [MANAGEMENT]: both(1, 1), [MEMBER]: both(100, 7) },
    };
    await run(db, world, [MEMBER]);
    // The older version had what it left out in the digest, and nothing else of it.
    for (const event of await knex('events').where({
      event_type: 'costs_read',
    })) {
      const { metadata } = event;
      const { leftOut, answered, ...old } =
        typeof metadata === 'string' ? JSON.parse(metadata) : metadata;
      const counting = leftOut ? 'another' : old.counting;
      // The trail is append-only.
      await knex('events').where({ id: event.id }).delete();
      await knex('events').insert({
        ...event,
        metadata: JSON.stringify({ ...old, counting }),
      });
    }
    expect(await flagged(db, NOW)).toEqual([]);

    const first = await run(db, world, [MEMBER], { now: hoursLater(8) });
    const second = await run(db, world, [MEMBER], { now: hoursLater(9) });

    expect(await flagged(db, NOW)).toEqual([]);
    expect(await total(db)).toBe(truth(world));
    expect(first.problems).toEqual([]);
    // Usage and charges of November and of October; and the member's newest usage.
    expect(first.requests).toHaveLength(5);
    expect(second.requests).toHaveLength(2);
    expect(second.rows).toBe(0);
  });

  it('counts every cent once, or names the days, whatever happened before, and then rests', async () => {
    const step = fc.record({
      hours: fc.constantFrom(1, 8, 24, 72, 240),
      members: fc.subarray([MEMBER, OTHER_MEMBER]),
      fails: fc.subarray([MEMBER, OTHER_MEMBER], { maxLength: 1 }),
      caps: fc.dictionary(
        fc.constantFrom(MANAGEMENT, MEMBER, OTHER_MEMBER),
        fc.nat({ max: 5 }),
        { noNullPrototype: true },
      ),
    });
    const owns = fc.record({
      amount: fc.integer({ min: 1, max: 50 }),
      charges: fc.nat({ max: 3 }),
      /** Every so many days there is nothing. */
      gaps: fc.constantFrom(0, 1, 3, 7),
    });
    const selves = fc.record({
      kind: fc.constantFrom('whole', 'whole', 'empty', 'fromADayOn'),
    });
    const ownOf = ({
      amount,
      charges,
      gaps,
    }: {
      amount: number;
      charges: number;
      gaps: number;
    }): Own => {
      return (day, spend) => {
        const number = Date.parse(day) / (24 * HOUR_MS);
        if (gaps > 0 && number % gaps === 0) return undefined;
        if (spend === 'usage') return amount;
        return charges > 0 ? charges : undefined;
      };
    };
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(owns, owns, owns),
        fc.tuple(selves, selves),
        fc.array(step, { minLength: 1, maxLength: 5 }),
        fc.subarray([MEMBER, OTHER_MEMBER]),
        async ([home, first, second], kinds, steps, members) => {
          const db = await opened();
          const of: Record<string, Own> = {
            [MANAGEMENT]: ownOf(home),
            [MEMBER]: ownOf(first),
            [OTHER_MEMBER]: ownOf(second),
          };
          const self: Record<string, Own> = {};
          [MEMBER, OTHER_MEMBER].forEach((id, index) => {
            const { kind } = kinds[index];
            if (kind === 'whole') return;
            self[id] = (day, spend) =>
              kind === 'empty' || day < '2026-11-10'
                ? undefined
                : of[id](day, spend);
          });
          let hours = 0;
          for (const { fails, caps, ...each } of steps) {
            hours += each.hours;
            const failing = Object.fromEntries(
              fails.map(id => [id, 'fails' as const]),
            );
            await run(db, { of, self: { ...self, ...failing } }, each.members, {
              now: hoursLater(hours),
              caps,
            });
          }
          let noted: RecordedRun['noted'] | undefined;
          for (let calm = 0; calm < 3; calm += 1) {
            hours += 1;
            noted = await run(db, { of, self }, members, {
              now: hoursLater(hours),
            });
          }
          const now = hoursLater(hours);
          // What is older was not to be read.
          const range = rangeOf(now, utcDayOf(hoursLater(hours - 45 * 24)));
          const days = await stored(db, range);
          const right = daysFrom(range.from, range.to).map(day => [
            day,
            Object.values(of).reduce(
              (sum, own) =>
                sum + (own(day, 'usage') ?? 0) + (own(day, 'charges') ?? 0),
              0,
            ),
          ]);
          expect(
            right.map(([day]) => [day, days.get(day as Day) ?? 0]),
          ).toEqual(right);
          expect(noted?.problems.filter(each => /twice/.test(each))).toEqual(
            [],
          );
          const before = await db.events.list({}, { limit: 1 });
          const last = await run(db, { of, self }, members, {
            now: hoursLater(hours + 0.1),
          });
          expect(last.rows).toBe(0);
          expect(last.requests.length).toBeLessThanOrEqual(
            (1 + members.length) * 8,
          );
          const { items } = await db.events.list({}, { limit: 2 });
          // The run's own end, and what was the newest before.
          expect(items[1].id).toBe(before.items[0].id);
        },
      ),
      { numRuns: 12, endOnFailure: true },
    );
  });
});
