/** How rules walk over the points that they judge. */
import type { Series, Verdict } from '@cloudops/plugin-guardrails-node';

/** The verdicts on the points from index `from` on, without those that could not be judged. */
export function verdictsFrom(
  series: Series,
  from: number,
  verdictAt: (index: number) => Verdict | undefined,
): Verdict[] {
  const verdicts: Verdict[] = [];
  for (let i = from; i < series.points.length; i += 1) {
    const verdict = verdictAt(i);
    if (verdict) {
      verdicts.push(verdict);
    }
  }
  return verdicts;
}
