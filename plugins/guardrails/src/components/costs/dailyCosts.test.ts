import { anAlert } from '../../testing';
import { englishWords } from '../../__testUtils__/englishWords';
import type { CostPeriod } from './costPeriod';
import {
  dailyCosts,
  describeDailyCosts,
  estimatedDays,
  newestStoredDay,
} from './dailyCosts';

const words = englishWords();
const { t } = words;

function aPeriod(period: Partial<CostPeriod> = {}): CostPeriod {
  return {
    project: 'payments-api',
    from: '2026-11-18',
    to: '2026-11-20',
    currency: 'USD',
    total: 60,
    estimatedFrom: '2026-11-19',
    days: [
      { date: '2026-11-18', total: 40 },
      { date: '2026-11-19', total: 20 },
      { date: '2026-11-20', total: 0 },
    ],
    comparedDays: 1,
    before: [30, null, 10],
    services: [
      { service: 'AmazonRDS', total: 50, amounts: [30, 20, null] },
      { service: 'AmazonS3', total: 10, amounts: [10, null, null] },
    ],
    remainders: [],
    ...period,
  };
}

describe('dailyCosts', () => {
  it('gives each service a layer while they are few', () => {
    const { series } = dailyCosts(aPeriod(), [], t);
    expect(series).toEqual([
      { name: 'AmazonRDS', service: 'AmazonRDS', amounts: [30, 20, null] },
      { name: 'AmazonS3', service: 'AmazonS3', amounts: [10, null, null] },
    ]);
  });

  it('gathers all but the seven largest services, and keeps a day of which nothing is stored empty', () => {
    const services = Array.from({ length: 10 }, (_, rank) => ({
      service: `service-${rank}`,
      total: 10 - rank,
      amounts: [10 - rank, null, null],
    }));
    const { series } = dailyCosts(aPeriod({ services }), [], t);
    expect(series).toHaveLength(8);
    expect(series[7]).toEqual({ name: 'Other (3)', amounts: [6, null, null] });
  });

  it('shows the eighth service by its name when it would be the only other one', () => {
    const services = Array.from({ length: 8 }, (_, rank) => ({
      service: `service-${rank}`,
      total: 1,
      amounts: [1, null, null],
    }));
    const { series } = dailyCosts(aPeriod({ services }), [], t);
    expect(series.map(({ name }) => name)).toContain('service-7');
  });

  it('tells stored, estimated and missing days apart', () => {
    const costs = dailyCosts(aPeriod(), [], t);
    expect(
      costs.days.map(({ stored, estimated }) => ({ stored, estimated })),
    ).toEqual([
      { stored: true, estimated: false },
      { stored: true, estimated: true },
      { stored: false, estimated: true },
    ]);
    expect(estimatedDays(costs)).toBe(1);
    expect(newestStoredDay(costs)).toBe('2026-11-19');
  });

  it('marks an alert on the day on which its window begins', () => {
    const alert = anAlert({ windowStart: '2026-11-18T00:00:00Z' });
    const { days } = dailyCosts(aPeriod(), [alert], t);
    expect(days.map(({ alerts }) => alerts)).toEqual([[alert], [], []]);
  });
});

describe('describeDailyCosts', () => {
  const now = new Date('2026-11-20T12:00:00Z');

  it('says what the picture says', () => {
    const costs = dailyCosts(
      aPeriod(),
      [anAlert({ windowStart: '2026-11-18T00:00:00Z' })],
      t,
    );
    expect(describeDailyCosts(costs, words, now)).toBe(
      'Daily costs from Wed, Nov 18 to Fri, Nov 20, UTC days. On average $30.00 a day, most on Wed, Nov 18 with $40.00. The newest day is estimated. 1 alert.',
    );
  });

  it('says so when nothing is stored', () => {
    expect(
      describeDailyCosts(
        dailyCosts(aPeriod({ services: [] }), [], t),
        words,
        now,
      ),
    ).toBe('No costs are stored for these days.');
  });
});
