/**
 * `cost_level_shift`: a cost that moved to a higher level and stays there, by less than a single day would show.
 *
 * Observed = the cheapest of the last five days, without their weekday pattern; baseline = the median of the three
 * weeks before. The smaller limit is no risk, because five days in a row do not lie over it by chance.
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
import { parametersOf, wholeNumberWithin } from '../parameters';
import { median } from '../statistics';
import { verdictsFrom } from '../verdicts';
import { dayInWords, exact, exactPercent } from '../wording';

const parameters = parametersOf({
  ...historyParameters(),
  /** Days in a row that must lie over the limit. */
  days: wholeNumberWithin(3, 14, 5, 'days'),
  ...increaseParameters(
    { spreads: 2.5, minIncreaseShare: 0.2, minIncrease: 3 },
    0.5,
  ),
});
type Parameters = z.output<typeof parameters>;

/** Three weeks: a rise is told for as long as most of them lie before it, about a fortnight. */
const BASELINE_DAYS = 21;
/** Between baseline and judged days, so that the first days of a rise are in neither. */
const GAP_DAYS = 2;
/** Fewer days than this are no baseline. */
const MIN_BASELINE_DAYS = 14;
/** The band that is drawn: about 95 % of usual days lie within two spreads. */
const USUAL_SPREADS = 2;

interface Expectation {
  readonly observed: number;
  readonly baseline: number;
  readonly spread: number;
  readonly increase: number;
}

function expectationAt(
  series: Series,
  index: number,
  rule: Parameters,
  method: CostMethod,
): Expectation | undefined {
  const history = CostHistory.before(series, index, rule, method);
  if (history.days < rule.minHistoryDays || history.isSparse) {
    return undefined;
  }
  const newest = history.deseasonalise(series, index - rule.days + 1, index);
  const end = index - rule.days - GAP_DAYS;
  const before = history.deseasonalise(series, end - BASELINE_DAYS + 1, end);
  if (newest.length < rule.days || before.length < MIN_BASELINE_DAYS) {
    return undefined;
  }
  const baseline = median(before);
  if (baseline <= 0) {
    return undefined;
  }
  return {
    observed: Math.min(...newest),
    baseline,
    spread: history.spread,
    increase: leastIncrease(baseline, history.spread, rule),
  };
}

/** A version of the rule, by the method that it measured costs with. */
export function costLevelShiftVersion(
  version: number,
  method: CostMethod,
): DetectionRule<Parameters> {
  return {
    name: 'cost_level_shift',
    version,
    appliesTo: 'cost',
    summary: 'A cost that moved to a higher level and stays there',
    parameters,
    accepts: acceptsDailyCosts,
    memory: ({ settleDays, historyDays, days }) =>
      Math.max(settleDays + historyDays, days + GAP_DAYS + BASELINE_DAYS) - 1,

    judge: (series, from, rule) =>
      verdictsFrom(series, from, index => {
        const expected = expectationAt(series, index, rule, method);
        if (!expected) {
          return undefined;
        }
        const { observed, baseline, spread, increase } = expected;
        const band = USUAL_SPREADS * spread * baseline;
        return {
          at: series.points[index].at,
          fired: observed > baseline + increase,
          direction: 'above',
          observed,
          baseline,
          threshold: baseline + increase,
          usual: {
            lower: Math.max(0, baseline - band),
            upper: baseline + band,
          },
        };
      }),

    words: ({ at }, _series, { days }) => ({
      observed: `Each of the ${days} days to ${dayInWords(at)} cost at least`,
      baseline: 'The three weeks before',
    }),

    explain(series, index, rule) {
      const expected = expectationAt(series, index, rule, method);
      if (!expected) {
        return [];
      }
      const { observed, baseline, spread, increase } = expected;
      return [
        {
          label: 'Observed',
          formula: `cheapest of the ${rule.days} days to ${dayInWords(
            series.points[index].at,
          )}, without weekday pattern`,
          value: exact(observed),
        },
        {
          label: 'Baseline',
          formula: `median of the three weeks before, without weekday pattern`,
          value: exact(baseline),
        },
        {
          label: 'Spread',
          formula: spreadInWords(method),
          value: exactPercent(spread),
        },
        increaseLine(baseline, spread, rule, series.unit),
        ...limitLines(observed, baseline, increase),
      ];
    },
  };
}

export const costLevelShift = costLevelShiftVersion(2, PRESENT_METHOD);
