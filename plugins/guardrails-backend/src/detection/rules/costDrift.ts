/**
 * `cost_drift`: a cost that grows day by day, too slowly for any single day to stand out.
 *
 * Observed = the cheapest of the last five days, without their weekday pattern; baseline = the week four weeks ago, with
 * the growth that the service had before then. Silent when the last fortnight brought nothing: that was a step.
 */
import type { DetectionRule, Series } from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { CostHistory } from '../costs/CostHistory';
import { acceptsDailyCosts } from '../costs/dailyCosts';
import { PRESENT_METHOD, type CostMethod } from '../costs/method';
import { increaseLine, limitLines, spreadInWords } from '../costs/explanation';
import {
  historyParameters,
  increaseParameters,
  leastIncrease,
} from '../costs/parameters';
import { numberWithin, parametersOf, wholeNumberWithin } from '../parameters';
import { median } from '../statistics';
import { verdictsFrom } from '../verdicts';
import { dayInWords, exact, exactPercent } from '../wording';

const parameters = parametersOf({
  ...historyParameters(39),
  /** Days in a row that must lie over the limit. */
  days: wholeNumberWithin(3, 7, 5, 'days'),
  ...increaseParameters(
    { spreads: 2.5, minIncreaseShare: 0.3, minIncrease: 3 },
    0.5,
  ),
  /** The days must also lie this share over the week that ended a fortnight ago. */
  minRecentShare: numberWithin(0, 10, 0.16, 'share'),
});
type Parameters = z.output<typeof parameters>;

const WEEK = 7;
/** The week that is compared with ended this many days ago. */
const BASELINE_AGE_DAYS = 28;
/** And its own growth is measured against the week that ended this many days ago. */
const GROWTH_AGE_DAYS = 50;
/** More than 40 % in three weeks was no growth but another anomaly. */
const LARGEST_GROWTH = 0.4;
/** A service too young to have shown its growth may have grown by 8 % in four weeks. */
const ASSUMED_GROWTH = 0.08;
const RECENT_AGE_DAYS = 14;
/** A median of fewer days than this is not the week's. */
const MIN_DAYS_OF_WEEK = 4;

interface Expectation {
  readonly observed: number;
  readonly then: number;
  readonly growth: number;
  readonly baseline: number;
  readonly spread: number;
  readonly recent: number;
  readonly increase: number;
}

function expectationAt(
  series: Series,
  index: number,
  rule: Parameters,
  method: CostMethod,
): Expectation | undefined {
  const history = CostHistory.before(series, index, rule, method);
  const newest = history.deseasonalise(series, index - rule.days + 1, index);
  if (
    newest.length < rule.days ||
    history.days < rule.minHistoryDays ||
    history.isSparse
  ) {
    return undefined;
  }
  /** The median of the week that ended a number of days ago. */
  const week = (age: number): number => {
    const end = index - age;
    const start = end - WEEK + 1;
    const first = series.points[start]?.at;
    const days =
      first === undefined || first < history.at[0]
        ? []
        : history.deseasonalise(series, start, end);
    return days.length < MIN_DAYS_OF_WEEK ? NaN : median(days);
  };
  const [recent, then, before] = [
    RECENT_AGE_DAYS,
    BASELINE_AGE_DAYS,
    GROWTH_AGE_DAYS,
  ].map(week);
  if (!(recent > 0 && then > 0)) {
    return undefined;
  }
  const growth =
    before > 0
      ? (Math.min(Math.max(then / before - 1, 0), LARGEST_GROWTH) *
          BASELINE_AGE_DAYS) /
        (GROWTH_AGE_DAYS - BASELINE_AGE_DAYS)
      : ASSUMED_GROWTH;
  const baseline = then * (1 + growth);
  return {
    observed: Math.min(...newest),
    then,
    growth,
    baseline,
    spread: history.spread,
    recent,
    increase: Math.max(
      leastIncrease(baseline, history.spread, rule),
      // The limit that a step of long ago does not pass.
      recent * (1 + rule.minRecentShare) - baseline,
    ),
  };
}

/** A version of the rule, by the method that it measured costs with. */
export function costDriftVersion(
  version: number,
  method: CostMethod,
): DetectionRule<Parameters> {
  return {
    name: 'cost_drift',
    version,
    appliesTo: 'cost',
    summary: 'A cost that grows day by day, faster than it used to',
    parameters,
    accepts: acceptsDailyCosts,
    memory: ({ settleDays, historyDays }) =>
      Math.max(settleDays + historyDays, GROWTH_AGE_DAYS + WEEK) - 1,

    judge: (series, from, rule) =>
      verdictsFrom(series, from, index => {
        const expected = expectationAt(series, index, rule, method);
        if (!expected) {
          return undefined;
        }
        const { observed, baseline, increase } = expected;
        return {
          at: series.points[index].at,
          fired: observed > baseline + increase,
          direction: 'above',
          observed,
          baseline,
          threshold: baseline + increase,
        };
      }),

    words: ({ at }, _series, { days }) => ({
      observed: `Each of the ${days} days to ${dayInWords(at)} cost at least`,
      baseline: 'Four weeks ago, with the growth it had until then',
    }),

    explain(series, index, rule) {
      const expected = expectationAt(series, index, rule, method);
      if (!expected) {
        return [];
      }
      const { observed, then, growth, baseline, spread, recent, increase } =
        expected;
      return [
        {
          label: 'Observed',
          formula: `cheapest of the ${rule.days} days to ${dayInWords(
            series.points[index].at,
          )}, without weekday pattern`,
          value: exact(observed),
        },
        {
          label: 'Four weeks ago',
          formula: 'median of the week',
          value: exact(then),
        },
        {
          label: 'Growth until then',
          formula: 'of four weeks, by the three weeks before',
          value: exactPercent(growth),
        },
        {
          label: 'Baseline',
          formula: `${exact(then)} + ${exactPercent(growth)}`,
          value: exact(baseline),
        },
        {
          label: 'Spread',
          formula: spreadInWords(method),
          value: exactPercent(spread),
        },
        increaseLine(baseline, spread, rule, series.unit),
        {
          label: 'Growth of the last fortnight that counts',
          formula: `${exact(recent)} + ${exactPercent(rule.minRecentShare)}`,
          value: exact(recent * (1 + rule.minRecentShare)),
        },
        ...limitLines(observed, baseline, increase),
      ];
    },
  };
}

export const costDrift = costDriftVersion(2, PRESENT_METHOD);
