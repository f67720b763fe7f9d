/** `cost_sparse_spike` */
import type { DetectionRule, Series } from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { CostHistory } from '../costs/CostHistory';
import { acceptsDailyCosts } from '../costs/dailyCosts';
import { historyParameters } from '../costs/parameters';
import { expectedCharge } from '../costs/monthlyCharge';
import { weekdayIndex } from '../costs/calendar';
import { numberWithin, parametersOf } from '../parameters';
import { median, robustDeviation } from '../statistics';
import { verdictsFrom } from '../verdicts';

const parameters = parametersOf({
  ...historyParameters(),
  spreads: numberWithin(0.5, 20, 4),
  times: numberWithin(1, 100, 5),
  minIncrease: numberWithin(0, 1_000_000, 10),
  minSpread: numberWithin(0, 1, 0.2),
  few: numberWithin(1, 100, 4),
  off: numberWithin(1, 100, 3),
});
type Parameters = z.output<typeof parameters>;

function expectationAt(series: Series, index: number, rule: Parameters) {
  const { at, value } = series.points[index];
  const history = CostHistory.before(series, index, rule);
  if (history.days < rule.minHistoryDays || !history.isSparse || value===null) return undefined;
  if (expectedCharge(history, at) !== 0) return undefined;
  const charges = history.values.filter(each => each > 0);
  if (charges.length === 0) return undefined;
  const baseline = median(charges);
  let times = rule.few;
  if (charges.length >= 6) {
    const never = history.values.filter((_, i) => weekdayIndex(history.at[i]) === weekdayIndex(at));
    const off = never.length >= 4 && never.every(each => each <= 0);
    const logs = charges.map(each => Math.log(each / baseline));
    const spread = Math.max(robustDeviation(logs, 0), rule.minSpread);
    times = off ? rule.off : Math.max(rule.times, Math.exp(rule.spreads * spread));
  }
  const increase = Math.max((times - 1) * baseline, rule.minIncrease);
  return { observed: value, baseline, increase };
}

export const costSparseSpike: DetectionRule<Parameters> = {
  name: 'cost_sparse_spike',
  version: 1,
  appliesTo: 'cost',
  summary: 'A charge of a service that is not charged daily',
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
