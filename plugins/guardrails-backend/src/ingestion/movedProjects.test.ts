/** Claims that change between runs, within accounts and from one to another: every bill stays whole, at what it costs. */
import fc from 'fast-check';
import type { Database } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import {
  type AccountId,
  ACCOUNTS,
  LivedCosts,
  type Tag,
  TAGS,
} from './__testUtils__/livedCosts';

const databases = testDatabases();
jest.setTimeout(240_000);

const [OWN, OLD, YOUNG] = ACCOUNTS;
const P = 'component:default/p';
const NAMES = [P, 'component:default/q', 'component:default/r'];

async function costOf(
  database: Database,
  name: string,
  day: string,
): Promise<number> {
  const project = await database.projects.byName(name);
  return project
    ? database.costs.total({ projectId: project.id, from: day, to: day })
    : 0;
}

/** Each bill is what its projects have, and nobody has what is in no bill. */
async function expectWhole(world: LivedCosts): Promise<void> {
  for (const account of await world.reconciliation()) {
    expect({
      account: account.accountId,
      isBalanced: account.isBalanced,
      differences: account.differences,
      notReconciled: account.notReconciled,
    }).toEqual({
      account: account.accountId,
      isBalanced: true,
      differences: [],
      notReconciled: 0,
    });
  }
}

/** Every row is what its restatements made of it, one after the other: nothing changed without its event. */
async function expectRestated(database: Database, world: LivedCosts) {
  const { items } = await database.events.list(
    { eventType: ['cost_restated'] },
    { limit: 100_000 },
  );
  const amounts = new Map<string, string>();
  for (const { projectId, metadata } of [...items].reverse()) {
    const { date, service, from, to } = metadata as Record<string, string>;
    const key = `${projectId} ${date} ${service}`;
    expect(amounts.get(key) ?? from).toBe(from);
    amounts.set(key, to);
  }
  for (const { id } of await database.projects.list()) {
    for (const spend of ['usage', 'charges'] as const) {
      for (const { date, service, amount } of await database.costs.amounts({
        projectId: id,
        from: world.day(-100),
        to: world.day(40),
        spend,
      })) {
        const last = amounts.get(`${id} ${date} ${service}`);
        expect(last === undefined ? amount : Number(last)).toBe(amount);
      }
    }
  }
}

describe.each(ENGINES)('on %s, a project', engine => {
  let database: Database;
  let world: LivedCosts;

  beforeEach(async () => {
    ({ database } = await openDatabase(databases, engine));
    world = new LivedCosts(database);
  });

  it('that moves to a younger account takes nothing along, and is counted once', async () => {
    world.claims.set(P, { accountId: OWN, tag: 'red' });
    await world.run();
    const before = await costOf(database, P, world.day(-30));
    world.claims.set(P, { accountId: YOUNG, tag: 'red' });
    world.after(8);

    await world.run();

    expect(before).toBeGreaterThan(0);
    expect(await costOf(database, P, world.day(-30))).toBe(0);
    expect(await costOf(database, P, world.day(-5))).toBeCloseTo(
      310 - 5 / 7,
      3,
    );
    await expectWhole(world);
    await expectRestated(database, world);
  });

  it('that two accounts exchange at the same time is counted once', async () => {
    const exchanged = [P, NAMES[1]];
    // Neither is the default project's, which is read after the others.
    const accounts: [AccountId, Tag][] = [
      [OLD, 'red'],
      [YOUNG, 'green'],
    ];
    for (let run = 0; run < 6; run += 1) {
      for (const [index, [accountId, tag]] of accounts.entries()) {
        world.claims.set(exchanged[(index + run) % 2], { accountId, tag });
      }
      const { failures } = await world.run();
      expect(failures).toEqual([]);
      await expectWhole(world);
      world.after(8);
    }
    await expectRestated(database, world);
  });

  it('that moves to an account without charges leaves its charges where they were billed', async () => {
    world.claims.set(P, { accountId: OWN, tag: 'red' });
    world.uncharged.add(OLD);
    await world.run();
    world.claims.set(P, { accountId: OLD, tag: 'red' });
    world.denied.add(OWN);
    // Charges are read apart from usage.
    world.capPerRun = 1;
    for (let run = 0; run < 12; run++) {
      world.after(24);
      const { failures } = await world.run();
      expect(
        failures.filter(({ message }) => !/used up|denied/.test(message)),
      ).toEqual([]);
      await expectWhole(world);
    }
    await expectRestated(database, world);
  });

  it.each([
    ['the one that it left', OWN],
    ['the one that it came to', OLD],
  ])(
    'that moves while %s is denied is counted once all the while',
    async (_, denied) => {
      world.claims.set(P, { accountId: OWN, tag: 'red' });
      await world.run();
      world.claims.set(P, { accountId: OLD, tag: 'green' });
      world.denied.add(denied);
      world.after(8);
      await world.run();
      await expectWhole(world);
      world.denied.clear();
      world.after(8);

      await world.run();

      expect(await costOf(database, P, world.day(-30))).toBeCloseTo(
        220 - 30 / 7,
        3,
      );
      await expectWhole(world);
      await expectRestated(database, world);
    },
  );

  it('that moves and comes back has what it had', async () => {
    world.claims.set(P, { accountId: OWN, tag: 'red' });
    await world.run();
    const before = await costOf(database, P, world.day(-20));
    world.denied.add(OWN);
    world.claims.set(P, { accountId: OLD, tag: 'red' });
    world.after(8);
    await world.run();
    world.denied.clear();
    world.claims.set(P, { accountId: OWN, tag: 'red' });
    for (let day = 0; day < 9; day += 1) {
      world.after(24);
      await world.run();
      await expectWhole(world);
    }

    expect(await costOf(database, P, world.day(-20))).toBe(before);
    await expectRestated(database, world);
  });

  it('that leaves an account which is read no more is counted once, and so when that is read again', async () => {
    world.claims.set(P, { accountId: OLD, tag: 'red' });
    await world.run();
    world.accounts = [OWN];
    world.claims.set(P, { accountId: OWN, tag: 'red' });
    world.after(24);
    await world.run();
    await expectWhole(world);
    expect(await costOf(database, P, world.day(-30))).toBeCloseTo(
      110 - 30 / 7,
      3,
    );
    world.accounts = ACCOUNTS;
    world.after(200);

    await world.run();

    await expectWhole(world);
    await expectRestated(database, world);
  });

  it('whose claim changes costs no more than one reading of the months that have nothing', async () => {
    world.claims.set(P, { accountId: YOUNG, tag: 'red' });
    await world.run();
    world.claims.set(P, { accountId: YOUNG, tag: 'green' });
    world.after(8);
    await world.run();
    const ofYoung = () => world.asked.filter(each => each.startsWith(YOUNG!));
    expect(ofYoung().length).toBeGreaterThan(2);
    world.after(8);

    await world.run();

    expect(ofYoung()).toEqual([`${YOUNG} usage 2026-11-19 2026-11-22`]);
  });

  it('whose claim of an account without any costs changes is recorded once a change', async () => {
    const changes = async () =>
      (
        await database.events.list(
          { eventType: ['attribution_changed'] },
          { limit: 100 },
        )
      ).items.length;
    world.accounts = [OWN, YOUNG];
    world.answeredTo.set(YOUNG, world.day(-100));
    await world.run();
    const before = await changes();
    // The past is read anew for the first change in a week alone.
    for (const tag of ['red', 'green'] as const) {
      world.claims.set(P, { accountId: YOUNG, tag });
      for (let run = 0; run < 2; run += 1) {
        world.after(8);
        await world.run();
      }
    }

    expect(await changes()).toBe(before + 2);
  });

  it('that is gone for a day and comes back has what it had', async () => {
    world.claims.set(P, { accountId: OLD, tag: 'red' });
    await world.run();
    const before = await costOf(database, P, world.day(-30));
    world.claims.delete(P);
    await world.run();
    world.after(25);
    await world.run();
    expect(await costOf(database, P, world.day(-30))).toBe(0);
    await expectWhole(world);
    world.claims.set(P, { accountId: OLD, tag: 'red' });
    world.after(200);

    await world.run();

    expect(await costOf(database, P, world.day(-30))).toBe(before);
    await expectWhole(world);
    await expectRestated(database, world);
  });

  it('that claims a tag which is not activated has nothing, and all of it is unallocated', async () => {
    world.claims.set(P, { accountId: OWN, tag: 'red' });
    world.isTagActive = false;

    await world.run();

    expect(await costOf(database, P, world.day(-5))).toBe(0);
    // Four parts of 100, 110, 120 and 130 dollars, each less five sevenths.
    expect(await costOf(database, 'default', world.day(-5))).toBeCloseTo(
      460 - 20 / 7,
      3,
    );
    await expectWhole(world);
  });

  it('called default that becomes another account’s leaves what it had to that of its old account', async () => {
    world.claims.set(P, { accountId: OLD, tag: 'red' });
    await world.run();
    const before = await costOf(database, 'default', world.day(-5));
    world.home = YOUNG;
    world.after(24);

    await world.run();

    expect(await costOf(database, 'default-own', world.day(-5))).toBe(before);
    await expectWhole(world);
    world.home = undefined;
    world.after(24);
    await world.run();
    await expectWhole(world);
    await expectRestated(database, world);
  });

  it('whose claim changes has the open months at once, and the past with all changes of a week', async () => {
    await world.run();
    world.claims.set(P, { accountId: OWN, tag: 'red' });
    world.after(8);
    await world.run();
    // The first change in a week: the whole past at once.
    expect(await costOf(database, P, world.day(-50))).toBeGreaterThan(0);
    world.claims.set(P, { accountId: OWN, tag: 'green' });
    world.after(8);

    await world.run();

    expect(world.asked.filter(each => each.startsWith('own'))).toEqual([
      // From its first day on the young account is left out.
      'own usage 2026-11-01 2026-11-12',
      'own usage 2026-11-12 2026-11-22',
      'own charges 2026-11-01 2026-11-12',
      'own charges 2026-11-12 2026-11-22',
    ]);
    const green = (day: number) => 120 + day / 7;
    const red = (day: number) => 110 + day / 7;
    expect(await costOf(database, P, world.day(-5))).toBeCloseTo(green(-5), 3);
    expect(await costOf(database, P, world.day(-50))).toBeCloseTo(red(-50), 3);
    const older = async () =>
      (await world.reconciliation())
        .find(({ accountId }) => accountId === OWN)!
        .days.filter(day => day.isDividedByOlderClaims)
        .map(({ date }) => date);
    expect((await older()).at(-1)).toBe('2026-10-31');
    await expectWhole(world);

    // Another change does not make it forget, and is not paid for apart.
    world.claims.set(P, { accountId: OWN, tag: 'blue' });
    world.after(72);
    await world.run();
    expect(world.asked.filter(each => each.startsWith('own'))).toHaveLength(4);
    world.after(96);
    await world.run();

    expect(await costOf(database, P, world.day(-50))).toBeCloseTo(
      130 - 50 / 7,
      3,
    );
    expect((await older()).filter(day => day > '2026-10-01')).toEqual([]);
    await expectWhole(world);
    await expectRestated(database, world);
  });
});

describe('whatever changes between runs, and whatever fails', () => {
  const account = fc.constantFrom<AccountId>(...ACCOUNTS);
  const step = fc.oneof(
    fc.record({
      what: fc.constant('claim' as const),
      name: fc.constantFrom(...NAMES),
      accountId: account,
      tag: fc.constantFrom<Tag>(...TAGS),
    }),
    fc.record({
      what: fc.constant('unclaim' as const),
      name: fc.constantFrom(...NAMES),
    }),
    fc.record({
      what: fc.constant('restate' as const),
      accountId: account,
      daysAgo: fc.integer({ min: 1, max: 30 }),
      usd: fc.constantFrom(-3, 0.004, 12.5),
    }),
    fc.record({ what: fc.constant('deny' as const), accountId: account }),
    fc.record({
      what: fc.constant('configure' as const),
      accounts: fc.subarray([...ACCOUNTS]),
      home: account,
    }),
    fc.record({
      what: fc.constant('cap' as const),
      requests: fc.integer({ min: 1, max: 5 }),
    }),
  );

  it('every account’s bill is what its projects have, and each row was changed by its events alone', async () => {
    let accountsRead = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            steps: fc.array(step, { maxLength: 3 }),
            hours: fc.constantFrom(8, 24, 100),
          }),
          { minLength: 2, maxLength: 6 },
        ),
        async runs => {
          const { database, knex } = await openDatabase(databases, 'SQLITE_3');
          const world = new LivedCosts(database);
          for (const { steps, hours } of runs) {
            world.denied.clear();
            world.capPerRun = Infinity;
            for (const each of steps) {
              if (each.what === 'claim') world.claims.set(each.name, each);
              if (each.what === 'unclaim') world.claims.delete(each.name);
              if (each.what === 'configure') {
                world.accounts = each.accounts;
                world.home = each.home;
              }
              if (each.what === 'deny') world.denied.add(each.accountId);
              if (each.what === 'cap') world.capPerRun = each.requests;
              if (each.what === 'restate') {
                const at = new Date(
                  world.now.getTime() - each.daysAgo * 86_400_000,
                );
                const day = at.toISOString().slice(0, 10);
                world.restate(each.accountId, day, each.usd);
              }
            }
            await world.run();
            await expectWhole(world);
            world.after(hours);
          }
          await expectRestated(database, world);
          accountsRead += (await world.reconciliation()).length;
          await knex.destroy();
        },
      ),
      { numRuns: 25, seed: 20261122 },
    );
    expect(accountsRead).toBeGreaterThan(25);
  });
});
