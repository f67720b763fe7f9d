/**
 * Counts of errors as services have them, with bursts: no public set is labelled. Errors come in clusters (a negative
 * binomial whose mean wanders), follow the hours and rest at the weekend.
 */
import type { Series } from '@cloudops/plugin-guardrails-node';
import { randomNumbers } from './randomNumbers';

const PER_DAY = 288;
const PERIOD_SECONDS = 300;
/** A Monday. */
const START = Date.parse('2026-06-01T00:00:00Z');
/** The first burst comes when nine days are known. */
export const QUIET_DAYS = 9;

export interface Burst {
  readonly first: number;
  readonly last: number;
  /** At least five errors a period, and four times as many as are expected: what a person would want to know. */
  readonly isMaterial: boolean;
}

export interface SimulatedErrors {
  readonly series: Series;
  readonly bursts: readonly Burst[];
}

/** Errors of `days` days, the same for the same seed. */
export function simulateErrors(seed: number, days: number): SimulatedErrors {
  const chance = chanceOf(seed);
  const length = PER_DAY * days;
  const level = Math.exp(chance.between(Math.log(0.02), Math.log(30)));
  const amplitude = chance.between(0, 0.8);
  const weekend = chance.between(0.5, 1);
  const phase = chance.between(0, 6);
  const shape = Math.exp(chance.between(Math.log(0.7), Math.log(20)));

  const means: number[] = [];
  const counts: number[] = [];
  let wander = 0;
  for (let i = 0; i < length; i += 1) {
    wander = 0.7 * wander + Math.sqrt(1 - 0.49) * chance.normal();
    const rhythm =
      1 + amplitude * Math.sin((2 * Math.PI * i) / PER_DAY + phase);
    const rest = Math.floor(i / PER_DAY) % 7 >= 5 ? weekend : 1;
    means.push(level * rhythm * rest * Math.exp(0.25 * wander - 0.03));
    counts.push(chance.poisson((chance.gamma(shape) * means[i]) / shape));
  }
  const bursts: Burst[] = [];
  for (let first = PER_DAY * QUIET_DAYS; first < length - 600; ) {
    const duration = chance.whole(3, 25);
    const factor = Math.exp(chance.between(Math.log(3), Math.log(30)));
    const least = chance.between(1, 6);
    let added = 0;
    let expected = 0;
    for (let i = first; i < first + duration; i += 1) {
      const more = chance.poisson(Math.max(means[i] * (factor - 1), least));
      counts[i] += more;
      added += more;
      expected += means[i];
    }
    const isMaterial =
      added / duration >= Math.max(5, (4 * expected) / duration);
    bursts.push({ first, last: first + duration - 1, isMaterial });
    first += chance.whole(300, 1200);
  }
  return {
    series: {
      type: 'reliability',
      key: '5xx_count',
      unit: 'count',
      periodSeconds: PERIOD_SECONDS,
      points: counts.map((value, i) => ({
        at: START + i * PERIOD_SECONDS * 1000,
        value,
      })),
    },
    bursts,
  };
}

function chanceOf(seed: number) {
  const uniform = randomNumbers(seed);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  /** Marsaglia and Tsang's method. */
  const gamma = (shape: number): number => {
    if (shape < 1) {
      return gamma(shape + 1) * (1 - uniform()) ** (1 / shape);
    }
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0) {
        const u = 1 - uniform();
        if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
          return d * v;
        }
      }
    }
  };
  /** Knuth's method, in parts that do not underflow. */
  const poisson = (mean: number): number => {
    let total = 0;
    for (let left = mean; left > 0; left -= 20) {
      const limit = Math.exp(-Math.min(left, 20));
      let count = -1;
      for (let product = 1; product > limit; count += 1) {
        product *= uniform();
      }
      total += Math.max(0, count);
    }
    return total;
  };
  return {
    between: (from: number, to: number) => from + (to - from) * uniform(),
    whole: (from: number, below: number) =>
      from + Math.floor((below - from) * uniform()),
    normal,
    gamma,
    poisson,
  };
}
