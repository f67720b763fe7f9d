import type { CostPart } from '../audit';
import { baselineDaysOf, partsOf, rankDrivers } from './drivers';

const part = (name: string, observed: number, baseline: number): CostPart => ({
  dimension: 'usage_type',
  name,
  observed,
  baseline,
});

describe('drivers', () => {
  it('compare a day with the same weekday of four weeks', () => {
    expect(baselineDaysOf('2026-11-18')).toEqual([
      '2026-10-21',
      '2026-10-28',
      '2026-11-04',
      '2026-11-11',
    ]);
  });

  it('take a day on which a part is not billed for nothing', () => {
    const days = baselineDaysOf('2026-11-18');
    const of = (name: string, date: string, amount: number) => ({
      dimension: 'usage_type' as const,
      name,
      date,
      amount,
    });
    expect(
      partsOf(
        [
          of('Hours', '2026-11-18', 3),
          of('Hours', '2026-11-11', 2),
          of('Hours', '2026-11-12', 99),
          of('Bytes', '2026-11-18', 1),
          of('Bytes', '2026-11-18', 1.5),
        ],
        '2026-11-18',
        days,
      ),
    ).toEqual([part('Hours', 3, 0.5), part('Bytes', 2.5, 0)]);
  });

  it('are ranked by their change, and end with what they leave of the alert’s', () => {
    const drivers = rankDrivers(
      [part('small', 5, 4), part('large', 90, 10), part('fallen', 1, 3)],
      { observed: 100, baseline: 20, currency: 'USD' },
    );
    expect(
      drivers.map(({ name, change, share }) => [name, change, share]),
    ).toEqual([
      ['large', 80, 1],
      ['small', 1, 0.0125],
      ['fallen', -2, -0.025],
      ['other', 1, 0.0125],
    ]);
  });

  it('of a cost that fell begin with what fell most', () => {
    const drivers = rankDrivers([part('a', 5, 4), part('b', 1, 11)], {
      observed: 6,
      baseline: 15,
      currency: 'USD',
    });
    expect(drivers.map(({ name }) => name)).toEqual(['b', 'a']);
  });

  it('are ten of a dimension, and the sums stay the same', () => {
    const parts = Array.from({ length: 30 }, (_, i) =>
      part(`type ${i}`, 2 + i / 7, 1),
    );
    const observed = parts.reduce((sum, each) => sum + each.observed, 0);
    const drivers = rankDrivers(parts, {
      observed,
      baseline: 30,
      currency: 'USD',
    });
    expect(drivers).toHaveLength(11);
    expect(drivers.at(-1)).toMatchObject({ name: 'other' });
    expect(drivers.reduce((sum, { change }) => sum + change, 0)).toBeCloseTo(
      observed - 30,
      3,
    );
  });

  it('rank each dimension for itself', () => {
    const account = {
      ...part('111122223333', 9, 1),
      dimension: 'linked_account',
    } as const;
    expect(
      rankDrivers([part('a', 9, 1), account], {
        observed: 9,
        baseline: 1,
        currency: 'USD',
      }).map(({ dimension, share }) => [dimension, share]),
    ).toEqual([
      ['usage_type', 1],
      ['linked_account', 1],
    ]);
  });
});
