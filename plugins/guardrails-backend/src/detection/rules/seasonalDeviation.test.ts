import type { Series } from '@cloudops/plugin-guardrails-node';
import { gauges, randomNumbers } from '../__testUtils__/series';
import { seasonalDeviation } from './seasonalDeviation';

const PER_DAY = 48;
const PERIOD = 1800;
const defaults = seasonalDeviation.parameters.parse({});

/** Passengers: few at night, many at noon, half as many at the weekend, ±4 % noise. */
function passengers(seed = 1) {
  const random = randomNumbers(seed);
  return (index: number) => {
    const weekday = Math.floor(index / PER_DAY) % 7;
    return (
      1000 *
      (1.1 - Math.cos((index / PER_DAY) * 2 * Math.PI)) *
      (weekday >= 5 ? 0.5 : 1) *
      (0.96 + 0.08 * random())
    );
  };
}

function fired(series: Series, from: number) {
  return seasonalDeviation
    .judge(series, from, defaults)
    .filter(verdict => verdict.fired)
    .map(({ at, direction }) => ({
      index: series.points.findIndex(point => point.at === at),
      direction,
    }));
}

describe('seasonal_deviation', () => {
  it('finds a weekday that is as quiet as a night', () => {
    const usual = passengers();
    const holiday = 30 * PER_DAY;
    const found = fired(
      gauges(
        31 * PER_DAY,
        index => usual(index) * (index >= holiday ? 0.2 : 1),
        PERIOD,
      ),
      holiday,
    );

    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ direction }) => direction === 'below')).toBe(true);
  });

  it('is silent about weekends', () => {
    expect(
      fired(gauges(42 * PER_DAY, passengers(2), PERIOD), 21 * PER_DAY),
    ).toEqual([]);
  });

  it('says nothing where the time of the week tells nothing', () => {
    const random = randomNumbers(3);

    expect(
      seasonalDeviation.judge(
        gauges(42 * PER_DAY, () => 100 * random(), PERIOD),
        0,
        defaults,
      ),
    ).toEqual([]);
  });
});
