/**
 * `cost_new_service`: a service that a project did not use before, and that costs enough to be meant.
 *
 * Observed = what it cost since its first day; fires on the day on which that passes the limit, and again on one that costs
 * a multiple of what was told. Until the other rules know the service, nobody else would say so.
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
  /**
   * Days from its first cost on within which a service counts as new. 31: by then the other rules know it; what became
   * expensive earlier than that, and after this, would be what they take for usual.
   */
  days: wholeNumberWithin(1, 31, 31, 'days'),
  /** Days without any cost before its first one. 35: longer than from one monthly charge to the next, a late one too. */
  minFreeDays: wholeNumberWithin(7, 400, 35, 'days'),
  /** It may cost this much within those days, … */
  limit: numberWithin(0, 1_000_000, 100, 'currency'),
  /** … or this much on each of them. */
  limitPerDay: numberWithin(0, 1_000_000, 12, 'currency'),
});
type Parameters = z.output<typeof parameters>;

/** What is still being built up doubles or trebles in its first weeks; four times as much a day is other news. */
const AGAIN_TIMES = 4;

/** On which day it was told, and what a day cost by then: on average, or that day itself where it cost more. */
interface Told {
  readonly at: number;
  readonly perDay: number;
}

interface Expectation {
  /** Absent where the day is judged by itself. */
  readonly firstAt?: number;
  readonly observed: number;
  readonly limit: number;
  /** Of the observed sum, what the days before cost. */
  readonly spent?: number;
  /** Absent until it was told. */
  readonly told?: Told;
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
  let told: Told | undefined;
  let spent = 0;
  const limitOn = (i: number) =>
    told
      ? spent + AGAIN_TIMES * told.perDay
      : Math.max(rule.limit, rule.limitPerDay * (i - first + 1));
  for (let i = first; i < index; i += 1) {
    const { at, value: amount } = points[i];
    const limit = limitOn(i);
    spent += amount ?? 0;
    if (spent > limit) {
      told = { at, perDay: Math.max(amount ?? 0, spent / (i - first + 1)) };
    }
  }
  const sum = {
    firstAt: points[first].at,
    observed: spent + value,
    limit: limitOn(index),
    spent,
    told,
  };
  if (!told || sum.observed > sum.limit) {
    return sum;
  }
  // That it goes on is no news; it is over on a day that costs no more than a day may.
  return value <= rule.limitPerDay
    ? { observed: value, limit: rule.limitPerDay, told }
    : undefined;
}

export const costNewService: DetectionRule<Parameters> = {
  name: 'cost_new_service',
  version: 3,
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
    const { firstAt, observed, limit, spent, told } = expected;
    const until = dayInWords(series.points[index].at);
    return [
      {
        label: 'Observed',
        formula:
          firstAt === undefined
            ? until
            : `sum from ${dayInWords(firstAt)}, its first day, to ${until}`,
        value: exact(observed),
      },
      {
        label: 'Baseline',
        formula: `no cost on the ${rule.minFreeDays} days before`,
        value: exact(0),
      },
      ...(told && spent !== undefined
        ? [
            {
              label: 'What it may cost by then',
              formula: `${exact(
                spent,
              )} until the day before + ${AGAIN_TIMES} × ${exact(
                told.perDay,
              )}, what a day cost when it was told on ${dayInWords(told.at)}`,
              value: exact(limit),
            },
          ]
        : []),
      ...limitLines(observed, 0, limit),
    ];
  },
};
