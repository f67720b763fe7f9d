/** What runs do with clocks that were ahead, answers that are missing, and claims that cannot be met. */
import type { Database } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { ACCOUNTS, LivedCosts } from './__testUtils__/livedCosts';

const databases = testDatabases();

const [OWN, OLD, YOUNG] = ACCOUNTS;
const P = 'component:default/p';

async function expectWhole(world: LivedCosts): Promise<void> {
  for (const account of await world.reconciliation()) {
    expect(account).toMatchObject({
      isBalanced: true,
      differences: [],
      notReconciled: 0,
    });
  }
}

describe.each(ENGINES)('on %s', engine => {
  let database: Database;
  let world: LivedCosts;

  beforeEach(async () => {
    ({ database } = await openDatabase(databases, engine));
    world = new LivedCosts(database);
  });

  const stored = async (name: string, from = -100, to = 40) => {
    const project = await database.projects.byName(name);
    return project
      ? database.costs.amounts({
          projectId: project.id,
          from: world.day(from),
          to: world.day(to),
        })
      : [];
  };

  describe('after a run whose clock was three days ahead', () => {
    beforeEach(async () => {
      world.claims.set(P, { accountId: OLD, tag: 'red' });
      await world.run();
      world.after(72);
      await world.run();
      world.after(-64);
    });

    it('what AWS restated is what the bill says', async () => {
      world.restate(OLD, world.day(-2), 12.5);

      expect((await world.run()).failures).toEqual([]);

      await expectWhole(world);
    });

    it('nothing is asked for twice', async () => {
      await world.run();
      world.after(8);

      await world.run();

      expect(world.asked).toHaveLength(ACCOUNTS.length);
      for (const question of world.asked) {
        expect(question).toMatch(/ usage /);
      }
    });

    it('a project that moves takes nothing along and leaves nothing behind', async () => {
      world.claims.set(P, { accountId: YOUNG, tag: 'green' });
      await world.run();
      await expectWhole(world);
      world.restate(OLD, world.day(-1), 3);
      world.restate(YOUNG, world.day(-1), 5);
      world.after(8);

      expect((await world.run()).failures).toEqual([]);

      await expectWhole(world);
    });

    it('the bill is not as of a time to come', async () => {
      await world.run();

      for (const { asOf } of await world.reconciliation()) {
        expect(Date.parse(asOf!)).toBeLessThanOrEqual(world.now.getTime());
      }
    });

    it('what claims divide is divided anew when it is due', async () => {
      world.claims.set(P, { accountId: OLD, tag: 'blue' });
      await world.run();
      world.after(24);
      world.claims.set(P, { accountId: OLD, tag: 'green' });
      await world.run();
      world.after(7 * 24);

      await world.run();

      const ofOld = (await world.reconciliation()).find(
        ({ accountId }) => accountId === OLD,
      )!;
      // What is older than the backfill stays.
      expect(
        ofOld.days.filter(
          ({ date, isDividedByOlderClaims }) =>
            date > world.day(-45) && isDividedByOlderClaims,
        ),
      ).toEqual([]);
    });
  });

  describe('an account of which AWS answers nothing for its newest days', () => {
    beforeEach(async () => {
      await world.run();
      world.after(24);
    });

    it('is up to date as long as these may just be late', async () => {
      // Yesterday and the day before it; three days make a cost final here.
      world.answeredTo.set(OLD, world.day(-1));

      const { completed, problems } = await world.run();

      expect(completed).toContain(`base-${OLD}`.replace('base', 'default'));
      expect(problems).toEqual([]);
    });

    it('is not when they are more than that, and the run says since when', async () => {
      world.answeredTo.set(OLD, world.day(0));
      world.after(72);

      const { completed, problems, failures } = await world.run();

      expect(failures).toEqual([]);
      expect(completed).not.toContain(`default-${OLD}`);
      expect(completed).toContain('default');
      expect(problems).toEqual([
        `default-${OLD}: AWS has answered no usage of account ${OLD} since ${world.day(
          0,
        )}; its costs are as of then, and every run asks again from there on`,
      ]);
      world.answeredTo.clear();
      world.after(8);

      expect((await world.run()).completed).toContain(`default-${OLD}`);
      expect((await stored(`default-${OLD}`, 0, 3)).length).toBeGreaterThan(0);
    });

    it('is up to date when it never had any', async () => {
      const fresh = new LivedCosts(
        (await openDatabase(databases, engine)).database,
      );
      fresh.answeredTo.set(OLD, fresh.day(-300));

      const { completed, problems } = await fresh.run();

      expect(completed).toContain(`default-${OLD}`);
      expect(problems).toEqual([]);
    });
  });

  describe('a claimed tag that no cost has', () => {
    it('is named with its account and what to do', async () => {
      world.isTagActive = false;
      world.claims.set(P, { accountId: OLD, tag: 'red' });

      const { problems, failures } = await world.run();

      expect(failures).toEqual([]);
      expect(problems).toEqual([
        `default-${OLD}: tag team is on no recent cost of account ${OLD}, so what is claimed by it is unallocated: in the organization’s management account activate it as a cost allocation tag, and see that resources have it`,
      ]);
      // Without a request of its own.
      expect(world.asked.filter(each => each.startsWith(OLD!))).toHaveLength(
        new Set(world.asked.filter(each => each.startsWith(OLD!))).size,
      );
    });

    it('is not said of one that some cost has, though not the claimed value', async () => {
      world.claims.set(P, { accountId: OLD, tag: 'violet' as never });

      expect((await world.run()).problems).toEqual([]);
    });
  });

  describe('a project of an account that is billed in another currency', () => {
    beforeEach(async () => {
      world.currencies.set(YOUNG, 'EUR');
      world.claims.set(P, { accountId: OLD, tag: 'red' });
      await world.run();
      world.claims.set(P, { accountId: YOUNG, tag: 'green' });
      world.claims.set('component:default/q', { accountId: YOUNG, tag: 'red' });
      world.after(8);
    });

    it.each([
      ['whose currency is known', false],
      ['that is read for the first time', true],
    ])(
      'has nothing of an account %s, which goes on without it',
      async (_, isNew) => {
        if (isNew) {
          ({ database } = await openDatabase(databases, engine));
          world = new LivedCosts(database);
          world.currencies.set(YOUNG, 'EUR');
          world.accounts = [OWN, OLD];
          world.claims.set(P, { accountId: OLD, tag: 'red' });
          await world.run();
          world.accounts = ACCOUNTS;
          world.claims.set(P, { accountId: YOUNG, tag: 'green' });
          world.claims.set('component:default/q', {
            accountId: YOUNG,
            tag: 'red',
          });
          world.after(8);
        }
        for (let run = 0; run < 3; run++) {
          const { failures, problems, completed } = await world.run();
          expect(failures).toEqual([]);
          expect(problems).toEqual([
            `${P}: has its costs in USD, and account ${YOUNG} is billed in EUR: a project keeps one currency, so what it claims of that account is unallocated there. Let an entity of another name claim it`,
          ]);
          expect(completed).toContain('component:default/q');
          expect(completed).not.toContain(P);
          await expectWhole(world);
          world.after(24);
        }
        expect((await stored('component:default/q')).length).toBeGreaterThan(0);
        expect(
          world.asked.filter(each => each.startsWith(YOUNG!)),
        ).toHaveLength(2);
      },
    );

    it('is the default project’s only if somebody lets it be, and that costs nothing', async () => {
      world.claims.clear();
      world.home = YOUNG;
      await world.run();

      const { failures } = await world.run();

      expect(failures).toEqual([
        {
          scope: `account ${YOUNG}`,
          message: `is billed in EUR, and project 'default', which has what nobody claims of it, has its costs in USD; a project keeps one currency, so nothing of the account is stored. Let 'default' name an account that is billed in USD`,
        },
      ]);
      expect(world.asked.filter(each => each.startsWith(YOUNG!))).toEqual([]);
      expect((await stored(`default-${OLD}`)).length).toBeGreaterThan(0);
    });
  });

  it('two accounts that exchange the default project wait for each other, and for nothing else', async () => {
    world.home = OLD;
    await world.run();
    // Who locks in another order finds somebody to wait for in one of a few.
    for (let exchange = 0; exchange < 8; exchange++) {
      world.home = world.home === OLD ? YOUNG : OLD;
      world.after(24);

      expect((await world.run()).failures).toEqual([]);
      await expectWhole(world);
    }
  });
});
