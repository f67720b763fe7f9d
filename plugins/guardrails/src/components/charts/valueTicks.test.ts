import { valueTicks } from './valueTicks';

it.each([
  [0, 367, [0, 100, 200, 300, 400]],
  [0, 9.2, [0, 2, 4, 6, 8, 10]],
  [0, 1_250, [0, 250, 500, 750, 1_000, 1_250]],
  [0, 0.07, [0, 0.02, 0.04, 0.06, 0.08]],
])('counts in round numbers: %d to %d', (least, greatest, ticks) => {
  expect(valueTicks(least, greatest)).toEqual(ticks);
});

it('has room for what is below zero', () => {
  const ticks = valueTicks(-30, 100);
  expect(ticks[0]).toBeLessThanOrEqual(-30);
  expect(ticks).toContain(0);
  expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(100);
});

it('is an axis also where nothing is spent', () => {
  expect(valueTicks(0, 0)).toEqual([0, 1]);
});
