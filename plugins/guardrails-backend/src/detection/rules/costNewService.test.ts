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
        // One such day may be a fee; the second one tells what a day costs.
      ).toEqual(['2026-08-25', '2026-08-26']);
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

  it('tells what a day costs, however many days were added up', () => {
    const [verdict] = costNewService
      .judge(
        costs(120, index => (index < start ? 0 : 30)),
        start,
        defaults,
      )
      .filter(({ fired }) => fired);

    expect(verdict).toMatchObject({
      observed: 30,
      overSeconds: 4 * 86_400,
      baseline: 0,
      threshold: 25,
    });
    expect(
      costNewService.words!(
        verdict,
        costs(0, () => 0),
        defaults,
      ).observed,
    ).toBe(
      'New within 31 days; its first 4 days, to Thursday 13 Aug, cost on average',
    );
  });

  it('explains the mean', () => {
    const series = costs(120, index => (index < start ? 0 : 30));

    expect(costNewService.explain(series, start + 3, defaults)).toEqual([
      {
        label: 'Observed',
        formula:
          '120 in the 4 days from Monday 10 Aug, its first, to Thursday 13 Aug, ÷ 4',
        value: '30',
      },
      {
        label: 'Baseline',
        formula: 'no cost on the 35 days before',
        value: '0',
      },
      {
        label: 'What a day may cost',
        formula: 'max($100, 4 × $12.00) ÷ 4',
        value: '25',
      },
      { label: 'Limit', formula: '0 + 25', value: '25' },
      { label: 'Verdict', formula: '30 > 25', value: 'over the limit' },
    ]);
  });

  it('explains what was told before', () => {
    const series = costs(120, index => {
      if (index < start) return 0;
      return index < start + 10 ? 30 : 2000;
    });

    expect(costNewService.explain(series, start + 10, defaults)).toMatchObject([
      { formula: 'Thursday 20 Aug', value: '2000' },
      { value: '0' },
      {
        label: 'What a day may cost',
        formula: '4 × 30, what a day cost when it was told on Thursday 13 Aug',
        value: '120',
      },
      { label: 'Limit', formula: '0 + 120' },
      { label: 'Verdict', formula: '2000 > 120' },
    ]);
  });
});
