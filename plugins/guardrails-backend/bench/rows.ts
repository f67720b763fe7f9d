/** Rows to be stored: the same for the same place, as different as real ones. */
import type { DailyCost, MetricValue } from '../src/database';

/** The first day and period of everything. */
const START_MS = Date.UTC(2026, 0, 1);
const PERIOD_MS = 300_000;
const DAY_MS = 86_400_000;
const METRICS = [
  { metricName: '5xx_count', unit: 'count', largest: 50 },
  { metricName: 'p95_latency_ms', unit: 'ms', largest: 900 },
] as const;

/** Both metrics of one project, of `count` rows from row `from` on. */
export function metricValues(
  project: number,
  from: number,
  count: number,
): MetricValue[] {
  return Array.from({ length: count }, (_, i) => {
    const index = from + i;
    const { metricName, unit, largest } = METRICS[index % METRICS.length];
    const value = fraction(project, index) * largest;
    return {
      metricName,
      unit,
      at: new Date(START_MS + Math.floor(index / METRICS.length) * PERIOD_MS),
      value: unit === 'count' ? Math.floor(value) : value,
    };
  });
}

/** Costs of one project, of `count` rows from row `from` on, `services` a day. */
export function dailyCosts(
  project: number,
  from: number,
  count: number,
  services: number,
): DailyCost[] {
  return Array.from({ length: count }, (_, i) => {
    const index = from + i;
    return {
      date: new Date(START_MS + Math.floor(index / services) * DAY_MS)
        .toISOString()
        .slice(0, 10),
      service: `Amazon Simulated Service ${index % services}`,
      amount: (fraction(project, index) * 500).toFixed(4),
      currency: 'USD',
    };
  });
}

/** From 0 to 1: a hash, so that no generator has to be carried along (the finaliser of MurmurHash3). */
function fraction(project: number, index: number): number {
  let h = Math.imul(project + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
