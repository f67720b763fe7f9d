/**
 * `cost_new_service`: a service that a project did not use before, and that costs enough to be meant.
 *
 * Observed = what it cost since its first day; fires once, on the day on which that passes the limit.
 */
import type { DetectionRule, Series } from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { acceptsDailyCosts } from '../costs/dailyCosts';
import { limitLines } from '../costs/explanation';
import {
  enabledByDefault,
  numberWithin,
  parametersOf,
  wholeNumberWithin,
} from '../parameters';
import { verdictsFrom } from '../verdicts';
import { dayInWords, exact } from '../wording';

const parameters = parametersOf({
  enabled: enabledByDefault(),
  /** Days from its first cost on within which a service counts as new. */
  days: wholeNumberWithin(1, 31, 14, 'days'),
  /** Days without any cost before its first one. 35: longer than from one monthly charge to the next, a late one too. */
  minFreeDays: wholeNumberWithin(7, 400, 35, 'days'),
  /** It may cost this much within those days, … */
  limit: numberWithin(0, 1_000_000, 100, 'currency'),
  /** … or this much on each of them. */
  limitPerDay: numberWithin(0, 1_000_000, 12, 'currency'),
});
type Parameters = z.output<typeof parameters>;

interface Expectation {
  readonly firstAt: number;
  readonly observed: number;
  readonly limit: number;
}

function expectationAt(
  { points }: Series,
  index: number,
  rule: Parameters,
): Expectation | undefined {
  const { value } = points[index];
  const oldest = Math.max(0, index - rule.days + 1);
  const first = points.findIndex(
    (point, i) => i >= oldest && (point.value ?? 0) > 0,
  );
  if (value === null || first < oldest || first > index) {
    return undefined;
  }
  const before = points.slice(Math.max(0, first - rule.minFreeDays), first);
  if (
    before.length < rule.minFreeDays ||
    before.some(point => point.value !== 0)
  ) {
    return undefined;
  }
  const limitAfter = (days: number) =>
    Math.max(rule.limit, rule.limitPerDay * days);
  let spent = 0;
  for (let i = first; i < index; i += 1) {
    spent += points[i].value ?? 0;
    if (spent > limitAfter(i - first + 1)) {
      // After the day on which it passed its limit it is no news any more.
      return undefined;
    }
  }
  return {
    firstAt: points[first].at,
    observed: spent + value,
    limit: limitAfter(index - first + 1),
  };
}

export const costNewService: DetectionRule<Parameters> = {
  name: 'cost_new_service',
  version: 2,
  appliesTo: 'cost',
  summary: 'A service that was not used before and is already expensive',
  parameters,
  accepts: acceptsDailyCosts,
  memory: ({ days, minFreeDays }) => days + minFreeDays - 1,

  judge: (series, from, rule) =>
    verdictsFrom(series, from, index => {
      const expected = expectationAt(series, index, rule);
      if (!expected) {
        return undefined;
      }
      return {
        at: series.points[index].at,
        fired: expected.observed > expected.limit,
        direction: 'above',
        observed: expected.observed,
        baseline: 0,
        threshold: expected.limit,
      };
    }),

  words: ({ at }, _series, { days }) => ({
    observed: `New within ${days} days; by ${dayInWords(at)} it had cost`,
  }),

  explain(series, index, rule) {
    const expected = expectationAt(series, index, rule);
    if (!expected) {
      return [];
    }
    const { firstAt, observed, limit } = expected;
    return [
      {
        label: 'Observed',
        formula: `sum from ${dayInWords(
          firstAt,
        )}, its first day, to ${dayInWords(series.points[index].at)}`,
        value: exact(observed),
      },
      {
        label: 'Baseline',
        formula: `no cost on the ${rule.minFreeDays} days before`,
        value: exact(0),
      },
      ...limitLines(observed, 0, limit),
    ];
  },
};
