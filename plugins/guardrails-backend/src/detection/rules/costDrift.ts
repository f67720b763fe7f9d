/** `cost_drift` */
import type { DetectionRule, Series } from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { CostHistory } from '../costs/CostHistory';
import { acceptsDailyCosts } from '../costs/dailyCosts';
import { historyParameters } from '../costs/parameters';
import { numberWithin, parametersOf } from '../parameters';
import { median } from '../statistics';
import { verdictsFrom } from '../verdicts';

const parameters = parametersOf({
  ...historyParameters(),
  spreads: numberWithin(0.5, 20, 2),
  minIncreaseShare: numberWithin(0.01, 10, 0.3),
  minIncrease: numberWithin(0, 1_000_000, 5),
  lowest: numberWithin(0, 1, 0.5),
  rising: numberWithin(-1, 1, 0.12),
  ago: numberWithin(0, 28, 14),
  youngGrowth: numberWithin(0, 1, 0.08),
});
type Parameters = z.output<typeof parameters>;

function expectationAt(series: Series, index: number, rule: Parameters) {
  const history = CostHistory.before(series, index, rule);
  if (history.days < 42 - 3 || history.isSparse || series.points[index].value===null) return undefined;
  const week = (age: number) => {
    const values: number[] = [];
    for (let i = Math.max(0, index - age - 6); i <= index - age; i += 1) {
      const { at, value } = series.points[i];
      if (value !== null) values.push(value / history.factorOn(at));
    }
    return values;
  };
  const now = week(0);
  const then = week(28);
  const before = week(50);
  const last = week(rule.ago);
  if (now.length < 7 || then.length < 4 || last.length < 4) return undefined;
  const baseline = median(then);
  if (baseline <= 0) return undefined;
  const hasBefore = index >= 56 && history.days >= 54 && before.length >= 4 && median(before) > 0;
  const growth = hasBefore
    ? (Math.min(Math.max(baseline / median(before) - 1, 0), 0.4) * 28) / 22
    : rule.youngGrowth;
  const increase = Math.max(
    (Math.max(rule.spreads * history.spread, rule.minIncreaseShare) + growth) * baseline,
    rule.minIncrease,
  );
  let observed = Math.min(
    median(now),
    rule.lowest > 0 ? baseline + (Math.min(...now) - baseline) / rule.lowest : Infinity,
  );
  if (rule.rising > 0 && median(now) < median(last) * (1 + rule.rising)) observed = Math.min(observed, baseline);
  return { observed, baseline, increase };
}

export const costDrift: DetectionRule<Parameters> = {
  name: 'cost_drift',
  version: 1,
  appliesTo: 'cost',
  summary: 'A cost that grows slowly',
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
