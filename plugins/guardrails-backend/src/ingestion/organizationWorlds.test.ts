import type { CostKind, Day, GuardrailsDatabase } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import {
  both,
  flagged,
  hoursLater,
  MANAGEMENT,
  MEMBER,
  NOW,
  ofHome,
  type Own,
  run,
  total,
  truth,
  usage,
  type World,
} from './__testUtils__/accountWorlds';

const databases = testDatabases();

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

  it('asks 4 requests a day of each account, be it one or a management account with three members', async () => {
    const members = ['200000000000', '300000000000', '400000000000'];
    const world: World = {
      of: Object.fromEntries(
        [MANAGEMENT, ...members].map(id => [id, both(100, 7)]),
      ),
    };
    const askedInADay = async (named: readonly string[]) => {
      const db = await opened();
      for (const hours of [0, 8, 16]) {
        await run(db, world, named, { now: hoursLater(hours) });
      }
      // Midnight has passed, and what was known of yesterday has come.
      const asked = [];
      for (const hours of [24, 32, 40]) {
        const now = hoursLater(hours);
        asked.push((await run(db, world, named, { now })).requests.length);
      }
      return asked;
    };

    expect(await askedInADay([])).toEqual([2, 1, 1]);
    expect(await askedInADay(members)).toEqual([8, 4, 4]);
  });

  it('takes the charges of a member out of a management account that has none, though nothing else is read of their days', async () => {
    const db = await opened();
    const world: World = {
      of: { [MANAGEMENT]: usage(1), [MEMBER]: both(100, 7) },
    };
    // All days are among those whose usage is read in each run, and charges were read today.
    const backfillDays = 10;
    const from = '2026-11-12';
    await run(db, world, [], { backfillDays });

    await run(db, world, [MEMBER], { backfillDays, now: hoursLater(8) });

    expect(await total(db, NOW, from)).toBe(truth(world, NOW, from));
    expect(await flagged(db, NOW)).toEqual([]);
  });

  it('completes the default project day by day where its management account has no spend of its own, for a request a day more', async () => {
    const db = await opened();
    const world: World = {
      of: { [MANAGEMENT]: () => undefined, [MEMBER]: both(100, 7) },
    };
    await run(db, world, []);
    await run(db, world, [MEMBER], { now: hoursLater(8) });
    const asked: number[] = [];
    for (let hours = 24; hours < 24 * 15; hours += 8) {
      const noted = await run(db, world, [MEMBER], { now: hoursLater(hours) });
      expect(noted).toMatchObject({ problems: [], failures: [] });
      expect(noted.completed).toContain('default');
      asked.push(ofHome(noted));
    }

    expect(asked.slice(0, 6)).toEqual([3, 1, 1, 3, 1, 1]);
    expect(Math.max(...asked)).toBe(3);
    const now = hoursLater(24 * 15);
    expect(await total(db, now)).toBe(truth(world, hoursLater(24 * 14)));
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

  it('learns once what was ever answered from events of a version that did not carry it', async () => {
    const { knex, database: db } = await openDatabase(databases, engine);
    const world: World = { of: { [MANAGEMENT]: both(1, 1) } };
    await run(db, world, []);
    for (const event of await knex('events').where({
      event_type: 'costs_read',
    })) {
      const { metadata } = event;
      const { answered: _, ...old } =
        typeof metadata === 'string' ? JSON.parse(metadata) : metadata;
      await knex('events').where({ id: event.id }).delete();
      await knex('events').insert({ ...event, metadata: JSON.stringify(old) });
    }
    const newest = async () => {
      const { items } = await db.events.list(
        { eventType: ['costs_read'] },
        { limit: 1 },
      );
      return items[0];
    };

    const { rows } = await run(db, world, [], { now: hoursLater(1) });

    expect(rows).toBe(0);
    expect((await newest()).metadata.answered).toMatchObject({
      usage: { from: '2026-10-08', to: '2026-11-21' },
    });
    const { id } = await newest();
    await run(db, world, [], { now: hoursLater(2) });
    expect((await newest()).id).toBe(id);
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
});
