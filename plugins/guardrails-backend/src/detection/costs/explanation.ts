/** The lines with which the calculation of every cost rule ends. */
import type { ArithmeticLine } from '@cloudops/plugin-guardrails-node';
import { exact } from '../wording';

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
