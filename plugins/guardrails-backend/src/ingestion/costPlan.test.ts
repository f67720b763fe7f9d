import type { CostCoverage } from '../audit';
import { coverageAfter } from './costCoverage';
import { type CostPart } from './costPart';
import { costPlan } from './costPlan';
import { costPlanInSteps } from './costPlanInSteps';
import { daysFrom } from './days';

const DAYS = { backfillDays: 90, restatementDays: 7 };

function at(day: string): Date {
  return new Date(`${day}T13:00:00Z`);
}

function covered(
  overrides: { from?: string; to?: string; openMonthsReadOn?: string } = {},
): CostCoverage {
  const {
    from = '2026-08-01',
    to = '2026-11-21',
    openMonthsReadOn = '2026-11-21',
  } = overrides;
  return { usage: { from, to }, charges: { from, readOn: openMonthsReadOn } };
}

function inWords({ from, to, spend }: CostPart): string {
  return `${from} ${to} ${spend.join('+')}`;
}

/** The parts that are no backfill. */
function open(coverage: CostCoverage, now: Date) {
  return costPlan(coverage, now, DAYS).filter(part => !part.isBackfill);
}

describe('costPlan', () => {
  describe('what AWS may still restate', () => {
    it('is read up to and without today, of which only a part is known', () => {
      expect(open(covered({}), at('2026-11-22'))).toEqual([
        expect.objectContaining({ to: '2026-11-22' }),
      ]);
    });

    it.each(['America/Los_Angeles', 'Pacific/Kiritimati', 'UTC'])(
      'goes by UTC days on a server in %s',
      zone => {
        const before = process.env.TZ;
        process.env.TZ = zone;
        try {
          for (const instant of [
            '2026-11-22T00:00:01Z',
            '2026-11-22T23:59:59Z',
          ]) {
            expect(open(covered({}), new Date(instant))).toEqual([
              expect.objectContaining({ to: '2026-11-22' }),
            ]);
          }
        } finally {
          process.env.TZ = before;
        }
      },
    );

    it('is the whole month once a UTC day, with its charges', () => {
      expect(open(covered({}), at('2026-11-22'))).toEqual([
        {
          from: '2026-11-01',
          to: '2026-11-22',
          spend: ['usage', 'charges'],
          isBackfill: false,
        },
      ]);
    });

    it('is the usage of the last days in the other runs of the day', () => {
      const coverage = covered({
        to: '2026-11-22',
        openMonthsReadOn: '2026-11-22',
      });

      expect(open(coverage, at('2026-11-22'))).toEqual([
        {
          from: '2026-11-15',
          to: '2026-11-22',
          spend: ['usage'],
          isBackfill: false,
        },
      ]);
    });

    it.each(['2026-11-01', '2026-11-02', '2026-11-10'])(
      'is the whole month before as well on %s',
      day => {
        const coverage = covered({ to: day, openMonthsReadOn: '2026-10-31' });

        expect(open(coverage, at(day))[0].from).toBe('2026-10-01');
      },
    );

    it('leaves the month before alone from the 11th on', () => {
      const coverage = covered({ to: '2026-11-11' });

      expect(open(coverage, at('2026-11-11'))[0].from).toBe('2026-11-01');
    });

    it('spans a pause, and the days before it that were not final then', () => {
      const coverage = covered({
        to: '2026-09-20',
        openMonthsReadOn: '2026-09-20',
      });
      const days = { ...DAYS, restatementDays: 30 };

      expect(costPlan(coverage, at('2026-11-22'), days)[0].from).toBe(
        '2026-08-21',
      );
    });

    it.each([
      // Until the 10th the month before is read every day.
      ['2026-11-10', '2026-11-11', '2026-11-01'],
      ['2026-11-09', '2026-11-11', '2026-10-01'],
      ['2026-10-28', '2026-11-11', '2026-10-01'],
      ['2026-10-05', '2026-11-22', '2026-09-01'],
      // The leap day is in the month that was open.
      ['2028-02-29', '2028-03-20', '2028-02-01'],
    ])(
      'is, last read on %s and again on %s, what was read before its month was closed',
      (last, now, from) => {
        const coverage = covered({
          from: '2026-01-01',
          to: last,
          openMonthsReadOn: last,
        });
        // The days before the last read reach into the month before by themselves.
        const days = { ...DAYS, restatementDays: 1 };

        expect(costPlan(coverage, at(now), days)[0].from).toBe(from);
      },
    );

    it('goes back no further than Cost Explorer does, however long the pause', () => {
      const coverage = covered({ from: '2024-01-01', to: '2024-06-01' });

      expect(open(coverage, at('2026-11-22'))[0].from).toBe('2025-10-22');
    });
  });

  describe('the backfill', () => {
    function backfill(coverage: CostCoverage, now: Date, days = DAYS) {
      return costPlan(coverage, now, days)
        .filter(part => part.isBackfill)
        .map(({ from, to, spend }) => `${from} ${to} ${spend.join('+')}`);
    }

    it('goes back by months from the newest, with their charges', () => {
      expect(backfill({}, at('2026-11-22'))).toEqual([
        '2026-10-01 2026-11-01 usage+charges',
        '2026-09-01 2026-10-01 usage+charges',
        '2026-08-24 2026-09-01 usage+charges',
      ]);
    });

    it('goes on where it was interrupted', () => {
      const coverage = covered({ from: '2026-10-01', to: '2026-11-22' });

      expect(backfill(coverage, at('2026-11-22'))).toEqual([
        '2026-09-01 2026-10-01 usage+charges',
        '2026-08-24 2026-09-01 usage+charges',
      ]);
    });

    it('reads apart what is not missing of both', () => {
      const coverage = {
        usage: { from: '2026-09-01', to: '2026-11-22' },
        charges: { from: '2026-10-01', readOn: '2026-11-22' },
      };

      expect(backfill(coverage, at('2026-11-22'))).toEqual([
        '2026-09-01 2026-10-01 charges',
        '2026-08-24 2026-09-01 usage+charges',
      ]);
    });

    it('ends where it has all days', () => {
      expect(
        backfill(covered({ from: '2026-08-20' }), at('2026-11-22')),
      ).toEqual([]);
    });

    it('takes thirteen months in fourteen parts at most', () => {
      const parts = backfill({}, at('2026-11-22'), {
        ...DAYS,
        backfillDays: 395,
      });

      expect(parts).toHaveLength(13);
      expect(parts.at(-1)).toBe('2025-10-23 2025-11-01 usage+charges');
    });

    it('leaves no day out and reads none twice', () => {
      const parts = costPlan({}, at('2026-11-05'), DAYS);

      expect(parts.every(({ from, to }) => from < to)).toBe(true);
      expect(parts.slice(1).map(({ to }) => to)).toEqual(
        parts.slice(0, -1).map(({ from }) => from),
      );
    });

    it('is nothing where the first read has all of it', () => {
      expect(
        costPlan({}, at('2026-11-22'), { ...DAYS, backfillDays: 3 }),
      ).toEqual([
        {
          from: '2026-11-19',
          to: '2026-11-22',
          spend: ['usage', 'charges'],
          isBackfill: false,
        },
      ]);
    });
  });
});

describe('costPlanInSteps', () => {
  const STEPS = { days: 5 };

  function firstPart(coverage: CostCoverage, now: Date, days = 5): CostPart {
    return costPlanInSteps(coverage, now, DAYS, { days })[0];
  }

  it('reads no more days of usage at a time than it may, and charges apart', () => {
    const parts = costPlanInSteps(
      covered({ from: '2026-11-10' }),
      at('2026-11-22'),
      DAYS,
      STEPS,
    );

    expect(parts.every(({ spend }) => spend.length === 1)).toBe(true);
    const days = parts
      .filter(({ spend }) => spend[0] === 'usage')
      .map(({ from, to }) => (Date.parse(to) - Date.parse(from)) / 86_400_000);
    expect(Math.max(...days)).toBe(STEPS.days);
  });

  it('lets the newest usage be the first every other day, and each other duty every eighth', () => {
    const coverage = covered({ from: '2026-11-10' });

    expect(
      [22, 23, 24, 25, 26, 27, 28, 29].map(day =>
        inWords(firstPart(coverage, at(`2026-11-${day}`))),
      ),
    ).toEqual([
      '2026-11-05 2026-11-10 usage',
      '2026-11-18 2026-11-23 usage',
      '2026-10-01 2026-11-01 charges',
      '2026-11-20 2026-11-25 usage',
      // What may have been restated since it was read.
      '2026-11-06 2026-11-11 usage',
      '2026-11-21 2026-11-26 usage',
      '2026-11-01 2026-11-28 charges',
      '2026-11-21 2026-11-26 usage',
    ]);
  });

  it.each([7, 40])(
    'reads each day once more when nothing is expected to change it, in steps of %i, one part a day',
    days => {
      let coverage: CostCoverage = {};
      const limits = { backfillDays: 20, restatementDays: 7 };
      const first = Date.parse('2026-11-02T13:00:00Z');
      const dayOf = (number: number) =>
        new Date(first + number * 86_400_000).toISOString().slice(0, 10);
      /** Day → the number of the day on which it was last read. */
      const lastRead = new Map<string, number>();
      for (let number = 0; number < 150; number += 1) {
        const now = new Date(first + number * 86_400_000);
        const [part] = costPlanInSteps(coverage, now, limits, { days });
        for (let back = 1; back < 170; back += 1) {
          const day = dayOf(number - back);
          if (part.spend[0] === 'usage' && day >= part.from && day < part.to) {
            lastRead.set(day, number);
          }
        }
        coverage = coverageAfter(coverage, part, {
          usageTo: part.to,
          isAnswered: true,
          now,
        });
      }

      const late = [...lastRead].filter(([day, read]) => {
        const isOld = day < dayOf(150 - 75);
        const month = Date.parse(`${day.slice(0, 7)}-01`);
        const closedOn = new Date(month);
        closedOn.setUTCMonth(closedOn.getUTCMonth() + 1, 10);
        const settled = Math.max(
          Date.parse(day) + 7 * 86_400_000,
          closedOn.getTime(),
        );
        return isOld && Date.parse(dayOf(read)) < settled;
      });
      expect(lastRead.size).toBeGreaterThan(150);
      expect(late).toEqual([]);
    },
  );

  it('has what steps left unsettled in the next day’s reading that is none of steps', () => {
    const coverage: CostCoverage = {
      usage: { from: '2026-06-01', to: '2026-11-21', settledTo: '2026-09-12' },
      charges: { from: '2026-06-01', readOn: '2026-11-21' },
    };
    const [part] = costPlan(coverage, at('2026-11-22'), DAYS);

    expect(part.from).toBe('2026-09-12');
    expect(
      coverageAfter(coverage, part, {
        usageTo: part.to,
        isAnswered: true,
        now: at('2026-11-22'),
      }).usage,
    ).toEqual({ from: '2026-06-01', to: '2026-11-22' });
  });

  it('reads the charges of a month that was closed since they were read', () => {
    const coverage = covered({
      to: '2026-12-15',
      openMonthsReadOn: '2026-11-28',
    });

    expect(
      costPlanInSteps(coverage, at('2026-12-16'), DAYS, STEPS).map(inWords),
    ).toContain('2026-11-01 2026-12-16 charges');
  });

  it('reads missing days before those that may have been restated', () => {
    const coverage = covered({ from: '2026-10-01', to: '2026-11-03' });

    expect(inWords(firstPart(coverage, at('2026-11-23')))).toBe(
      '2026-11-03 2026-11-08 usage',
    );
  });

  it.each([2, 3, 40])(
    'knows everything after enough days with one part a day, in steps of %i',
    days => {
      let coverage: CostCoverage = {};
      const first = Date.parse('2026-11-22T13:00:00Z');
      const backfill = { backfillDays: 20, restatementDays: 7 };
      let day = 0;
      for (; day < 200; day += 1) {
        const now = new Date(first + day * 86_400_000);
        const [part] = costPlanInSteps(coverage, now, backfill, { days });
        coverage = coverageAfter(coverage, part, {
          usageTo: part.to,
          isAnswered: true,
          now,
        });
      }

      // Twenty days back from the day on which it ended, at the latest.
      const start = new Date(first + (day - 20) * 86_400_000);
      const needed = start.toISOString().slice(0, 10);
      expect(coverage.charges!.from <= needed).toBe(true);
      expect(coverage.usage!.from <= needed).toBe(true);
      // And the newest usage is three days old at most.
      const recent = new Date(first + (day - 3) * 86_400_000);
      expect(coverage.usage!.to >= recent.toISOString().slice(0, 10)).toBe(
        true,
      );
    },
  );
});

describe('days of which other accounts are to be left out than were', () => {
  const TODAY = at('2026-11-22');
  const IS_READ = covered({ to: '2026-11-22', openMonthsReadOn: '2026-11-22' });
  const TO_RECOUNT = {
    usage: daysFrom('2026-09-20', '2026-11-20'),
    charges: daysFrom('2026-10-05', '2026-11-20'),
  };

  it('are read month by month besides those that are read anyway', () => {
    const parts = costPlan(IS_READ, TODAY, DAYS, undefined, TO_RECOUNT);

    expect(parts.map(inWords)).toEqual([
      '2026-11-15 2026-11-22 usage',
      '2026-11-01 2026-11-21 usage+charges',
      '2026-10-01 2026-11-01 usage+charges',
      '2026-09-20 2026-10-01 usage',
    ]);
  });

  it('are not read where AWS keeps them no more', () => {
    const toRecount = {
      usage: daysFrom('2025-10-01', '2025-10-25'),
      charges: [],
    };

    expect(
      costPlan(IS_READ, TODAY, DAYS, undefined, toRecount).map(inWords),
    ).toEqual(['2026-11-15 2026-11-22 usage', '2025-10-22 2025-10-26 usage']);
  });

  it('are read in steps where the account is, and are the first of some day', () => {
    const firsts = new Set<string>();
    for (let day = 0; day < 20; day += 1) {
      const parts = costPlanInSteps(
        IS_READ,
        new Date(TODAY.getTime() + day * 86_400_000),
        DAYS,
        { days: 5 },
        undefined,
        TO_RECOUNT,
      );
      if (parts[0].isBackfill) firsts.add(inWords(parts[0]));
      for (const date of TO_RECOUNT.usage) {
        expect(
          parts.some(
            ({ from, to, spend }) =>
              spend.includes('usage') && from <= date && date < to,
          ),
        ).toBe(true);
      }
    }

    expect([...firsts]).not.toEqual([]);
  });
});
