import fc from 'fast-check';
import type { Day } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { daysFrom, utcDayOf } from './days';
import {
  HOUR_MS,
  hoursLater,
  MANAGEMENT,
  MEMBER,
  ofHome,
  OTHER_MEMBER,
  type Own,
  rangeOf,
  run,
  stored,
  type World,
} from './__testUtils__/accountWorlds';
import type { RecordedRun } from './__testUtils__/recordedRun';

const databases = testDatabases();
const BACKFILL_DAYS = 45;
const MEMBERS = [MEMBER, OTHER_MEMBER];

interface Spend {
  readonly amount: number;
  readonly charges: number;
  /** Every so many days there is nothing; 0: never. */
  readonly gaps: number;
}

const ownOf = ({ amount, charges, gaps }: Spend): Own => {
  return (day, spend) => {
    const number = Date.parse(day) / (24 * HOUR_MS);
    if (gaps > 0 && number % gaps === 0) return undefined;
    if (spend === 'usage') return amount;
    return charges > 0 ? charges : undefined;
  };
};

const spends = fc.record({
  amount: fc.integer({ min: 1, max: 50 }),
  charges: fc.nat({ max: 3 }),
  gaps: fc.constantFrom(0, 1, 3, 7),
});
// No sum of the others' is what this one has, by which it would seem to be theirs.
const homeSpends = spends.map(spend => ({
  ...spend,
  amount: spend.amount + 0.5,
  charges: spend.charges > 0 ? spend.charges + 0.25 : 0,
}));
const steps = fc.array(
  fc.record({
    hours: fc.constantFrom(1, 8, 24, 72, 240),
    members: fc.subarray(MEMBERS),
    fails: fc.subarray(MEMBERS, { maxLength: 1 }),
    caps: fc.dictionary(
      fc.constantFrom(MANAGEMENT, ...MEMBERS),
      fc.nat({ max: 5 }),
      { noNullPrototype: true },
    ),
    stopAfter: fc.option(fc.nat({ max: 12 }), { nil: undefined }),
    /** For how many days AWS has said nothing of the default project's account. */
    silentDays: fc.constantFrom(0, 0, 0, 2, 12),
  }),
  { minLength: 1, maxLength: 5 },
);
/** What a member answers when it is asked by itself. */
const selves = fc.constantFrom('whole', 'whole', 'empty', 'fromADayOn');

const answered = (kind: string, own: Own): Own =>
  kind === 'whole'
    ? own
    : (day, spend) =>
        kind === 'empty' || day < '2026-11-10' ? undefined : own(day, spend);

/** What each project is to have of a day in the end. */
function right(of: readonly Own[], days: readonly Day[]): [Day, number][] {
  return days.map(day => [
    day,
    of.reduce(
      (sum, own) => sum + (own(day, 'usage') ?? 0) + (own(day, 'charges') ?? 0),
      0,
    ),
  ]);
}

describe.each(ENGINES)('Accounts of all kinds on %s', engine => {
  it('have every cent counted once, whatever happened before, and then rest', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        homeSpends,
        fc.tuple(spends, spends),
        fc.tuple(selves, selves),
        steps,
        fc.subarray(MEMBERS),
        async (isAlone, home, ofMembers, kinds, before, members) => {
          const { database: db } = await openDatabase(databases, engine);
          const owns = ofMembers.map(ownOf);
          const self = Object.fromEntries(
            MEMBERS.map((id, index) => [
              id,
              answered(kinds[index], owns[index]),
            ]),
          );
          const world: World = {
            isAlone,
            of: {
              [MANAGEMENT]: ownOf(home),
              [MEMBER]: owns[0],
              [OTHER_MEMBER]: owns[1],
            },
            self,
          };
          let hours = 0;
          for (const { fails, silentDays, ...step } of before) {
            hours += step.hours;
            const failing = fails.map(id => [id, 'fails' as const]);
            await run(
              db,
              {
                ...world,
                self: { ...self, ...Object.fromEntries(failing) },
                ...(silentDays > 0 && {
                  silentFrom: utcDayOf(hoursLater(hours - 24 * silentDays)),
                }),
              },
              step.members,
              {
                now: hoursLater(hours),
                caps: step.caps,
                stopAfter: step.stopAfter,
              },
            );
          }
          let noted: RecordedRun['noted'] | undefined;
          // Charges are asked for once a day.
          for (const calm of [1, 1, 24, 1]) {
            hours += calm;
            noted = await run(db, world, members, { now: hoursLater(hours) });
          }

          // What is older was not to be read.
          const range = rangeOf(
            hoursLater(hours),
            utcDayOf(hoursLater(hours - BACKFILL_DAYS * 24)),
          );
          const days = daysFrom(range.from, range.to);
          const amounts = async (names?: readonly string[]) => {
            const found = await stored(db, range, names);
            return days.map(day => [day, found.get(day) ?? 0]);
          };
          const whose: [names: string[] | undefined, of: Own[]][] = isAlone
            ? [
                [['default'], [world.of[MANAGEMENT]]],
                ...members.map((id): [string[], Own[]] => [
                  [`default-${id}`],
                  [self[id]],
                ]),
              ]
            : [[undefined, Object.values(world.of)]];
          for (const [names, of] of whose) {
            expect(await amounts(names)).toEqual(right(of, days));
          }
          expect(noted?.problems.filter(each => /twice/.test(each))).toEqual(
            [],
          );

          const newest = await db.events.list({}, { limit: 1 });
          const last = await run(db, world, members, {
            now: hoursLater(hours + 0.1),
          });
          expect(last.rows).toBe(0);
          // Days before an account began, and after nobody named it any more, are asked for apart.
          expect(ofHome(last)).toBeLessThanOrEqual(1 + 2 * MEMBERS.length);
          expect(last.requests.length - ofHome(last)).toBe(members.length);
          const { items } = await db.events.list({}, { limit: 2 });
          // The run's own end, and what was the newest before.
          expect(items[1].id).toBe(newest.items[0].id);
        },
      ),
      { numRuns: 15, endOnFailure: true },
    );
  });
});
