import { costs, dayIndex } from '../__testUtils__/series';
import { costLevelShift } from './costLevelShift';

const defaults = costLevelShift.parameters.parse({});

function firedDays(
  days: number,
  valueAt: (index: number, at: number) => number | null,
): string[] {
  return costLevelShift
    .judge(costs(days, valueAt), 0, defaults)
    .filter(({ fired }) => fired)
    .map(({ at }) => new Date(at).toISOString().slice(0, 10));
}

/** Noise that looks like noise and is the same every time: within ±2 %. */
function wobble(index: number): number {
  return 1 + 0.02 * Math.sin(index * 12.9898);
}

const start = dayIndex('2026-08-10');

describe('cost_level_shift', () => {
  it('fires on the fifth day at a new level, and for about two weeks', () => {
    const fired = firedDays(
      120,
      index => (index < start ? 100 : 125) * wobble(index),
    );

    expect(fired[0]).toBe('2026-08-14');
    expect(fired.at(-1)! < '2026-08-31').toBe(true);
    expect(fired.length).toBeGreaterThanOrEqual(10);
  });

  it('is silent when a single one of the five days is back at the old level', () => {
    expect(
      firedDays(
        74,
        index =>
          (index < start || index === start + 2 ? 100 : 125) * wobble(index),
      ),
    ).toEqual([]);
  });

  it('compares weekdays with weekdays', () => {
    const office = (_: number, at: number) =>
      [0, 6].includes(new Date(at).getUTCDay()) ? 40 : 100;

    expect(firedDays(120, office)).toEqual([]);
    expect(
      firedDays(
        90,
        (index, at) => office(index, at) * (index < start ? 1 : 1.3),
      )[0],
    ).toBe('2026-08-14');
  });

  it('is silent about less than three dollars a day', () => {
    expect(firedDays(120, index => (index < start ? 10 : 12.9))).toEqual([]);
    expect(firedDays(120, index => (index < start ? 10 : 13.1))).not.toEqual(
      [],
    );
  });

  it('waits for a day that is not known yet', () => {
    expect(
      firedDays(75, index => {
        if (index === 74) return null;
        return (index < 70 ? 100 : 130) * wobble(index);
      }),
    ).toEqual([]);
  });

  it('shows the calculation with the numbers in place', () => {
    const series = costs(80, index => (index < 75 ? 100 : 150 + index));

    expect(costLevelShift.explain(series, 79, defaults)).toEqual([
      {
        label: 'Observed',
        formula:
          'cheapest of the 5 days to Wednesday 19 Aug, without weekday pattern',
        value: '225',
      },
      {
        label: 'Baseline',
        formula: 'median of the three weeks before, without weekday pattern',
        value: '100',
      },
      {
        label: 'Spread',
        formula:
          'how far the days before usually lay from the two weeks around them',
        value: '2 %',
      },
      {
        label: 'Smallest increase that counts',
        formula: 'max(2.5 × spread = 5, 20 % = 20, $3.00)',
        value: '20',
      },
      { label: 'Limit', formula: '100 + 20', value: '120' },
      { label: 'Verdict', formula: '225 > 120', value: 'over the limit' },
    ]);
  });
});
