import { improbableCount } from './negativeBinomial';

/** P(X ≥ count) term by term from zero, for small means where nothing underflows. */
function tail(mean: number, variance: number, count: number): number {
  const size = (mean * mean) / (variance - mean);
  const success = mean / variance;
  let term = success ** size;
  let below = 0;
  for (let k = 0; k < count; k += 1) {
    below += term;
    term *= ((k + size) / (k + 1)) * (1 - success);
  }
  return 1 - below;
}

describe('improbableCount', () => {
  it.each([
    [0.02, 0.0204],
    [0.5, 0.6],
    [2, 4],
    [3, 30],
    [12, 13],
    [40, 90],
  ])(
    'is the first count with a smaller tail, for mean %d and variance %d',
    (mean, variance) => {
      const count = improbableCount(mean, variance, 1e-6);

      expect(tail(mean, variance, count)).toBeLessThan(1e-6);
      expect(tail(mean, variance, count - 1)).toBeGreaterThanOrEqual(1e-6);
    },
  );

  it('needs no more than Poisson where counts vary by chance alone, and more where they cluster', () => {
    // A Poisson variable of mean 5 reaches 19 with a probability of 1.4e-6 and 20 with one of 3.5e-7.
    expect(improbableCount(5, 5.0001, 1e-6)).toBe(20);
    expect(improbableCount(5, 15, 1e-6)).toBeGreaterThan(40);
  });

  it('holds for means whose probability of zero is below the smallest number', () => {
    const count = improbableCount(50_000, 60_000, 1e-6);

    // The normal distribution's quantile of one in a million is 4.75 standard deviations.
    expect(count).toBeGreaterThan(50_000 + 4.5 * Math.sqrt(60_000));
    expect(count).toBeLessThan(50_000 + 5 * Math.sqrt(60_000));
  });
});
