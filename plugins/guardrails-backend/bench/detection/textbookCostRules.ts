/** What the rule set is held against: methods that are commonly written down for cost alerts, as rules of their own. */
import type { DetectionRule, Series } from '@cloudops/plugin-guardrails-node';
import { z } from 'zod';

const parameters = z.object({});

interface Method {
  readonly name: string;
  readonly days: number;
  /** Limit from the values of the days before, newest last. */
  limit(before: readonly number[]): number;
}

const MIN_DAYS = 28;

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map(each => (each - centre) ** 2)));
}

const METHODS: readonly Method[] = [
  {
    name: 'static: 2 × mean of 30 days',
    days: 30,
    limit: before => 2 * mean(before),
  },
  {
    name: 'rolling mean + 3σ (28 days)',
    days: 28,
    limit: before => mean(before) + 3 * deviation(before),
  },
  {
    name: 'same weekday + 2σ (8 weeks)',
    days: 56,
    limit: before => {
      const same = before.filter((_, i) => (before.length - i) % 7 === 0);
      return mean(same) + 2 * deviation(same);
    },
  },
];

/** Less than $5 over the limit is not worth an alert, for any method. */
const MIN_EXCESS = 5;

function judge(method: Method, series: Series, from: number) {
  return series.points.slice(from).flatMap(({ at, value }, i) => {
    const before = series.points
      .slice(Math.max(0, from + i - method.days), from + i)
      .map(point => point.value ?? 0);
    if (value === null || before.length < MIN_DAYS) {
      return [];
    }
    const threshold = method.limit(before) + MIN_EXCESS;
    return [
      {
        at,
        fired: value > threshold,
        direction: 'above' as const,
        observed: value,
        baseline: mean(before),
        threshold,
      },
    ];
  });
}

export const textbookRules: readonly {
  readonly name: string;
  readonly rule: DetectionRule<any>;
}[] = METHODS.map(method => ({
  name: method.name,
  rule: {
    name: method.name,
    version: 1,
    appliesTo: 'cost',
    summary: method.name,
    parameters,
    accepts: () => true,
    memory: () => method.days,
    judge: (series, from) => judge(method, series, from),
    explain: () => [],
  },
}));
