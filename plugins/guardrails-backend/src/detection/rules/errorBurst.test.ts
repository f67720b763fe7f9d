import { errors, FIRST_DAY, randomNumbers } from '../__testUtils__/series';
import { errorBurst } from './errorBurst';

const PER_DAY = 288;
const defaults = errorBurst.parameters.parse({});

/** Errors of one period when each of many requests fails rarely. */
function background(seed: number, mean: (index: number) => number) {
  const random = randomNumbers(seed);
  return (index: number) => {
    let count = 0;
    for (
      let left = Math.exp(-mean(index)), product = random();
      product > left;

    ) {
      count += 1;
      product *= random();
    }
    return count;
  };
}

function fired(
  points: number,
  valueAt: (index: number) => number | null,
  parameters = defaults,
) {
  return errorBurst
    .judge(errors(points, valueAt), 0, parameters)
    .filter(verdict => verdict.fired);
}

describe('error_burst', () => {
  it('fires at the first period of a burst', () => {
    const usual = background(7, () => 2);
    const burst = 9 * PER_DAY + 100;
    const verdicts = fired(10 * PER_DAY, index =>
      index >= burst && index < burst + 9 ? 90 : usual(index),
    );

    expect(verdicts).toHaveLength(9);
    expect(verdicts[0]).toMatchObject({ observed: 90, direction: 'above' });
    expect(verdicts[0].baseline).toBeCloseTo(2, 0);
    expect(verdicts[0].threshold).toBeGreaterThan(8);
    expect(verdicts[0].threshold).toBeLessThan(20);
  });

  it('is silent for a month of errors by chance', () => {
    expect(
      fired(
        30 * PER_DAY,
        background(11, () => 2),
      ),
    ).toEqual([]);
  });

  it('knows that some hours have more errors', () => {
    const rhythm = (index: number) =>
      index % PER_DAY < PER_DAY / 2 ? 0.5 : 20;
    const usual = background(3, rhythm);
    const atNight = 9 * PER_DAY + 50;
    const verdicts = fired(10 * PER_DAY, index =>
      index === atNight ? 20 : usual(index),
    );

    expect(verdicts).toHaveLength(1);
    expect(verdicts[0].observed).toBe(20);
  });

  it('never takes fewer than five errors for a burst', () => {
    const once = (count: number) =>
      fired(8 * PER_DAY, index => (index === 8 * PER_DAY - 1 ? count : 0));

    expect(once(4)).toEqual([]);
    expect(once(5)).toHaveLength(1);
  });

  it('forgets the burst of the day before', () => {
    const usual = background(5, () => 2);
    const first = 8 * PER_DAY + 100;
    const isBurst = (index: number) =>
      index === first || index === first + PER_DAY;

    expect(
      fired(10 * PER_DAY, index => (isBurst(index) ? 90 : usual(index))),
    ).toHaveLength(2);
  });

  it('fires again when the burst of the day before repeats at the same hour', () => {
    const usual = background(13, () => 2);
    const first = 8 * PER_DAY + 100;
    const isBurst = (index: number) =>
      [first, first + PER_DAY].some(
        start => index >= start && index < start + 9,
      );
    const verdicts = fired(10 * PER_DAY, index =>
      isBurst(index) ? 90 : usual(index),
    );

    expect(verdicts).toHaveLength(18);
    for (let i = 0; i < 9; i += 1) {
      expect(verdicts[i + 9].threshold).toBeLessThan(
        1.5 * verdicts[i].threshold,
      );
    }
  });

  it('forgets bursts at the same hour of three days of the week', () => {
    const usual = background(17, () => 2);
    const first = 15 * PER_DAY + 100;
    const isBurst = (index: number) =>
      [0, 2, 4, 6].some(day => {
        const start = first + day * PER_DAY;
        return index >= start && index < start + 9;
      });

    expect(
      fired(22 * PER_DAY, index => (isBurst(index) ? 90 : usual(index))).filter(
        ({ overSeconds }) => overSeconds === undefined,
      ),
    ).toHaveLength(36);
  });

  it('finds a burst in half an hour that no single period shows', () => {
    const usual = background(19, () => 20);
    const burst = 15 * PER_DAY + 100;
    const [verdict] = fired(16 * PER_DAY, index =>
      index >= burst && index < burst + 6 ? 38 : usual(index),
    );

    expect(verdict.overSeconds).toBeGreaterThan(300);
    expect(verdict.observed).toBeGreaterThan(25);
  });

  it('says nothing before it knows three days, and how their errors varied', () => {
    const verdicts = errorBurst.judge(
      errors(6 * PER_DAY, () => 1),
      0,
      defaults,
    );

    expect(verdicts[0].at).toBe(FIRST_DAY + 4 * 86_400_000);
  });

  it('judges counts only', () => {
    const series = {
      type: 'reliability',
      key: 'x',
      periodSeconds: 300,
    } as const;

    expect(errorBurst.accepts({ ...series, unit: 'count' }, defaults)).toBe(
      true,
    );
    expect(errorBurst.accepts({ ...series, unit: 'ms' }, defaults)).toBe(false);
  });
});
