import { latencies, randomNumbers } from '../__testUtils__/series';
import { levelShift } from './levelShift';

const PER_DAY = 288;
const defaults = levelShift.parameters.parse({});

/** About 180 ms, a fifth more at noon than at midnight, ±5 % noise. */
function usual(seed = 1) {
  const random = randomNumbers(seed);
  return (index: number) =>
    180 *
    (1 - 0.1 * Math.cos(((index % PER_DAY) / PER_DAY) * 2 * Math.PI)) *
    (0.95 + 0.1 * random());
}

function judge(points: number, valueAt: (index: number) => number | null) {
  return levelShift.judge(latencies(points, valueAt), 0, defaults);
}

describe('level_shift', () => {
  it('finds a shift within 35 minutes and stays with it for a week', () => {
    const shift = 20 * PER_DAY + 108;
    const value = usual();
    const verdicts = judge(27 * PER_DAY, index =>
      index >= shift ? (value(index) * 420) / 180 : value(index),
    );
    const fired = verdicts.filter(verdict => verdict.fired);
    const firstIndex =
      verdicts.indexOf(fired[0]) - (verdicts.length - 27 * PER_DAY);

    expect(firstIndex - shift).toBeGreaterThanOrEqual(0);
    expect(firstIndex - shift).toBeLessThanOrEqual(6);
    expect(fired).toHaveLength(27 * PER_DAY - firstIndex);
    expect(fired.at(-1)!.observed).toBeGreaterThan(350);
    expect(fired.at(-1)!.baseline).toBeLessThan(200);
    expect(fired.at(-1)!.threshold).toBeCloseTo(
      fired.at(-1)!.baseline * 1.3,
      6,
    );
  });

  it('is silent about a single slow period', () => {
    const value = usual();

    expect(
      judge(20 * PER_DAY, index =>
        index % 100 === 0 ? 2000 : value(index),
      ).filter(({ fired }) => fired),
    ).toEqual([]);
  });

  it('is silent for a month of daily rhythm', () => {
    expect(judge(30 * PER_DAY, usual(9)).filter(({ fired }) => fired)).toEqual(
      [],
    );
  });

  it('is silent about a shift of less than twenty milliseconds', () => {
    const shifted = (by: number) =>
      judge(10 * PER_DAY, index => (index > 9 * PER_DAY ? 20 + by : 20)).some(
        ({ fired }) => fired,
      );

    expect(shifted(19)).toBe(false);
    expect(shifted(21)).toBe(true);
  });

  it('needs half of the hour’s periods and three comparable days', () => {
    const sparse = judge(5 * PER_DAY, index => (index % 3 === 0 ? 180 : null));
    const half = judge(5 * PER_DAY, index => (index % 2 === 0 ? 180 : null));

    expect(sparse).toEqual([]);
    expect(half.length).toBeGreaterThan(0);
    expect(half[0].at).toBeGreaterThanOrEqual(
      latencies(3 * PER_DAY + 1, () => 0).points.at(-1)!.at,
    );
  });
});
