/**
 * `cost_new_service`: a service that a project did not use before, and that costs enough to be meant.
 *
 * Observed = what a day cost on average since its first day; fires on the day on which the sum passes the limit, and again
 * on one that costs a multiple of what was told. Until the other rules know the service, nobody else would say so.
 */
import type { DetectionRule, Series } from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { DAY_MS } from '../costs/calendar';
import { acceptsDailyCosts } from '../costs/dailyCosts';
import { limitLines } from '../costs/explanation';
import {
  enabledByDefault,
  numberWithin,
  parametersOf,
  wholeNumberWithin,
} from '../parameters';
import { verdictsFrom } from '../verdicts';
import { amount, dayInWords, exact } from '../wording';

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
export type Parameters = z.output<typeof parameters>;

const DAY_SECONDS = 86_400;
/** What is still being built up doubles or trebles in its first weeks; four times as much a day is other news. */
const AGAIN_TIMES = 4;

/** On which day it was told, and what a day cost: on average, or that day itself where it was told again. */
interface Told {
  readonly at: number;
  readonly perDay: number;
}

/** Both of one day, as everything that is told of a cost. */
interface Expectation {
  readonly observed: number;
  readonly limit: number;
  /** Its first days, over which `observed` was taken; absent where the day is judged by itself. */
  readonly firstDays?: number;
  /** Absent until it was told. */
  readonly told?: Told;
}

/** Index of the first day of a service that is new on a day; undefined when it is not, or when the day is not known. */
export function firstDayOf(
  { points }: Series,
  index: number,
  rule: Parameters,
): number | undefined {
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
  return first;
}

function expectationAt(
  series: Series,
  index: number,
  rule: Parameters,
): Expectation | undefined {
  const first = firstDayOf(series, index, rule);
  if (first === undefined) {
    return undefined;
  }
  const { points } = series;
  const value = points[index].value!;
  const limitAfter = (days: number) =>
    Math.max(rule.limit, rule.limitPerDay * days);
  let told: Told | undefined;
  let spent = 0;
  for (let i = first; i < index; i += 1) {
    const { at, value: ofDay } = points[i];
    const days = i - first + 1;
    spent += ofDay ?? 0;
    if (told && ofDay !== null && ofDay > AGAIN_TIMES * told.perDay) {
      told = { at, perDay: ofDay };
    } else if (!told && spent > limitAfter(days)) {
      told = { at, perDay: spent / days };
    }
  }
  if (!told) {
    const firstDays = index - first + 1;
    return {
      observed: (spent + value) / firstDays,
      limit: limitAfter(firstDays) / firstDays,
      firstDays,
    };
  }
  if (value > AGAIN_TIMES * told.perDay) {
    return { observed: value, limit: AGAIN_TIMES * told.perDay, told };
  }
  // That it goes on is no news; it is over on a day that costs no more than a day may.
  return value <= rule.limitPerDay
    ? { observed: value, limit: rule.limitPerDay }
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
        ...((expected.firstDays ?? 1) > 1
          ? { overSeconds: expected.firstDays! * DAY_SECONDS }
          : {}),
        baseline: 0,
        threshold: expected.limit,
      };
    }),

  words: ({ at, overSeconds }, _series, { days }) => ({
    observed: `New within ${days} days; ${
      overSeconds
        ? `its first ${overSeconds / DAY_SECONDS} days, to ${dayInWords(
            at,
          )}, cost on average`
        : `${dayInWords(at)} cost`
    }`,
  }),

  explain(series, index, rule) {
    const expected = expectationAt(series, index, rule);
    if (!expected) {
      return [];
    }
    const { observed, limit, firstDays = 1, told } = expected;
    const { at } = series.points[index];
    const money = (value: number) => amount(value, series.unit);
    return [
      {
        label: 'Observed',
        formula:
          firstDays > 1
            ? `${exact(
                observed * firstDays,
              )} in the ${firstDays} days from ${dayInWords(
                at - (firstDays - 1) * DAY_MS,
              )}, its first, to ${dayInWords(at)}, ÷ ${firstDays}`
            : dayInWords(at),
        value: exact(observed),
      },
      {
        label: 'Baseline',
        formula: `no cost on the ${rule.minFreeDays} days before`,
        value: exact(0),
      },
      {
        label: 'What a day may cost',
        formula: told
          ? `${AGAIN_TIMES} × ${exact(
              told.perDay,
            )}, what a day cost when it was told on ${dayInWords(told.at)}`
          : `max(${money(rule.limit)}, ${firstDays} × ${money(
              rule.limitPerDay,
            )}) ÷ ${firstDays}`,
        value: exact(limit),
      },
      ...limitLines(observed, 0, limit),
    ];
  },
};
