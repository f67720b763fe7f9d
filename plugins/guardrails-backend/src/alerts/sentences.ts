/** An alert's title and description: why it fired, in its own numbers and in words a colleague would use. */
import type { Series } from '@cloudops/plugin-guardrails-node';
import {
  amount,
  dayInWords,
  duration,
  metricInWords,
  percent,
  perMonth,
  plainNumber,
  serviceInWords,
  timeInWords,
} from '../detection/wording';
import type { GradedFinding } from './grading';

type SeriesFacts = Pick<Series, 'type' | 'key' | 'unit' | 'periodSeconds'>;

/** "doubled" is said up to two and a half times, "tripled" up to three and a half. */
const DOUBLED_FROM = 1.75;
const TRIPLED_FROM = 2.5;
const TIMES_FROM = 3.5;

/** `rose 40 %`, `doubled`, `tripled`, `rose × 5`, `fell 40 %`. */
function change(observed: number, baseline: number, unit: string): string {
  const ratio = observed / baseline;
  if (baseline <= 0) {
    return `${observed > baseline ? 'rose' : 'fell'} to ${amount(
      observed,
      unit,
    )}`;
  }
  if (ratio < 1) {
    return `fell ${percent(1 - ratio)}`;
  }
  if (ratio < DOUBLED_FROM) {
    return `rose ${percent(ratio - 1)}`;
  }
  if (ratio < TRIPLED_FROM) {
    return 'doubled';
  }
  return ratio < TIMES_FROM
    ? 'tripled'
    : `rose × ${plainNumber(Math.round(ratio))}`;
}

function isFixedLimit({ verdict }: GradedFinding): boolean {
  return verdict.baseline === verdict.threshold;
}

/** `EC2 - Other cost tripled on payments-api`, `5xx errors rose to 90 in 5 minutes on checkout-api`. */
export function titleOf(
  finding: GradedFinding,
  series: SeriesFacts,
  project: string,
): string {
  const { observed, baseline, threshold } = finding.grade;
  const subject =
    series.type === 'cost'
      ? `${serviceInWords(series.key)} cost`
      : metricInWords(series.key);
  if (isFixedLimit(finding)) {
    const limit = amount(threshold, series.unit);
    return `${subject} over its limit of ${limit}${
      series.type === 'cost' ? ' a day' : ''
    } on ${project}`;
  }
  const what =
    series.unit === 'count'
      ? `${observed > baseline ? 'rose' : 'fell'} to ${amount(
          observed,
          series.unit,
        )} in ${duration(series.periodSeconds)}`
      : change(observed, baseline, series.unit);
  return `${subject} ${what} on ${project}`;
}

/** Words for a rule that has none of its own. */
function plainWords(at: number, { type, key }: SeriesFacts) {
  return {
    observed:
      type === 'cost'
        ? `${dayInWords(at)} cost`
        : `${metricInWords(key)} at ${timeInWords(at)}:`,
    baseline: 'Expected',
  };
}

/** `No value since 14:05 UTC on Thu 20 Nov.` */
export function silenceOf(since: number): string {
  return `No value since ${timeInWords(since)}.`;
}

/** `Tuesday 18 Nov cost $141. Similar Tuesdays: $46.10. Limit: $59.93 (30 % over). If it stays: about $2,900 a month.` */
export function descriptionOf(
  finding: GradedFinding,
  series: SeriesFacts,
): string {
  const { configured, verdict, grade } = finding;
  const { rule, parameters } = configured;
  const words =
    rule.words?.(verdict, series, parameters) ?? plainWords(verdict.at, series);
  const value = (number: number) => amount(number, series.unit);
  const sentences = [`${words.observed} ${value(grade.observed)}.`];
  if (isFixedLimit(finding)) {
    sentences.push(`Limit: ${value(grade.threshold)} (fixed).`);
  } else {
    if (words.baseline) {
      sentences.push(`${words.baseline}: ${value(grade.baseline)}.`);
    }
    // A share of a handful of errors would mislead.
    const share = Math.abs(grade.threshold / grade.baseline - 1);
    const side = grade.threshold > grade.baseline ? 'over' : 'under';
    sentences.push(
      series.unit === 'count' || !Number.isFinite(share)
        ? `Limit: ${value(grade.threshold)}.`
        : `Limit: ${value(grade.threshold)} (${percent(share)} ${side}).`,
    );
  }
  if (series.type === 'cost' && grade.observed > grade.baseline) {
    sentences.push(
      `If it stays: about ${perMonth(
        grade.observed - grade.baseline,
        series.unit,
      )} a month.`,
    );
  }
  return sentences.join(' ');
}
