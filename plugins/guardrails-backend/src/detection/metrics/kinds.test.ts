import type { MetricKind, Series } from '@cloudops/plugin-guardrails-node';
import {
  errors,
  gauges,
  latencies,
  randomNumbers,
} from '../__testUtils__/series';
import { SeriesKinds } from './kinds';

const PER_DAY = 288;

/** A day's rhythm around 100, and noise of the given width on each point. */
function rhythm(noise: number, seed = 1) {
  const random = randomNumbers(seed);
  return (index: number) =>
    100 -
    50 * Math.cos((index / PER_DAY) * 2 * Math.PI) +
    noise * (random() - 0.5);
}

function kindAtTheEnd(series: Series): MetricKind {
  return SeriesKinds.of(series).at(series.points.length - 1);
}

describe('the kind of a metric', () => {
  it('is what its unit or its source says', () => {
    expect(kindAtTheEnd(errors(10, () => 1))).toBe('errors');
    expect(kindAtTheEnd(latencies(10, () => 1))).toBe('latency');
    expect(kindAtTheEnd({ ...gauges(10, () => 1), kind: 'latency' })).toBe(
      'latency',
    );
  });

  it('is traffic where it moves smoothly from point to point', () => {
    expect(kindAtTheEnd(gauges(4 * PER_DAY, rhythm(5)))).toBe('traffic');
  });

  it('is utilisation where it jumps about', () => {
    expect(kindAtTheEnd(gauges(4 * PER_DAY, rhythm(300)))).toBe('utilisation');
  });

  it('is utilisation where it rests, and where points are far apart', () => {
    expect(kindAtTheEnd(gauges(4 * PER_DAY, () => 7))).toBe('utilisation');
    expect(
      kindAtTheEnd(gauges(30 * 24, index => rhythm(1)(12 * index), 3600)),
    ).toBe('utilisation');
  });

  it('is utilisation until a day has shown how it moves, and then for whole days', () => {
    const kinds = SeriesKinds.of(gauges(3 * PER_DAY, rhythm(5)));

    expect(kinds.at(PER_DAY - 1)).toBe('utilisation');
    expect(kinds.at(PER_DAY)).toBe('traffic');
    expect(kinds.at(2 * PER_DAY - 1)).toBe('traffic');
  });

  it('is decided by the days before, whatever the day itself brings', () => {
    const calm = rhythm(5);
    const wild = rhythm(5000, 2);
    const kinds = SeriesKinds.of(
      gauges(4 * PER_DAY, index =>
        index < 3 * PER_DAY ? calm(index) : wild(index),
      ),
    );

    expect(kinds.at(4 * PER_DAY - 1)).toBe('traffic');
  });
});
