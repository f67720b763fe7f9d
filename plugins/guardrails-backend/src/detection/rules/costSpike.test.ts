import { costs, dayIndex } from '../__testUtils__/series';
import { costSpike } from './costSpike';

const defaults = costSpike.parameters.parse({});

/** Noise that looks like noise and is the same every time: within ±2 %. */
function wobble(index: number): number {
  return 1 + 0.02 * Math.sin(index * 12.9898);
}

/** $100 on weekdays, $60 on weekends. */
function office(index: number, at: number): number {
  const weekend = [0, 6].includes(new Date(at).getUTCDay());
  return (weekend ? 60 : 100) * wobble(index);
}

function firedDays(
  days: number,
  valueAt: (index: number, at: number) => number | null,
  parameters = defaults,
): string[] {
  return costSpike
    .judge(costs(days, valueAt), 0, parameters)
    .filter(({ fired }) => fired)
    .map(({ at }) => new Date(at).toISOString().slice(0, 10));
}

describe('cost_spike', () => {
  it('wants half as much again after a month, and no more than usual after ten weeks', () => {
    // Of a steady cost the spread is taken for 2 %, and twenty of them for 40 %.
    const roomAfter = (days: number) => {
      const { baseline, threshold } = costSpike
        .judge(
          costs(days + 3, () => 100),
          days + 2,
          { ...defaults, spreads: 20 },
        )
        .at(-1)!;
      return threshold / baseline - 1;
    };

    expect(roomAfter(31)).toBeCloseTo(0.6);
    expect(roomAfter(50)).toBeCloseTo(0.4 * (1 + (0.5 * 20) / 39));
    expect(roomAfter(70)).toBeCloseTo(0.4);
    expect(roomAfter(90)).toBeCloseTo(0.4);
  });

  it('compares a day with similar weekdays', () => {
    // $100 is usual on a Monday and two thirds too much on a Sunday.
    const sunday = dayIndex('2026-08-16');
    const verdicts = costSpike.judge(
      costs(100, (index, at) => (index === sunday ? 100 : office(index, at))),
      0,
      defaults,
    );
    const verdict = verdicts.find(({ fired }) => fired)!;

    expect(verdicts.filter(({ fired }) => fired)).toHaveLength(1);
    expect(verdict).toMatchObject({ direction: 'above', observed: 100 });
    expect(verdict.baseline).toBeCloseTo(60, -0.5);
    expect(verdict.threshold).toBeGreaterThanOrEqual(verdict.baseline * 1.3);
    expect(verdict.usual!.lower).toBeLessThan(verdict.baseline);
    expect(verdict.usual!.upper).toBeLessThan(verdict.threshold);
  });

  it('keeps firing while a rise is new, and takes it for usual after two weeks', () => {
    const start = dayIndex('2026-08-10');
    const fired = firedDays(120, (index, at) =>
      index < start ? office(index, at) : 3 * office(index, at),
    );

    expect(fired[0]).toBe('2026-08-10');
    expect(fired.length).toBeGreaterThanOrEqual(8);
    expect(fired.length).toBeLessThanOrEqual(14);
  });

  it('does not let the newest days, which may still change, into the baseline', () => {
    const series = costs(80, office);
    const { at } = series.points[79];
    const rises = [76, 77, 78, 79].map(from => ({
      ...series,
      points: series.points.map((point, i) =>
        i >= from && i < 79 ? { ...point, value: 500 } : point,
      ),
    }));
    const baselines = rises.map(
      each =>
        costSpike.judge(each, 79, defaults).find(v => v.at === at)!.baseline,
    );

    // Days 77 and 78 lie within the three that settle; day 76 does not.
    expect(baselines[1]).toBe(baselines[3]);
    expect(baselines[2]).toBe(baselines[3]);
    expect(baselines[0]).not.toBe(baselines[3]);
  });

  it('is silent about less than twenty dollars in sum', () => {
    const spikeOf = (amount: number, days: number) =>
      firedDays(60, index => (index >= 50 && index < 50 + days ? amount : 5));

    expect(spikeOf(24.5, 1)).toEqual([]);
    expect(spikeOf(25.5, 1)).toHaveLength(1);
    // $8 a day come to more than $20 with the third day.
    expect(spikeOf(13, 4)).toEqual(['2026-07-23', '2026-07-24']);
  });

  it('is silent about less than five dollars a day, however many days there are', () => {
    expect(firedDays(60, index => (index >= 50 ? 9.5 : 5))).toEqual([]);
  });

  it('is silent until a month was seen', () => {
    const spikeOn = (spike: number) =>
      firedDays(60, index => (index === spike ? 500 : 100 * wobble(index)));

    expect(spikeOn(32)).toEqual([]);
    expect(spikeOn(33)).toHaveLength(1);
  });

  it('needs a larger increase where the days vary more', () => {
    const spikeOf = (amount: number) =>
      firedDays(120, index =>
        index === 105 ? amount : 100 + (index % 2 === 0 ? 8 : -8),
      ).length;

    // A spread of about 12 %, and eight of them.
    expect(spikeOf(180)).toBe(0);
    expect(spikeOf(210)).toBe(1);
  });

  it('takes a level that moved for no noise', () => {
    const stepped = (index: number) => (index < 60 ? 60 : 100) * wobble(index);
    const verdict = (valueAt: (index: number) => number) =>
      costSpike.judge(costs(90, valueAt), 89, defaults).at(-1)!;

    expect(verdict(stepped).threshold).toBeCloseTo(
      verdict(index => 100 * wobble(index)).threshold,
      0,
    );
  });

  it('counts those weeks from the first day that cost anything', () => {
    const spikeOn = (spike: number) =>
      firedDays(90, index => {
        if (index < 40) return 0;
        return index === spike ? 500 : 100 * wobble(index);
      });

    expect(spikeOn(69)).toEqual([]);
    expect(spikeOn(80)).toHaveLength(1);
  });

  it('leaves the days on which a monthly charge is expected to the rule for those', () => {
    const charged = costs(
      100,
      (index, at) =>
        100 * wobble(index) + (new Date(at).getUTCDate() === 14 ? 400 : 0),
    );
    const days = costSpike
      .judge(charged, 0, defaults)
      .map(({ at }) => new Date(at).toISOString().slice(5, 10));

    expect(days).toContain('07-12');
    expect(days).not.toContain('07-13');
    expect(days).not.toContain('07-14');
    // It has come.
    expect(days).toContain('07-15');
  });

  it.each<[string, (at: Date) => boolean]>([
    ['once a month', at => at.getUTCDate() === 1],
    ['on four days a week', at => at.getUTCDay() >= 1 && at.getUTCDay() <= 4],
  ])('has no opinion on a service that is charged %s', (_, isCharged) => {
    const series = costs(120, (index, at) =>
      isCharged(new Date(at)) ? 412 * wobble(index) : 0,
    );

    expect(costSpike.judge(series, 0, defaults)).toEqual([]);
  });

  it('has no opinion on credits', () => {
    expect(
      costSpike.judge(
        costs(80, index => -20 * wobble(index)),
        0,
        defaults,
      ),
    ).toEqual([]);
  });

  it('survives a spike in its own past', () => {
    const { baseline } = costSpike
      .judge(
        costs(80, index => (index === 70 ? 5000 : 100 * wobble(index))),
        79,
        defaults,
      )
      .at(-1)!;

    expect(baseline).toBeGreaterThan(95);
    expect(baseline).toBeLessThan(105);
  });

  it('is silent when it is turned off', () => {
    const { type, key, unit, periodSeconds } = costs(1, () => 1);
    const series = { type, key, unit, periodSeconds };

    expect(costSpike.accepts(series, defaults)).toBe(true);
    expect(costSpike.accepts(series, { ...defaults, enabled: false })).toBe(
      false,
    );
  });

  it('shows the calculation with the numbers in place', () => {
    const series = costs(80, index => (index === 79 ? 300 : 100));
    const lines = costSpike.explain(series, 79, defaults);

    expect(lines).toEqual([
      { label: 'Observed', formula: 'Wednesday 19 Aug', value: '300' },
      {
        label: 'Level',
        formula:
          'median of 14 days up to Sunday 16 Aug, without weekday pattern (77 days of history)',
        value: '100',
      },
      {
        label: 'Factor of Wednesdays',
        formula: 'median of day ÷ the 7 days around it',
        value: '1',
      },
      { label: 'Baseline', formula: '100 × 1', value: '100' },
      {
        label: 'Spread',
        formula:
          'how far the days before usually lay from the two weeks around them',
        value: '2 %',
      },
      {
        label: 'Smallest increase that counts',
        formula: 'max(8 × spread = 16, 30 % = 30, $5.00)',
        value: '30',
      },
      {
        label: 'Impact that counts',
        formula: 'of all days in a row together',
        value: '20',
      },
      { label: 'Limit', formula: '100 + 30', value: '130' },
      { label: 'Verdict', formula: '300 > 130', value: 'over the limit' },
    ]);
  });
});
