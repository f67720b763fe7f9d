/** What came of taking a stored decision again, or why it could not be: in numbers, and in words. */
import type { Evidence } from '@cloudops/plugin-guardrails-common';
import type { DetectionRule, Verdict } from '@cloudops/plugin-guardrails-node';
import type { AlertRecord } from '../database';
import { amount, exact } from '../detection/wording';
import type { StoredDecision } from './storedDecision';

/** What taking the decision again gave. */
export interface Replay {
  readonly arithmetic: Evidence['arithmetic'];
  /** Absent when every number came out as stored. */
  readonly difference?: string;
  /** Why it could not be taken again; absent when it was. */
  readonly notReplayed?: Evidence['notReplayed'];
}

/** The stored numbers alone, where the calculation behind them cannot be repeated. */
export function storedArithmetic({
  verdict,
}: StoredDecision): Evidence['arithmetic'] {
  return [
    { label: 'Observed', value: exact(verdict.observed) },
    { label: 'Baseline', value: exact(verdict.baseline) },
    { label: 'Limit', value: exact(verdict.threshold) },
  ];
}

/** What can be said where the version of the rule that decided is not here: the stored numbers, and what became of its rows. */
export function notReplayable(
  { alertType }: AlertRecord,
  decision: StoredDecision,
  installed: DetectionRule<any> | undefined,
  restatements: Evidence['restatements'],
): Replay {
  const { rule, ruleVersion } = decision;
  const why = installed
    ? `Version ${ruleVersion} of rule ${rule} decided this and is not installed (version ${installed.version} judges now)`
    : `Rule ${rule}, which decided this, is not installed any more`;
  let rows =
    'Earlier values of a metric are not kept, so neither is it known whether its points have changed.';
  if (alertType === 'cost') {
    const days = new Set(restatements.map(({ at }) => at)).size;
    rows =
      days === 0
        ? 'No day that it rests on was restated since.'
        : `${days} of the days that it rests on ${
            days === 1 ? 'was' : 'were'
          } restated since.`;
  }
  return {
    arithmetic: storedArithmetic(decision),
    difference: `${why}, so it is not known whether it would come out the same. Shown are the numbers that were stored with it. ${rows}`,
    notReplayed: installed ? 'version_missing' : 'rule_missing',
  };
}

/**
 * Compared bit for bit: the same rows, rule and parameters give the same numbers, or something changed.
 *
 * @param isAdded - nothing was restated, so rows were not there yet: AWS reports some services later than others
 */
export function differenceOf(
  { verdict }: StoredDecision,
  again: Verdict,
  unit: string,
  isAdded: boolean,
): string | undefined {
  const parts = (
    [
      ['observed', 'observed'],
      ['baseline', 'baseline'],
      ['threshold', 'limit'],
    ] as const
  )
    .filter(([key]) => verdict[key] !== again[key])
    .map(
      ([key, word]) =>
        `${word} was ${amount(verdict[key], unit)} and is ${amount(
          again[key],
          unit,
        )} now`,
    );
  if (parts.length === 0) {
    return undefined;
  }
  const beyond = again.direction === 'below' ? 'under' : 'over';
  const outcome = again.fired
    ? `It would still be ${beyond} its limit.`
    : `It would not be ${beyond} its limit any more.`;
  const why = isAdded
    ? 'Costs came in after the decision'
    : 'Stored values changed since';
  return `${why}: ${parts.join(', ')}. ${outcome}`;
}
