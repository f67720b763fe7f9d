import type { Day, GuardrailsDatabase } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { dayBefore } from './days';
import {
  both,
  HOUR_MS,
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
import type { RecordedRun } from './__testUtils__/recordedRun';

const databases = testDatabases();

const until =
  (last: Day, amount: number): Own =>
  (day, spend) =>
    spend === 'usage' && day <= last ? amount : undefined;

const others = (count: number) =>
  Array.from({ length: count }, (_, index) => `${300_000_000_000 + index}`);

describe.each(ENGINES)('Accounts without an organization on %s', engine => {
  async function opened(): Promise<GuardrailsDatabase> {
    return (await openDatabase(databases, engine)).database;
  }

  // What many begin together is else kept apart, by a tenth of a second at most.
  beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));
  afterEach(() => jest.restoreAllMocks());

  it('loses no day of the default project’s account for which AWS is silent for a month, and says that it is', async () => {
    const db = await opened();
    const world: World = {
      isAlone: true,
      of: { [MANAGEMENT]: usage(5), [MEMBER]: usage(1) },
    };
    const silent: World = {
      ...world,
      self: { [MANAGEMENT]: until('2026-11-20', 5) },
    };
    const noted: RecordedRun['noted'][] = [];
    for (let days = 0; days <= 33; days += 1) {
      noted.push(
        await run(db, silent, [MEMBER], { now: hoursLater(24 * days) }),
      );
    }

    expect(noted[8].completed).not.toContain('default');
    expect(noted[8].problems).toEqual([
      expect.stringMatching(
        /^default: AWS has answered no usage .* since 2026-11-21/,
      ),
    ]);
    // Usage and charges, and whether there is any usage when nothing is left out.
    expect(ofHome(noted[8])).toBe(3);

    for (const hours of [34 * 24, 34 * 24 + 8]) {
      await run(db, world, [MEMBER], { now: hoursLater(hours) });
    }

    const now = hoursLater(34 * 24 + 8);
    expect(await total(db, now, '2026-11-15')).toBe(
      truth(world, now, '2026-11-15'),
    );
  });

  it('has the charges of days that AWS says nothing of until after their month was closed', async () => {
    const db = await opened();
    const world: World = { of: { [MANAGEMENT]: both(5, 2) } };
    for (let days = 0; days <= 20; days += 1) {
      await run(db, { ...world, silentFrom: '2026-11-30' }, [], {
        now: hoursLater(24 * days),
      });
    }

    // On the day on which it has answered nothing of them, it then does.
    for (const hours of [20 * 24 + 8, 21 * 24]) {
      await run(db, world, [], { now: hoursLater(hours) });
    }

    const now = hoursLater(21 * 24);
    expect(await total(db, now)).toBe(truth(world, now));
  });

  it.each([1, 20])(
    'asks the default project’s account once for usage and once a day for charges beside %d that are idle',
    async count => {
      const db = await opened();
      const ids = others(count);
      const of: Record<string, Own> = { [MANAGEMENT]: usage(1) };
      let last = '2026-11-19';
      for (const id of ids) {
        of[id] = until(last, 1);
        last = dayBefore(last);
      }
      const asked: number[] = [];
      for (const hours of [0, 8, 24, 32]) {
        const noted = await run(db, { of, isAlone: true }, ids, {
          now: hoursLater(hours),
          caps: { [MANAGEMENT]: 40 },
        });
        expect(noted.failures).toEqual([]);
        if (hours > 0) asked.push(ofHome(noted));
      }

      expect(asked).toEqual([1, 2, 1]);
      const now = hoursLater(32);
      expect(await total(db, now)).toBe(truth({ of }, now));
    },
  );

  it('asks no more for accounts with spend on one day of ten', async () => {
    const db = await opened();
    const ids = others(10);
    const of: Record<string, Own> = { [MANAGEMENT]: usage(1) };
    ids.forEach((id, index) => {
      of[id] = (day, spend) =>
        spend === 'usage' && (Date.parse(day) / (24 * HOUR_MS)) % 10 === index
          ? 1
          : undefined;
    });
    const asked: number[] = [];
    for (const hours of [0, 24, 32, 48]) {
      asked.push(
        ofHome(
          await run(db, { of, isAlone: true }, ids, { now: hoursLater(hours) }),
        ),
      );
    }

    expect(asked.slice(1)).toEqual([2, 1, 2]);
    const now = hoursLater(48);
    expect(await total(db, now)).toBe(truth({ of }, now));
  });

  it('has the days of idle accounts that fail for a while read by the regular queries alone', async () => {
    const db = await opened();
    const ids = others(5);
    const of: Record<string, Own> = { [MANAGEMENT]: usage(1) };
    ids.forEach((id, index) => {
      of[id] = until(`2026-11-0${9 - index}`, 1);
    });
    const self = Object.fromEntries(ids.map(id => [id, 'fails' as const]));
    const asked: number[] = [];
    for (const day of [0, 1, 2, 3, 4, 5, 6]) {
      const noted = await run(
        db,
        { of, isAlone: true, ...(day > 1 && day < 5 && { self }) },
        ids,
        { now: hoursLater(24 * day) },
      );
      asked.push(ofHome(noted));
    }

    // While they fail, their newest days are asked for apart.
    expect(asked.slice(1)).toEqual([2, 4, 4, 4, 2, 2]);
  });

  it('reads the default project’s account as often as the others where each run is stopped before it is through', async () => {
    const db = await opened();
    const ids = others(9);
    const of = Object.fromEntries(
      [MANAGEMENT, ...ids].map(id => [id, usage(1)]),
    );
    const world: World = { of, isAlone: true };
    const backfillDays = 15;
    await run(db, world, ids, { backfillDays });
    let home = 0;
    let all = 0;
    for (let hours = 8; hours < 24 * 8; hours += 8) {
      const noted = await run(db, world, ids, {
        now: hoursLater(hours),
        backfillDays,
        stopAfter: 8,
      });
      home += ofHome(noted);
      all += noted.requests.length;
    }

    expect(home).toBeGreaterThan(0.7 * (all / 10));
    const now = hoursLater(24 * 8);
    await run(db, world, ids, { now, backfillDays });
    expect(await total(db, now, '2026-11-22')).toBe(
      truth(world, now, '2026-11-22'),
    );
  });

  it('says nothing more of a run that was stopped', async () => {
    const db = await opened();
    const world: World = {
      of: { [MANAGEMENT]: usage(5), [MEMBER]: usage(1) },
    };
    await run(db, world, [], { now: NOW });

    const { problems } = await run(db, world, [MEMBER], {
      now: hoursLater(8),
      stopAfter: 3,
    });

    expect(problems).toEqual([]);
  });
});
