/**
 * `cost_new_service` in versions 1 and 2: what a new service cost since its first day, as a sum, told once.
 *
 * It judges nothing new. Decisions that were stored by it are taken again by it.
 */
import type { DetectionRule, Series } from '@cloudops/plugin-guardrails-node';
import { limitLines } from '../costs/explanation';
import { verdictsFrom } from '../verdicts';
import { dayInWords, exact } from '../wording';
import { costNewService, firstDayOf, type Parameters } from './costNewService';

interface Expectation {
  readonly firstAt: number;
  readonly observed: number;
  readonly limit: number;
}

/**
 * Whether the days before had passed their limit by themselves, so that the judged one was no news: that of any of them
 * (`ofEachDay`), or that of the judged day, which a service may fall under again.
 */
type Told = 'ofEachDay' | 'ofJudgedDay';

function expectationAt(
  series: Series,
  index: number,
  rule: Parameters,
  told: Told,
): Expectation | undefined {
  const first = firstDayOf(series, index, rule);
  if (first === undefined) {
    return undefined;
  }
  const { points } = series;
  const limitOn = (i: number) =>
    Math.max(rule.limit, rule.limitPerDay * (i - first + 1));
  let spent = 0;
  for (let i = first; i < index; i += 1) {
    spent += points[i].value ?? 0;
    if (told === 'ofEachDay' && spent > limitOn(i)) {
      return undefined;
    }
  }
  return spent > limitOn(index)
    ? undefined
    : {
        firstAt: points[first].at,
        observed: spent + points[index].value!,
        limit: limitOn(index),
      };
}

export function costNewServiceBySum(
  version: 1 | 2,
  told: Told,
): DetectionRule<Parameters> {
  return {
    ...costNewService,
    version,

    judge: (series, from, rule) =>
      verdictsFrom(series, from, index => {
        const expected = expectationAt(series, index, rule, told);
        if (!expected) {
          return undefined;
        }
        const { observed, limit } = expected;
        return {
          at: series.points[index].at,
          fired: observed > limit,
          direction: 'above',
          observed,
          baseline: 0,
          threshold: limit,
        };
      }),

    words: ({ at }, _series, { days }) => ({
      observed: `New within ${days} days; by ${dayInWords(at)} it had cost`,
    }),

    explain(series, index, rule) {
      const expected = expectationAt(series, index, rule, told);
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
}
