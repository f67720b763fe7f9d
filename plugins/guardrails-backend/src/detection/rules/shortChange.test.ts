import type { Series } from '@cloudops/plugin-guardrails-node';
import { gauges, randomNumbers } from '../__testUtils__/series';
import { shortChange } from './shortChange';

const PER_DAY = 288;
const defaults = shortChange.parameters.parse({});

function noise(seed = 1) {
  const random = randomNumbers(seed);
  return () => 100 + 10 * (random() - 0.5);
}

function fired(series: Series, from = 7 * PER_DAY) {
  return shortChange
    .judge(series, from, defaults)
    .filter(verdict => verdict.fired)
    .map(({ at, ...verdict }) => ({
      ...verdict,
      index: series.points.findIndex(point => point.at === at),
    }));
}

describe('short_change', () => {
  const change = 8 * PER_DAY + 100;

  it('finds a step at once, and is quiet at the new level', () => {
    const usual = noise();
    const found = fired(
      gauges(9 * PER_DAY, index => usual() + (index >= change ? 40 : 0)),
    );

    expect(found[0]).toMatchObject({ index: change, direction: 'above' });
    expect(found.at(-1)!.index).toBeLessThanOrEqual(change + 4);
  });

  it('finds a change that takes three points', () => {
    const usual = noise();
    const found = fired(
      gauges(
        9 * PER_DAY,
        index => usual() + 11 * Math.min(3, Math.max(0, index - change + 1)),
      ),
    );

    expect(found[0]).toMatchObject({ direction: 'above', overSeconds: 900 });
    expect(found[0].index - change).toBeLessThanOrEqual(3);
  });

  it('takes the way back to where values usually are for no news', () => {
    const usual = noise();
    const found = fired(
      gauges(
        9 * PER_DAY,
        index => usual() - (index >= change && index < change + 20 ? 40 : 0),
      ),
    );

    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ direction }) => direction === 'below')).toBe(true);
  });

  it('is silent about three weeks of noise', () => {
    expect(fired(gauges(21 * PER_DAY, noise(3)))).toEqual([]);
  });
});
