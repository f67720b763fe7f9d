/** The lines with which the calculation of every cost rule ends. */
import type { ArithmeticLine } from '@cloudops/plugin-guardrails-node';
import { amount, exact, exactPercent } from '../wording';
import type { CostMethod } from './method';
import { leastIncrease, type IncreaseParameters } from './parameters';

/** What the spread is, with which a cost is compared. */
export function spreadInWords({ spreadFrom }: CostMethod): string {
  return `how far the days before usually lay from the two weeks ${
    spreadFrom === 'around' ? 'around' : 'before'
  } them`;
}

export function increaseLine(
  baseline: number,
  spread: number,
  rule: IncreaseParameters,
  currency: string,
): ArithmeticLine {
  return {
    label: 'Smallest increase that counts',
    formula: `max(${exact(rule.spreads)} × spread = ${exact(
      rule.spreads * spread * baseline,
    )}, ${exactPercent(rule.minIncreaseShare)} = ${exact(
      rule.minIncreaseShare * baseline,
    )}, ${amount(rule.minIncrease, currency)})`,
    value: exact(leastIncrease(baseline, spread, rule)),
  };
}

export function limitLines(
  observed: number,
  baseline: number,
  increase: number,
): ArithmeticLine[] {
  const limit = baseline + increase;
  return [
    {
      label: 'Limit',
      formula: `${exact(baseline)} + ${exact(increase)}`,
      value: exact(limit),
    },
    {
      label: 'Verdict',
      formula: `${exact(observed)} ${observed > limit ? '>' : '≤'} ${exact(
        limit,
      )}`,
      value: observed > limit ? 'over the limit' : 'within the limit',
    },
  ];
}
