/** The arithmetic of a limit that a person set; shared by the rules for costs and for metrics. */
import type {
  ArithmeticLine,
  Series,
  Verdict,
} from '@cloudops/plugin-guardrails-node';
import { exact } from '../wording';

/** The value that the last `points` points all reach: the smallest of them; undefined where one is unknown. */
function sustained(
  series: Series,
  index: number,
  points: number,
): number | undefined {
  if (index < points - 1) {
    return undefined;
  }
  let smallest = Infinity;
  for (let i = index - points + 1; i <= index; i += 1) {
    const { value } = series.points[i];
    if (value === null) {
      return undefined;
    }
    smallest = Math.min(smallest, value);
  }
  return smallest;
}

/** A fixed limit expects nothing but that it is kept, so it is its own baseline. */
export function judgeFixedLimit(
  series: Series,
  from: number,
  limit: number,
  points: number,
): Verdict[] {
  const verdicts: Verdict[] = [];
  for (let i = from; i < series.points.length; i += 1) {
    const observed = sustained(series, i, points);
    if (observed !== undefined) {
      verdicts.push({
        at: series.points[i].at,
        fired: observed > limit,
        direction: 'above',
        observed,
        baseline: limit,
        threshold: limit,
      });
    }
  }
  return verdicts;
}

export function explainFixedLimit(
  series: Series,
  index: number,
  limit: number,
  points: number,
): ArithmeticLine[] {
  const observed = sustained(series, index, points);
  if (observed === undefined) {
    return [];
  }
  return [
    {
      label: 'Observed',
      formula: points > 1 ? `smallest of the last ${points} points` : undefined,
      value: exact(observed),
    },
    { label: 'Limit', formula: `set for ${series.key}`, value: exact(limit) },
    {
      label: 'Verdict',
      formula: `${exact(observed)} ${observed > limit ? '>' : '≤'} ${exact(
        limit,
      )}`,
      value: observed > limit ? 'over the limit' : 'within the limit',
    },
  ];
}
