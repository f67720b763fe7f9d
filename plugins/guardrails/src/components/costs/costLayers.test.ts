import { costLayers, costTicks } from './costLayers';
import type { CostDay, DailyCosts } from './dailyCosts';

const EDGES = { left: 0, right: 100, top: 0, bottom: 100 };

function costsOf(
  services: Readonly<Record<string, readonly (number | null)[]>>,
  days: readonly Partial<CostDay>[] = [],
): DailyCosts {
  const [first] = Object.values(services);
  return {
    currency: 'USD',
    series: Object.entries(services).map(([name, amounts]) => ({
      name,
      service: name,
      amounts,
    })),
    days: first.map((_, day) => ({
      date: `2026-11-0${day + 1}`,
      total: 0,
      before: null,
      stored: true,
      estimated: false,
      alerts: [],
      ...days[day],
    })),
  };
}

/** Top and height in pixels of each bar in a path. */
function bars(path: string) {
  return [
    ...path.matchAll(
      /M(?<x>[\d.-]+) (?<y>[\d.-]+)h[\d.-]+v(?<height>[\d.-]+)/g,
    ),
  ].map(({ groups }) => ({
    top: Number(groups!.y),
    height: Number(groups!.height),
  }));
}

const drawn = (costs: DailyCosts, ticks: readonly number[]) =>
  costLayers(costs, ticks, EDGES);

describe('the layers of daily costs', () => {
  it('stand upon each other, a pixel of paper between them', () => {
    const { layers } = drawn(costsOf({ RDS: [40], VPC: [20] }), [0, 100]);
    expect(bars(layers[0])).toEqual([{ top: 60, height: 39 }]);
    expect(bars(layers[1])).toEqual([{ top: 40, height: 19 }]);
  });

  it('let a credit hang below zero, without making the bar above it lower', () => {
    const { layers, zero, days } = drawn(
      costsOf({ RDS: [40], Credit: [-20] }),
      [-100, 0, 100],
    );
    expect(zero).toBe(50);
    expect(bars(layers[0])).toEqual([{ top: 30, height: 19 }]);
    expect(bars(layers[1])).toEqual([{ top: 50, height: 9 }]);
    expect(days[0].top).toBeCloseTo(30);
  });

  it('leave a day free of which nothing is stored', () => {
    const { layers } = drawn(costsOf({ RDS: [40, null, 10] }), [0, 100]);
    expect(bars(layers[0])).toHaveLength(2);
  });

  it('keep a line of an amount that is smaller than the paper between two', () => {
    const { layers } = drawn(costsOf({ RDS: [0.6] }), [0, 100]);
    expect(bars(layers[0])).toEqual([{ top: 99.4, height: 0.5 }]);
  });
});

it('hatches the whole bar of a day that is not final', () => {
  const { estimated } = drawn(
    costsOf({ RDS: [40, 40], VPC: [20, 20] }, [{}, { estimated: true }]),
    [0, 100],
  );
  expect(bars(estimated)).toEqual([{ top: 40, height: 60 }]);
});

it('draws the days before as far as they are stored', () => {
  const { before } = drawn(
    costsOf({ RDS: [1, 1, 1] }, [{ before: 20 }, { before: null }, {}]),
    [0, 100],
  );
  expect(before).toMatch(/^M0\.0 80\.0H33\.\d$/);
  expect(drawn(costsOf({ RDS: [1] }), [0, 100]).before).toBe('');
});

it('draws the days before as steps from day to day', () => {
  const { before } = drawn(
    costsOf({ RDS: [1, 1] }, [{ before: 20 }, { before: 50 }]),
    [0, 100],
  );
  expect(before).toBe('M0.0 80.0H50.0V50.0H100.0');
});

it('puts each day in the middle of its bar', () => {
  const { days, step } = drawn(costsOf({ RDS: [1, 1] }), [0, 100]);
  expect(days[0].x).toBeCloseTo(25);
  expect(days[1].x).toBeCloseTo(75);
  expect(step).toBeCloseTo(50);
});

describe('the lines across the drawing', () => {
  it('reach over the highest bar and under the deepest credit', () => {
    const ticks = costTicks(
      costsOf({ RDS: [40, 10], VPC: [20, 0], Credit: [0, -30] }),
      false,
    );
    expect(ticks[0]).toBeLessThanOrEqual(-30);
    expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(60);
  });

  it('make room for the days before only where they are drawn', () => {
    const costs = costsOf({ RDS: [40] }, [{ before: 400 }]);
    expect(costTicks(costs, false).pop()).toBe(40);
    expect(costTicks(costs, true).pop()).toBe(400);
  });

  it('are there for the smallest and the largest amounts, for credits alone, and for nothing at all', () => {
    const of = (amount: number) => costTicks(costsOf({ RDS: [amount] }), false);
    expect(of(0.0001)).toEqual([0, 0.00002, 0.00004, 0.00006, 0.00008, 0.0001]);
    expect(of(1e9).pop()).toBe(1e9);
    expect(of(-40)).toEqual([-40, -30, -20, -10, 0]);
    expect(of(0)).toEqual([0, 1]);
  });

  it('reach under the days before, where those were credited more than they cost', () => {
    const costs = costsOf({ RDS: [40] }, [{ before: -90 }]);
    expect(costTicks(costs, false)[0]).toBe(0);
    expect(costTicks(costs, true)[0]).toBeLessThanOrEqual(-90);
  });

  it('make no room below zero for what rounding left there', () => {
    const rounded = costsOf({ RDS: [40], Tax: [-0.02] });
    expect(costTicks(rounded, false)[0]).toBe(0);
    expect(drawn(rounded, [0, 40]).zero).toBeUndefined();
    expect(costTicks(costsOf({ RDS: [40], Credit: [-2] }), false)[0]).toBe(-10);
  });
});
