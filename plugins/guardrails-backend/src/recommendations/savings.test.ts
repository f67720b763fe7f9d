import {
  countedOnce,
  expectedPerMonth,
  measuredRange,
  measureSavings,
  type StoredPeriod,
} from './savings';

const DAY_MS = 86_400_000;
const MONTH = 365 / 12;

/** A Monday. */
const DONE = '2026-11-02';

function dayAfter(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Amounts by day, counted from the day on which it was done; what is left out cost nothing. */
function costs(
  first: number,
  last: number,
  amount: (offset: number, weekday: number) => number | undefined,
): Map<string, number> {
  const byDay = new Map<string, number>();
  for (let offset = first; offset <= last; offset++) {
    const day = dayAfter(DONE, offset);
    const value = amount(offset, new Date(day).getUTCDay());
    if (value !== undefined) byDay.set(day, value);
  }
  return byDay;
}

/** Alerted on a number of days before it was done, final up to a number of days after, and stored since some days before. */
function period(
  alertedDaysBefore: number,
  finalDays: number,
  storedDays = 365,
): StoredPeriod {
  return {
    alertedFrom: dayAfter(DONE, -alertedDaysBefore),
    doneOn: DONE,
    lastFinal: dayAfter(DONE, finalDays),
    storedFrom: dayAfter(DONE, -storedDays),
  };
}

const isWeekend = (weekday: number) => weekday === 0 || weekday === 6;

/** A reproducible noise of standard deviation 1 (Box–Muller over a linear congruential generator). */
function noiseOf(seed: number): () => number {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 1) / 2 ** 32;
  };
  for (let i = 0; i < 10; i++) next();
  return () =>
    Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}

describe('what a recommendation is expected to save', () => {
  it('is what its alert cost over the baseline, for a mean month', () => {
    expect(
      expectedPerMonth({
        alertType: 'cost',
        observedValue: 412,
        baselineValue: 198,
      }),
    ).toBeCloseTo(214 * MONTH, 6);
  });

  it('is nothing where a service cost less, or where it is not about money', () => {
    const values = { observedValue: 100, baselineValue: 198 };
    expect(expectedPerMonth({ alertType: 'cost', ...values })).toBeUndefined();
    expect(
      expectedPerMonth({
        alertType: 'reliability',
        observedValue: 9,
        baselineValue: 1,
      }),
    ).toBeUndefined();
  });
});

describe('what a recommendation has saved', () => {
  it('is the usual day of the alert less the usual day since, for a mean month', () => {
    const measured = measureSavings(
      costs(-70, 20, offset => {
        if (offset < -5) return 10;
        return offset <= 0 ? 30 : 12;
      }),
      period(5, 20),
    );

    expect(measured.days).toBe(20);
    expect(measured.perMonth).toBeCloseTo(18 * MONTH, 6);
    expect(measured.plusMinus).toBe(0);
  });

  it('is not said before a week of final days', () => {
    const byDay = costs(-70, 30, offset => (offset <= 0 ? 30 : 12));

    expect(measureSavings(byDay, period(5, 6))).toEqual({ days: 6 });
    expect(measureSavings(byDay, period(5, 7)).perMonth).toBeDefined();
    expect(measureSavings(byDay, period(5, -3))).toEqual({ days: 0 });
  });

  it('is not said where the alert was two days old: it may have ended by itself', () => {
    const byDay = costs(-70, 30, offset => (offset <= 0 ? 30 : 12));

    expect(measureSavings(byDay, period(2, 20))).toEqual({ days: 20 });
    expect(measureSavings(byDay, period(3, 20)).perMonth).toBeDefined();
  });

  it('is negative where the service costs more since', () => {
    const { perMonth } = measureSavings(
      costs(-70, 20, offset => (offset <= 0 ? 30 : 45)),
      period(5, 20),
    );
    expect(perMonth).toBeCloseTo(-15 * MONTH, 6);
  });

  it('is nothing where the rise was over before anything was done', () => {
    const { perMonth } = measureSavings(
      costs(-70, 20, offset => (offset === -9 ? 400 : 10)),
      period(9, 20),
    );
    expect(perMonth).toBe(0);
  });

  it('takes days without a row for days without cost', () => {
    const { perMonth } = measureSavings(
      costs(-70, 0, () => 30),
      period(5, 20),
    );
    expect(perMonth).toBeCloseTo(30 * MONTH, 6);
  });

  it('takes days that are stored no more for unknown', () => {
    const kept = (storedDays: number) =>
      measureSavings(
        costs(-storedDays, 28, offset => {
          if (offset < -20) return 10;
          return offset <= 0 ? 30 : 12;
        }),
        period(20, 28, storedDays),
      );
    for (const storedDays of [30, 20, 10, 3]) {
      expect(kept(storedDays).perMonth).toBeCloseTo(18 * MONTH, 6);
    }
    expect(kept(2)).toEqual({ days: 28 });
    expect(kept(-10)).toEqual({ days: 19 });
  });

  it('leaves out the day itself, what came four weeks later, and a strange day', () => {
    const { days, perMonth } = measureSavings(
      costs(-70, 60, offset => {
        if (offset === 0 || offset === 9) return 5000;
        if (offset > 28) return 900;
        return offset < 0 ? 30 : 12;
      }),
      period(5, 60),
    );
    expect(days).toBe(28);
    expect(perMonth).toBeCloseTo(18 * MONTH, 6);
  });

  it('is the same before a weekend as with one', () => {
    // Wednesday to Friday of an alert, then a week that has a weekend in it; at weekends a quarter is used.
    const friday: StoredPeriod = {
      storedFrom: '2026-01-01',
      alertedFrom: '2026-10-27',
      doneOn: '2026-10-30',
      lastFinal: '2026-11-07',
    };
    const { perMonth } = measureSavings(
      costs(-80, 10, (offset, weekday) => {
        const level = offset < -6 ? 20 : 40;
        const share = isWeekend(weekday) ? 0.25 : 1;
        return (offset <= -3 ? level : 20) * share;
      }),
      friday,
    );
    expect(perMonth).toBeCloseTo(((20 * 5 + 5 * 2) / 7) * MONTH, 6);
  });

  it('looks past days of the week on which nothing is ever used', () => {
    const { perMonth } = measureSavings(
      costs(-80, 20, (offset, weekday) => {
        if (isWeekend(weekday)) return undefined;
        return offset <= 0 && offset >= -10 ? 40 : 20;
      }),
      period(10, 20),
    );
    expect(perMonth).toBeCloseTo(((20 * 5) / 7) * MONTH, 6);
  });

  it('says how sure it is: about 95 of 100 intervals hold the truth', () => {
    let held = 0;
    const widths: number[] = [];
    for (let seed = 1; seed <= 400; seed++) {
      const noise = noiseOf(seed);
      const { perMonth, plusMinus } = measureSavings(
        costs(-70, 21, offset => {
          const level = offset < -6 || offset > 0 ? 100 : 160;
          return level * (1 + 0.1 * noise());
        }),
        period(6, 21),
      );
      widths.push(plusMinus!);
      if (Math.abs(perMonth! - 60 * MONTH) <= plusMinus!) held += 1;
    }
    // 400 trials of 95 % give 380 ± 13; the noise itself is estimated too.
    expect(held).toBeGreaterThan(355);
    expect(held).toBeLessThan(396);
    // Not by being so wide that it says nothing.
    expect(Math.max(...widths)).toBeLessThan(60 * MONTH);
  });

  it('is surer the more days there are', () => {
    const meanWidthAfter = (days: number) => {
      const seeds = Array.from({ length: 50 }, (_, i) => i + 1);
      const widths = seeds.map(seed => {
        const noise = noiseOf(seed);
        return measureSavings(
          costs(-70, 28, offset => (offset <= 0 ? 160 : 100) + 8 * noise()),
          period(28, days),
        ).plusMinus!;
      });
      return widths.reduce((sum, width) => sum + width) / seeds.length;
    };
    expect(meanWidthAfter(28)).toBeLessThan(meanWidthAfter(7) * 0.85);
  });

  it('reads eight weeks before the alert, and four after it was done at most', () => {
    expect(measuredRange(period(10, 60))).toEqual({
      from: dayAfter(DONE, -66),
      to: dayAfter(DONE, 28),
    });
    expect(measuredRange(period(10, 3)).to).toBe(dayAfter(DONE, 3));
  });
});

describe('savings that the bill shows once', () => {
  const saving = (
    service: string | undefined,
    from: number,
    doneAt: number,
  ) => ({
    projectId: 'payments',
    service,
    from: new Date(from * DAY_MS),
    doneAt: new Date(doneAt * DAY_MS),
  });

  it('are counted for the first that was done of a service at a time', () => {
    const first = saving('Amazon RDS', 10, 20);
    const other = saving('Amazon S3', 10, 21);
    const later = saving('Amazon RDS', 60, 70);

    expect(
      countedOnce([first, other, saving('Amazon RDS', 12, 22), later]),
    ).toEqual([first, other, later]);
  });

  it('are not counted again for all services together', () => {
    const total = saving(undefined, 10, 20);
    expect(countedOnce([total, saving('Amazon RDS', 15, 25)])).toEqual([total]);
    const rds = saving('Amazon RDS', 15, 25);
    expect(countedOnce([rds, saving(undefined, 10, 26)])).toEqual([rds]);
  });

  it('are counted for each project', () => {
    const [one, two] = ['payments', 'search'].map(projectId => ({
      ...saving('Amazon RDS', 10, 20),
      projectId,
    }));
    expect(countedOnce([one, two])).toEqual([one, two]);
  });
});
