import type { Series } from '@cloudops/plugin-guardrails-node';
import { gauges, randomNumbers } from '../__testUtils__/series';
import { peakExceeded } from './peakExceeded';

const PER_DAY = 288;
const defaults = peakExceeded.parameters.parse({});

/** Per cent of a processor: between 25 and 55, up and down within the hour. */
function load(seed = 1) {
  const random = randomNumbers(seed);
  return (index: number) => 40 + 14 * Math.sin(index / 2) + random();
}

function fired(series: Series, from: number) {
  return peakExceeded
    .judge(series, from, defaults)
    .filter(verdict => verdict.fired)
    .map(({ at, ...verdict }) => ({
      ...verdict,
      index: series.points.findIndex(point => point.at === at),
    }));
}

describe('peak_exceeded', () => {
  const day = 14 * PER_DAY;

  it('finds what was never as high, by the mean of three points', () => {
    const usual = load();
    const found = fired(
      gauges(15 * PER_DAY, index => (index >= day + 100 ? 95 : usual(index))),
      day,
    );

    expect(found[0]).toMatchObject({
      index: day + 101,
      direction: 'above',
      overSeconds: 900,
    });
    // The day is judged by the weeks before it, and not by itself.
    expect(found.at(-1)!.index).toBe(15 * PER_DAY - 1);
  });

  it('finds what was never as low', () => {
    const usual = load();
    const [first] = fired(
      gauges(15 * PER_DAY, index => (index >= day + 100 ? 2 : usual(index))),
      day,
    );

    expect(first).toMatchObject({ index: day + 100, direction: 'below' });
  });

  it('finds a rest that lasts longer than the rests that are usual', () => {
    const usual = load();
    // It rests for an hour every night, and on the last day from then on.
    const found = fired(
      gauges(15 * PER_DAY, index =>
        index >= day || index % PER_DAY < 12 ? 0 : usual(index),
      ),
      day,
    );

    expect(found[0]).toMatchObject({
      direction: 'below',
      overSeconds: 8 * 3600,
    });
    expect(found[0].index - day).toBeGreaterThan(12);
    expect(found[0].index - day).toBeLessThanOrEqual(96);
  });

  it('is silent about one point, however high, and about a month of the usual', () => {
    const usual = load();

    expect(
      fired(
        gauges(15 * PER_DAY, index => (index === day + 50 ? 75 : usual(index))),
        day,
      ),
    ).toEqual([]);
    expect(fired(gauges(30 * PER_DAY, load(7)), 7 * PER_DAY)).toEqual([]);
  });

  it('takes a factor that somebody set for every kind', () => {
    const own = peakExceeded.parameters.parse({ above: 0.1 });
    const series = gauges(10 * PER_DAY, load());

    expect(
      peakExceeded
        .judge(series, 9 * PER_DAY, own)
        .filter(verdict => verdict.fired).length,
    ).toBeGreaterThan(50);
  });
});
