/** For tests: for every rule a series that it fires on. */
import { ALL_SERVICES, type Series } from '@cloudops/plugin-guardrails-node';
import {
  costs,
  dayIndex,
  errors,
  gauges,
  latencies,
  randomNumbers,
} from '../../detection/__testUtils__/series';

const PER_DAY = 288;
/** What is judged of a metric begins here. */
const LAST_DAY = 14 * PER_DAY;
const TROUBLE = LAST_DAY + 100;
const AUGUST = dayIndex('2026-08-10');

/** Something that a rule fires on, and the same so many times as large. */
export interface RuleScenario {
  readonly rule: string;
  readonly set?: object;
  /** Index of the first point that is judged. */
  readonly from: number;
  readonly series: (times: number) => Series;
  /** What is proposed, so that the rule would not have fired. */
  readonly parameter: string;
}

/** A little noise that is the same each time, within ±1. */
function wobble(index: number): number {
  return Math.sin(index * 12.9898);
}

/** A gauge that nobody declares: between 26 and 54, up and down within the hour. */
function load(index: number): number {
  return 40 + 14 * Math.sin(index / 2) + wobble(index);
}

/** Passengers: few at night, many at noon. */
function passengers(index: number, perDay: number): number {
  const random = randomNumbers(index)();
  return (
    1000 *
    (1.1 - Math.cos((index / perDay) * 2 * Math.PI)) *
    (0.96 + 0.08 * random)
  );
}

/** A step out of noise. */
function step(index: number, height: number): number {
  return (
    100 + 10 * (randomNumbers(index)() - 0.5) + (index >= TROUBLE ? height : 0)
  );
}

export const RULE_SCENARIOS: readonly RuleScenario[] = [
  {
    rule: 'cost_spike',
    from: AUGUST,
    series: times =>
      costs(AUGUST + 1, i => 100 + wobble(i) + (i === AUGUST ? 80 * times : 0)),
    parameter: 'minIncrease',
  },
  {
    rule: 'cost_monthly_charge',
    from: AUGUST,
    series: times =>
      costs(
        AUGUST + 1,
        (i, at) =>
          100 +
          (new Date(at).getUTCDate() === 10 ? 400 : 0) +
          (i === AUGUST ? 300 * times : 0),
      ),
    parameter: 'minIncrease',
  },
  {
    rule: 'cost_level_shift',
    from: AUGUST,
    series: times =>
      costs(AUGUST + 8, i => 100 + wobble(i) + (i >= AUGUST ? 25 * times : 0)),
    parameter: 'minIncrease',
  },
  {
    rule: 'cost_drift',
    from: AUGUST,
    series: times =>
      costs(
        AUGUST + 20,
        i => 100 + (i >= AUGUST ? 3 * times * (i - AUGUST) : 0),
      ),
    parameter: 'minIncrease',
  },
  {
    rule: 'cost_sparse_spike',
    from: AUGUST,
    series: times =>
      costs(AUGUST + 1, (i, at) => {
        const isUsed = [1, 4].includes(new Date(at).getUTCDay());
        return (isUsed ? 50 : 0) + (i === AUGUST ? 300 * times : 0);
      }),
    parameter: 'minIncrease',
  },
  {
    rule: 'cost_new_service',
    from: AUGUST,
    series: times => costs(120, i => (i >= AUGUST ? 30 * times : 0)),
    parameter: 'limit',
  },
  {
    rule: 'cost_limit',
    set: { limits: { 'AWS Lambda': 120 } },
    from: AUGUST,
    series: times => costs(AUGUST + 1, i => (i === AUGUST ? 150 * times : 100)),
    parameter: 'limits',
  },
  {
    rule: 'cost_limit',
    set: { total: 120 },
    from: AUGUST,
    series: times => ({
      ...costs(AUGUST + 1, i => (i === AUGUST ? 150 * times : 100)),
      key: ALL_SERVICES,
    }),
    parameter: 'total',
  },
  {
    rule: 'static_limit',
    set: { limits: { p95_latency_ms: 300 } },
    from: LAST_DAY,
    series: times =>
      latencies(LAST_DAY + 120, i => (i === TROUBLE ? 400 * times : 200)),
    parameter: 'limits',
  },
  {
    rule: 'error_burst',
    from: LAST_DAY,
    series: times =>
      errors(LAST_DAY + 120, i => (i % 3) + (i === TROUBLE ? 60 * times : 0)),
    parameter: 'minCount',
  },
  {
    rule: 'level_shift',
    from: LAST_DAY,
    series: times =>
      latencies(
        LAST_DAY + 200,
        i => 200 + 3 * wobble(i) + (i >= TROUBLE ? 150 * times : 0),
      ),
    parameter: 'minIncrease',
  },
  {
    rule: 'sudden_jump',
    from: LAST_DAY,
    series: times =>
      latencies(
        LAST_DAY + 120,
        i => 200 + 20 * wobble(i) + (i >= TROUBLE ? 200 * times : 0),
      ),
    parameter: 'above',
  },
  {
    rule: 'peak_exceeded',
    from: LAST_DAY,
    series: times =>
      gauges(LAST_DAY + 120, i => load(i) + (i >= TROUBLE ? 40 * times : 0)),
    parameter: 'above',
  },
  {
    rule: 'peak_exceeded',
    from: LAST_DAY,
    series: times =>
      gauges(LAST_DAY + 120, i => load(i) - (i >= TROUBLE ? 40 * times : 0)),
    parameter: 'below',
  },
  {
    rule: 'short_change',
    from: LAST_DAY,
    series: times => gauges(LAST_DAY + 120, i => step(i, 40 * times)),
    parameter: 'above',
  },
  {
    rule: 'seasonal_deviation',
    from: 30 * 48,
    series: times =>
      gauges(
        31 * 48,
        i => passengers(i, 48) - (i >= 30 * 48 ? 900 * times : 0),
        1800,
      ),
    parameter: 'below',
  },
  // The same three of a latency, which they judge where somebody sets their factors.
  {
    rule: 'peak_exceeded',
    set: { above: 1.6 },
    from: LAST_DAY,
    series: times =>
      latencies(LAST_DAY + 120, i => load(i) + (i >= TROUBLE ? 40 * times : 0)),
    parameter: 'above',
  },
  {
    rule: 'peak_exceeded',
    set: { below: 1.1 },
    from: LAST_DAY,
    series: times =>
      latencies(LAST_DAY + 120, i => load(i) - (i >= TROUBLE ? 38 * times : 0)),
    parameter: 'below',
  },
  {
    rule: 'short_change',
    set: { above: 1.5 },
    from: LAST_DAY,
    series: times => latencies(LAST_DAY + 120, i => step(i, 40 * times)),
    parameter: 'above',
  },
  {
    rule: 'seasonal_deviation',
    set: { below: 1.1 },
    from: 30 * PER_DAY,
    series: times =>
      latencies(
        31 * PER_DAY,
        i =>
          passengers(i, PER_DAY) - (i >= 30 * PER_DAY + 100 ? 900 * times : 0),
      ),
    parameter: 'below',
  },
];
