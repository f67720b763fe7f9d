/** Judged points written as text: `.` quiet, a digit a finding, `?` nothing that could be judged. */
import type { DetectionRule, Verdict } from '@cloudops/plugin-guardrails-node';
import type { JudgedPoint } from '../../detection';

export const DAY_MS = 86_400_000;
export const START = Date.parse('2026-11-01T00:00:00Z');

const rule = { name: 'sample', version: 1 } as DetectionRule<any>;

/** Baseline 100, limit 110: a digit is how many times the limit's distance was passed, so 1 is low and 3 is high. */
export function judgedPoints(pattern: string): JudgedPoint[] {
  return [...pattern].flatMap((symbol, index): JudgedPoint[] => {
    const at = START + index * DAY_MS;
    const verdict = (observed: number): Verdict => ({
      at,
      fired: observed > 110,
      direction: 'above',
      observed,
      baseline: 100,
      threshold: 110,
    });
    if (symbol === '?') {
      return [];
    }
    if (symbol === '.') {
      return [{ at, findings: [], quiet: verdict(100) }];
    }
    const inputs = {
      from: START,
      to: at,
      points: index + 1,
      periodSeconds: 86_400,
    };
    // A little over the whole number, so that 1 is over the limit and not on it.
    const fired = verdict(100 + 10 * (Number(symbol) + 0.1));
    return [
      {
        at,
        findings: [
          { configured: { rule, parameters: {} }, verdict: fired, inputs },
        ],
      },
    ];
  });
}
