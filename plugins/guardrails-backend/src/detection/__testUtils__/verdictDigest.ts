/** What a rule says over many series, in one line. */
import type {
  DetectionRule,
  Series,
  Verdict,
} from '@cloudops/plugin-guardrails-node';
import { createHash } from 'node:crypto';

export interface Said {
  /** All of them: defaults change, and stored decisions keep theirs. */
  readonly parameters: Record<string, unknown>;
  readonly verdicts: number;
  readonly fired: number;
  /** SHA-256 of every number of every verdict. */
  readonly digest: string;
}

export function said(
  rule: DetectionRule<any>,
  parameters: Record<string, unknown>,
  series: readonly Series[],
): Said {
  const verdicts = series.map(each =>
    rule.appliesTo === each.type && rule.accepts(each, parameters)
      ? rule.judge(each, 0, parameters)
      : [],
  );
  const all = verdicts.flat();
  return {
    parameters,
    verdicts: all.length,
    fired: all.filter(({ fired }) => fired).length,
    digest: digestOf(verdicts.map(each => each.map(numbersOf))),
  };
}

/** SHA-256 of what it is as JSON, in hexadecimal digits. */
export function digestOf(what: unknown): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('hex');
}

function numbersOf(verdict: Verdict): unknown[] {
  const { at, fired, direction, observed, baseline, threshold } = verdict;
  return [
    at,
    fired,
    direction,
    observed,
    baseline,
    threshold,
    verdict.usual?.lower,
    verdict.usual?.upper,
    verdict.overSeconds,
  ];
}
