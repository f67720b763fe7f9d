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

  it('is silent about a service that costs less within its first fortnight', () => {
    expect(firedDays(120, index => (index < start ? 0 : 7))).toEqual([]);
  });

  it('takes $100 within a fortnight for little where that is less than $12 a day', () => {
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
});
