/**
 * `cost_level_shift`: a cost that moved to a higher level and stays there, by less than a single day would show.
 *
 * Observed = median of the last five days without their weekday pattern; baseline = median of three weeks before.
 */
import type { DetectionRule, Series } from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { CostHistory } from '../costs/CostHistory';
import { acceptsDailyCosts } from '../costs/dailyCosts';
import { limitLines } from '../costs/explanation';
import { historyParameters } from '../costs/parameters';
import { numberWithin, parametersOf, wholeNumberWithin } from '../parameters';
import { median } from '../statistics';
import { verdictsFrom } from '../verdicts';
import { amount, dayInWords, exact, percent } from '../wording';

const parameters = parametersOf({
  ...historyParameters(),
  /** Days that must lie at the new level. */
  days: wholeNumberWithin(3, 14, 5),
  spreads: numberWithin(0.5, 20, 2.5),
  minIncreaseShare: numberWithin(0.01, 10, 0.25),
  minIncrease: numberWithin(0, 1_000_000, 5),
  lowest: numberWithin(0, 1, 0.6),
});
type Parameters = z.output<typeof parameters>;

const REFERENCE_DAYS = 21;
const GAP_DAYS = 2;

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
): Expectation | undefined {
  const history = CostHistory.before(series, index, rule);
  if (history.days < rule.minHistoryDays || history.isSparse) {
    return undefined;
  }
  const level = (from: number, to: number) => {
    const values: number[] = [];
    for (let i = Math.max(0, from); i <= to; i += 1) {
      const { at, value } = series.points[i];
      if (value !== null) values.push(value / history.factorOn(at));
    }
    return values;
  };
  const window = level(index - rule.days + 1, index);
  const before = level(
    index - rule.days - GAP_DAYS - REFERENCE_DAYS + 1,
    index - rule.days - GAP_DAYS,
  );
  if (window.length < rule.days || before.length < 14) return undefined;
  const baseline = median(before);
  if (baseline <= 0) return undefined;
  const increase = Math.max(
    rule.spreads * history.spread * baseline,
    rule.minIncreaseShare * baseline,
    rule.minIncrease,
  );
  const observed = Math.min(
    median(window),
    rule.lowest > 0 ? baseline + (Math.min(...window) - baseline) / rule.lowest : Infinity,
  );
  return { observed, baseline, spread: history.spread, increase };
}

export const costLevelShift: DetectionRule<Parameters> = {
  name: 'cost_level_shift',
  version: 1,
  appliesTo: 'cost',
  summary: 'A cost that moved to a higher level and stays there',
  parameters,
  accepts: acceptsDailyCosts,
  memory: ({ settleDays, historyDays }) => settleDays + historyDays - 1,
  judge: (series, from, rule) =>
    verdictsFrom(series, from, index => {
      const e = expectationAt(series, index, rule);
      return e && {
        at: series.points[index].at,
        fired: e.observed > e.baseline + e.increase,
        direction: 'above',
        observed: e.observed,
        baseline: e.baseline,
        threshold: e.baseline + e.increase,
      };
    }),
  explain: () => [],
};
void amount, dayInWords, exact, percent, limitLines;
