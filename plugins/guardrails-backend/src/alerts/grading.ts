/** How bad a finding is: its severity, and which of several findings speaks for an alert. */
import type { Severity } from '@cloudops/plugin-guardrails-common';
import type { Series, Verdict } from '@cloudops/plugin-guardrails-node';
import type { Finding, JudgedPoint } from '../detection';

/** The values that an alert row holds, rounded as its columns are. */
export interface Grade {
  readonly severity: Severity;
  readonly observed: number;
  readonly baseline: number;
  readonly threshold: number;
}

/** A finding with its grade. */
export interface GradedFinding extends Finding {
  readonly grade: Grade;
}

/** From these multiples of the distance between baseline and limit on, a finding is medium and high. */
const MEDIUM_FROM = 1.5;
const HIGH_FROM = 3;
/** A cost that is less than this a day over its baseline is never more than low: $25 a day are $760 a month. */
const LOW_BELOW_PER_DAY = 25;

export const SEVERITY_RANK: Readonly<Record<Severity, number>> = {
  low: 1,
  medium: 2,
  high: 3,
};

/** The scale of `alerts.observed_value` and its neighbours. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}

/**
 * Severity by how often the distance from baseline to limit fits into the distance from baseline to what was observed.
 * A fixed limit is its own baseline; a person set it, so passing it is high.
 */
export function severityOf(
  type: Series['type'],
  {
    observed,
    baseline,
    threshold,
  }: Pick<Verdict, 'observed' | 'baseline' | 'threshold'>,
): Severity {
  const excess = Math.abs(observed - baseline);
  if (type === 'cost' && excess < LOW_BELOW_PER_DAY) {
    return 'low';
  }
  const limits = excess / Math.abs(threshold - baseline);
  if (limits >= HIGH_FROM) {
    return 'high';
  }
  return limits >= MEDIUM_FROM ? 'medium' : 'low';
}

/** How far the observed value lies from its baseline. */
export function excessOf({
  observed,
  baseline,
}: Pick<Grade, 'observed' | 'baseline'>): number {
  return Math.abs(observed - baseline);
}

/** Higher severity first, then the larger distance from the baseline. */
export function isWorse(a: Grade, b: Grade): boolean {
  return SEVERITY_RANK[a.severity] === SEVERITY_RANK[b.severity]
    ? excessOf(a) > excessOf(b)
    : SEVERITY_RANK[a.severity] > SEVERITY_RANK[b.severity];
}

export function gradeOf(type: Series['type'], verdict: Verdict): Grade {
  return {
    severity: severityOf(type, verdict),
    observed: rounded(verdict.observed),
    baseline: rounded(verdict.baseline),
    threshold: rounded(verdict.threshold),
  };
}

/** The worst finding of a point, the earlier rule's where they are equal; undefined for a quiet point. */
export function worstFinding(
  type: Series['type'],
  point: JudgedPoint,
): GradedFinding | undefined {
  return point.findings
    .map(finding => ({ ...finding, grade: gradeOf(type, finding.verdict) }))
    .reduce<GradedFinding | undefined>(
      (worst, each) =>
        worst === undefined || isWorse(each.grade, worst.grade) ? each : worst,
      undefined,
    );
}
