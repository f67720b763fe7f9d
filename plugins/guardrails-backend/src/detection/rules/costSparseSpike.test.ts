import { costs, dayIndex } from '../__testUtils__/series';
import { costSparseSpike } from './costSparseSpike';

const defaults = costSparseSpike.parameters.parse({});

function verdictsOf(
  days: number,
  valueAt: (index: number, at: number) => number | null,
) {
  return costSparseSpike.judge(costs(days, valueAt), 0, defaults);
}

const firedDays = (...args: Parameters<typeof verdictsOf>) =>
  verdictsOf(...args)
    .filter(({ fired }) => fired)
    .map(({ at }) => new Date(at).toISOString().slice(0, 10));

/** $50 on Mondays and Thursdays. */
function twiceAWeek(_: number, at: number): number {
  return [1, 4].includes(new Date(at).getUTCDay()) ? 50 : 0;
}

describe('cost_sparse_spike', () => {
  it('compares a charge with the usual charge, not with the days that cost nothing', () => {
    const monday = dayIndex('2026-08-17');
    const withCharge = (amount: number) => (index: number, at: number) =>
      index === monday ? amount : twiceAWeek(index, at);

    expect(firedDays(100, withCharge(240))).toEqual([]);
    expect(firedDays(100, withCharge(260))).toEqual(['2026-08-17']);
  });

  it('asks for less on a weekday that never cost anything', () => {
    const wednesday = dayIndex('2026-08-19');
    const withCharge = (amount: number) => (index: number, at: number) =>
      index === wednesday ? amount : twiceAWeek(index, at);

    expect(firedDays(100, withCharge(120))).toEqual([]);
    expect(firedDays(100, withCharge(130))).toEqual(['2026-08-19']);
  });

  it('asks for more where charges vary by themselves', () => {
    const random = (index: number) => [10, 30, 90, 270][(index * 7) % 4];
    const withCharge = (amount: number) => (index: number, at: number) => {
      if (index === dayIndex('2026-08-17')) return amount;
      return twiceAWeek(index, at) > 0 ? random(index) : 0;
    };

    expect(firedDays(100, withCharge(500))).toEqual([]);
  });

  it('leaves services with a daily cost to cost_spike', () => {
    expect(verdictsOf(100, () => 50)).toEqual([]);
  });

  it('has no opinion before there was any charge', () => {
    expect(verdictsOf(100, () => 0)).toEqual([]);
  });

  it('is not made more tolerant by credits', () => {
    const withCredit = (index: number, at: number) =>
      index === 60 ? -400 : twiceAWeek(index, at);

    expect(verdictsOf(100, withCredit).at(-1)).toMatchObject({ baseline: 50 });
  });
});
