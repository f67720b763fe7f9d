/** Series to judge: each test says only what is special about its own. */
import type { Series } from '@cloudops/plugin-guardrails-node';

const DAY_SECONDS = 86_400;

/** A Monday. */
export const FIRST_DAY = Date.parse('2026-06-01T00:00:00Z');

function series(
  facts: Omit<Series, 'points'>,
  length: number,
  valueAt: (index: number, at: number) => number | null,
): Series {
  const points = Array.from({ length }, (_, index) => {
    const at = FIRST_DAY + index * facts.periodSeconds * 1000;
    return { at, value: valueAt(index, at) };
  });
  return { ...facts, points };
}

/** Daily costs from {@link FIRST_DAY} on. */
export function costs(
  days: number,
  valueAt: (index: number, at: number) => number | null,
): Series {
  return series(
    {
      type: 'cost',
      key: 'AWS Lambda',
      unit: 'USD',
      periodSeconds: DAY_SECONDS,
    },
    days,
    valueAt,
  );
}

/** 5xx counts from {@link FIRST_DAY} on. */
export function errors(
  points: number,
  valueAt: (index: number, at: number) => number | null,
  periodSeconds = 300,
): Series {
  return series(
    { type: 'reliability', key: '5xx_count', unit: 'count', periodSeconds },
    points,
    valueAt,
  );
}

/** p95 latencies from {@link FIRST_DAY} on. */
export function latencies(
  points: number,
  valueAt: (index: number, at: number) => number | null,
  periodSeconds = 300,
): Series {
  return series(
    { type: 'reliability', key: 'p95_latency_ms', unit: 'ms', periodSeconds },
    points,
    valueAt,
  );
}

/** Values of a metric whose kind is not declared, from {@link FIRST_DAY} on. */
export function gauges(
  points: number,
  valueAt: (index: number, at: number) => number | null,
  periodSeconds = 300,
): Series {
  return series(
    { type: 'reliability', key: 'utilisation', unit: '', periodSeconds },
    points,
    valueAt,
  );
}

/** Index of the day in a daily series. */
export function dayIndex(day: string): number {
  return (Date.parse(`${day}T00:00:00Z`) - FIRST_DAY) / (DAY_SECONDS * 1000);
}

/** Numbers in [0, 1), the same for the same seed (Mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
