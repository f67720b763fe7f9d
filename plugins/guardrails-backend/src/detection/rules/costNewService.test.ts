import { costs, dayIndex } from '../__testUtils__/series';
import { costNewService } from './costNewService';

const defaults = costNewService.parameters.parse({});

function firedDays(
  days: number,
  valueAt: (index: number, at: number) => number | null,
): string[] {
  return costNewService
    .judge(costs(days, valueAt), 0, defaults)
    .filter(({ fired }) => fired)
    .map(({ at }) => new Date(at).toISOString().slice(0, 10));
}

const start = dayIndex('2026-08-10');

describe('cost_new_service', () => {
  it('fires once, on the day on which the service has cost more than $100', () => {
    expect(firedDays(120, index => (index < start ? 0 : 30))).toEqual([
      '2026-08-13',
    ]);
    expect(firedDays(120, index => (index < start ? 0 : 3000))).toEqual([
      '2026-08-10',
    ]);
  });

  it('is silent about a service that costs less', () => {
    expect(firedDays(120, index => (index < start ? 0 : 7))).toEqual([]);
  });

  it.each([0.01, 10])(
    'finds what cost $%s a day at first and became expensive before the other rules know it',
    amount => {
      expect(
        firedDays(150, index => {
          if (index < start) return 0;
          return index < dayIndex('2026-08-25') ? amount : 5000;
        }),
      ).toEqual(['2026-08-25']);
    },
  );

  it('fires again where it costs four times as much a day as was told, and not while it is built up', () => {
    const becoming = (amount: number) =>
      firedDays(150, index => {
        if (index < start) return 0;
        return index < dayIndex('2026-08-20') ? 30 : amount;
      });

    expect(becoming(90)).toEqual(['2026-08-13']);
    expect(becoming(2000)).toEqual(['2026-08-13', '2026-08-20']);
  });

  it('is quiet, once it has told, on days that cost no more than a day may', () => {
    const quiet = costNewService
      .judge(
        costs(150, index => {
          if (index < start) return 0;
          return index < dayIndex('2026-08-15') ? 30 : 0.4;
        }),
        dayIndex('2026-08-14'),
        defaults,
      )
      .slice(0, 2);

    expect(quiet).toMatchObject([
      {
        at: Date.parse('2026-08-15T00:00:00Z'),
        fired: false,
        observed: 0.4,
        threshold: 12,
      },
      { at: Date.parse('2026-08-16T00:00:00Z'), fired: false },
    ]);
  });

  it('takes $100 for little where that is less than $12 a day', () => {
    expect(firedDays(120, index => (index < start ? 0 : 11.5))).toEqual([]);
    expect(firedDays(120, index => (index < start ? 0 : 12.5))).toEqual([
      '2026-08-18',
    ]);
  });

  it('is silent about a service that was there when the first costs were read', () => {
    expect(firedDays(120, () => 3000)).toEqual([]);
    // A charge that comes once a month, seen for the first time.
    expect(firedDays(120, index => (index % 30 === 25 ? 3000 : 0))).toEqual([]);
  });

  it('takes a service for new that was not used for five weeks', () => {
    const pause = (days: number) =>
      firedDays(150, index => (index < 60 || index >= 60 + days ? 200 : 0));

    expect(pause(34)).toEqual([]);
    expect(pause(35)).toHaveLength(1);
  });

  it('does not take unknown days for free ones', () => {
    expect(firedDays(120, index => (index < start ? null : 300))).toEqual([]);
  });

  it('explains the sum', () => {
    const series = costs(120, index => (index < start ? 0 : 30));

    expect(costNewService.explain(series, start + 3, defaults)).toEqual([
      {
        label: 'Observed',
        formula: 'sum from Monday 10 Aug, its first day, to Thursday 13 Aug',
        value: '120',
      },
      {
        label: 'Baseline',
        formula: 'no cost on the 35 days before',
        value: '0',
      },
      { label: 'Limit', formula: '0 + 100', value: '100' },
      { label: 'Verdict', formula: '120 > 100', value: 'over the limit' },
    ]);
  });

  it('explains what was told before', () => {
    const series = costs(120, index => {
      if (index < start) return 0;
      return index < start + 10 ? 30 : 2000;
    });

    expect(
      costNewService.explain(series, start + 10, defaults).slice(2),
    ).toEqual([
      {
        label: 'What it may cost by then',
        formula:
          '300 until the day before + 4 × 30, what a day cost when it was told on Thursday 13 Aug',
        value: '420',
      },
      { label: 'Limit', formula: '0 + 420', value: '420' },
      { label: 'Verdict', formula: '2300 > 420', value: 'over the limit' },
    ]);
  });
});
