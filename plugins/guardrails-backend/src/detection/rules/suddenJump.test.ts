import type { Series } from '@cloudops/plugin-guardrails-node';
import { gauges, latencies, randomNumbers } from '../__testUtils__/series';
import { suddenJump } from './suddenJump';

const PER_DAY = 288;
const defaults = suddenJump.parameters.parse({});

/** Requests a second: twice as many at noon as at midnight, ±2 % noise. */
function requests(seed = 1) {
  const random = randomNumbers(seed);
  return (index: number) =>
    100 *
    (1.5 - 0.5 * Math.cos((index / PER_DAY) * 2 * Math.PI)) *
    (0.98 + 0.04 * random());
}

function fired(series: Series, from = 0) {
  return suddenJump
    .judge(series, from, defaults)
    .filter(verdict => verdict.fired)
    .map(({ at, direction }) => ({
      index: series.points.findIndex(point => point.at === at),
      direction,
    }));
}

describe('sudden_jump', () => {
  it('finds an outage of traffic at its first point', () => {
    const usual = requests();
    const outage = 10 * PER_DAY + 150;

    expect(
      fired(
        gauges(11 * PER_DAY, index =>
          index >= outage && index < outage + 12 ? 20 : usual(index),
        ),
      )[0],
    ).toEqual({ index: outage, direction: 'below' });
  });

  it('is silent about the rhythm of the day', () => {
    expect(fired(gauges(20 * PER_DAY, requests(5)), 2 * PER_DAY)).toEqual([]);
  });

  it('is silent about a jump that this time of day brings every day', () => {
    const usual = requests();
    // A batch job, at half past two in the night.
    const series = gauges(20 * PER_DAY, index => {
      const at = index % PER_DAY;
      return usual(index) + (at >= 30 && at < 36 ? 80 : 0);
    });

    expect(fired(series, 9 * PER_DAY)).toEqual([]);
  });

  it('needs a larger jump where values have been jumping for an hour', () => {
    const usual = requests();
    const end = 10 * PER_DAY + 150;
    const jumpy = (restless: boolean) =>
      gauges(10 * PER_DAY + 151, index => {
        if (index === end) return usual(index) + 32;
        const isRestless = restless && index > end - 24 && index < end;
        return usual(index) + (isRestless && index % 2 ? 18 : 0);
      });
    const limitOf = (series: Series) => {
      const { threshold, baseline } = suddenJump.judge(
        series,
        end,
        defaults,
      )[0];
      return threshold - baseline;
    };

    expect(limitOf(jumpy(true))).toBeGreaterThan(1.2 * limitOf(jumpy(false)));
  });

  it('of a latency wants two of three periods, thirty per cent and twenty milliseconds', () => {
    const random = randomNumbers(2);
    const calm = Array.from({ length: 6 * PER_DAY }, () => 49 + 2 * random());
    const slow = 5 * PER_DAY + 100;
    const withSlow = (value: number, periods: number) =>
      fired(
        latencies(6 * PER_DAY, index =>
          index >= slow && index < slow + periods ? value : calm[index],
        ),
      ).map(({ index }) => index);

    expect(withSlow(500, 1)).toEqual([]);
    expect(withSlow(500, 2)[0]).toBe(slow + 1);
    expect(withSlow(68, 6)).toEqual([]);
    expect(withSlow(80, 6)[0]).toBe(slow + 1);
  });

  it('looks at what a latency rises to and not at its fall', () => {
    const random = randomNumbers(4);

    expect(
      fired(
        latencies(6 * PER_DAY, index =>
          index < 5 * PER_DAY ? 200 + 5 * random() : 20,
        ),
      ),
    ).toEqual([]);
  });
});
