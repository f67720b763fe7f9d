/** `cost_new_service` */
import type { DetectionRule, Series } from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { acceptsDailyCosts } from '../costs/dailyCosts';
import { enabledByDefault, numberWithin, parametersOf, wholeNumberWithin } from '../parameters';
import { verdictsFrom } from '../verdicts';

const parameters = parametersOf({
  enabled: enabledByDefault(),
  /** Days since its first cost within which a service counts as new. */
  days: wholeNumberWithin(1, 31, 14),
  quietDays: wholeNumberWithin(7, 400, 35),
  limit: numberWithin(0, 1_000_000, 100),
  minPerDay: numberWithin(0, 1_000_000, 5),
});
type Parameters = z.output<typeof parameters>;

function spentSinceNew(series: Series, index: number, rule: Parameters) {
  const { value } = series.points[index];
  if (value === null) return undefined;
  // The first cost within the days, with nothing known but zeros for quietDays before it.
  let first = -1;
  for (let i = Math.max(0, index - rule.days + 1); i <= index; i += 1) {
    const each = series.points[i].value;
    if (each !== null && each > 0) { first = i; break; }
  }
  if (first < rule.quietDays) return undefined;
  let zeros = 0;
  for (let i = first - 1; i >= 0 && i >= index - rule.days - rule.quietDays; i -= 1) {
    const each = series.points[i].value;
    if (each !== null) { if (each !== 0) return undefined; zeros += 1; }
  }
  if (zeros < rule.quietDays) return undefined;
  let before = 0;
  for (let i = first; i < index; i += 1) before += series.points[i].value ?? 0;
  return { before, after: before + value, days: index - first + 1 };
}

export const costNewService: DetectionRule<Parameters> = {
  name: 'cost_new_service',
  version: 1,
  appliesTo: 'cost',
  summary: 'A service that is new and already expensive',
  parameters,
  accepts: acceptsDailyCosts,
  memory: ({ days, quietDays }) => days + quietDays,
  judge: (series, from, rule) =>
    verdictsFrom(series, from, index => {
      const spent = spentSinceNew(series, index, rule);
      if (!spent) return undefined;
      const threshold = Math.max(rule.limit, rule.minPerDay * spent.days);
      return {
        at: series.points[index].at,
        fired: spent.after > threshold && spent.before <= threshold,
        direction: 'above',
        observed: spent.after,
        baseline: 0,
        threshold,
      };
    }),
  explain: () => [],
};
