import { type CostCoverage, costPlan } from './costPlan';

const DAYS = { backfillDays: 90, restatementDays: 7 };

function at(day: string): Date {
  return new Date(`${day}T13:00:00Z`);
}

function covered(overrides: Partial<CostCoverage>): CostCoverage {
  return {
    from: '2026-08-01',
    to: '2026-11-21',
    openMonthsReadOn: '2026-11-21',
    ...overrides,
  };
}

/** The parts that are no backfill. */
function open(coverage: CostCoverage | undefined, now: Date) {
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
          charges: true,
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
          charges: false,
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

      expect(open(coverage, at('2026-11-22'))[0].from).toBe('2026-09-13');
    });

    it('goes back no further than Cost Explorer does, however long the pause', () => {
      const coverage = covered({ from: '2024-01-01', to: '2024-06-01' });

      expect(open(coverage, at('2026-11-22'))[0].from).toBe('2025-10-22');
    });
  });

  describe('the backfill', () => {
    function backfill(
      coverage: CostCoverage | undefined,
      now: Date,
      days = DAYS,
    ) {
      return costPlan(coverage, now, days)
        .filter(part => part.isBackfill)
        .map(({ from, to, charges }) => `${from} ${to} ${charges}`);
    }

    it('goes back by months from the newest, with their charges', () => {
      expect(backfill(undefined, at('2026-11-22'))).toEqual([
        '2026-10-01 2026-11-01 true',
        '2026-09-01 2026-10-01 true',
        '2026-08-24 2026-09-01 true',
      ]);
    });

    it('goes on where it was interrupted', () => {
      const coverage = covered({ from: '2026-10-01', to: '2026-11-22' });

      expect(backfill(coverage, at('2026-11-22'))).toEqual([
        '2026-09-01 2026-10-01 true',
        '2026-08-24 2026-09-01 true',
      ]);
    });

    it('ends where it has all days', () => {
      expect(
        backfill(covered({ from: '2026-08-20' }), at('2026-11-22')),
      ).toEqual([]);
    });

    it('takes thirteen months in fourteen parts at most', () => {
      const parts = backfill(undefined, at('2026-11-22'), {
        ...DAYS,
        backfillDays: 395,
      });

      expect(parts).toHaveLength(13);
      expect(parts.at(-1)).toBe('2025-10-23 2025-11-01 true');
    });

    it('leaves no day out and reads none twice', () => {
      const parts = costPlan(undefined, at('2026-11-05'), DAYS);

      expect(parts.every(({ from, to }) => from < to)).toBe(true);
      expect(parts.slice(1).map(({ to }) => to)).toEqual(
        parts.slice(0, -1).map(({ from }) => from),
      );
    });

    it('is nothing where the first read has all of it', () => {
      expect(
        costPlan(undefined, at('2026-11-22'), { ...DAYS, backfillDays: 3 }),
      ).toEqual([
        {
          from: '2026-11-19',
          to: '2026-11-22',
          charges: true,
          isBackfill: false,
        },
      ]);
    });
  });
});
