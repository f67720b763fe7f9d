/**
 * `error_burst`: more errors in a period than chance explains at this time of day.
 *
 * Baseline = mean of the same time ± half an hour on the seven days before, without the day that had the most errors
 * then and without the highest values of the others; the limit is the count that such a service reaches once in a
 * million periods, allowing for errors that come in clusters.
 */
import type {
  DetectionRule,
  Series,
  Verdict,
} from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { improbableCount } from '../negativeBinomial';
import {
  enabledByDefault,
  numberWithin,
  parametersOf,
  wholeNumberWithin,
} from '../parameters';
import { lowerMoments } from '../statistics';
import { exact, metricInWords, theDuration, timeInWords } from '../wording';

const parameters = parametersOf({
  enabled: enabledByDefault(),
  /** Days before that are compared with. A week, so that each weekday is among them. */
  days: wholeNumberWithin(3, 28, 7),
  /** A count that has this probability or more is no burst. Chosen on simulated bursts (docs/detection.md). */
  probability: numberWithin(1e-12, 0.01, 1e-6),
  /** Fewer errors than this are never a burst. */
  minCount: wholeNumberWithin(1, 1_000_000, 5),
});
type Parameters = z.output<typeof parameters>;

const DAY_SECONDS = 86_400;
/** Traffic half an hour earlier or later is about the same. */
const NEIGHBOURHOOD_SECONDS = 1800;
/** Single earlier peaks must not raise the baseline: the highest 3 % of the values do not count, rounded down. */
const KEPT_SHARE = 0.97;
/**
 * What leaving out the worst day and the highest values takes from the variance. With 1.2, simulated clustered
 * errors raise no more false alerts than if no day were left out; with 1.1 they do.
 */
const VARIANCE_CORRECTION = 1.2;
/** A little over Poisson, and never nothing at all: a service without any error may have one. */
const LEAST_OVERDISPERSION = 1.02;
const SMALLEST_MEAN = 0.02;
/** At least three days of history. */
const MIN_DAYS = 3;
const USUAL_DEVIATIONS = 2;

interface Expectation {
  readonly samples: number;
  readonly mean: number;
  readonly deviation: number;
  readonly improbable: number;
  /** Highest count that is still accepted. */
  readonly threshold: number;
}

function neighbourhood(periodSeconds: number): number {
  return Math.floor(NEIGHBOURHOOD_SECONDS / periodSeconds);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}

/**
 * All days but the one with the most errors, the latest of equals: a burst is longer than a few periods, and that of
 * one day must not hide the same one on the days after.
 */
function withoutWorst(
  byDay: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const sums = byDay.map(sum);
  const worst = sums.indexOf(Math.max(...sums));
  return byDay.filter((_, day) => day !== worst);
}

function expectationAt(
  series: Series,
  index: number,
  { days, probability, minCount }: Parameters,
): Expectation | undefined {
  const perDay = DAY_SECONDS / series.periodSeconds;
  const reach = neighbourhood(series.periodSeconds);
  const byDay: number[][] = [];
  for (let day = 1; day <= days; day += 1) {
    const centre = index - day * perDay;
    const values: number[] = [];
    for (let i = Math.max(0, centre - reach); i <= centre + reach; i += 1) {
      const { value } = series.points[i];
      if (value !== null) {
        values.push(value);
      }
    }
    byDay.push(values);
  }
  if (byDay.flat().length < MIN_DAYS * (2 * reach + 1)) {
    return undefined;
  }
  const samples = withoutWorst(byDay).flat();
  const moments = lowerMoments(samples, KEPT_SHARE);
  const mean = Math.max(moments.mean, SMALLEST_MEAN);
  const variance = Math.max(
    moments.variance * VARIANCE_CORRECTION,
    mean * LEAST_OVERDISPERSION,
  );
  const improbable = improbableCount(mean, variance, probability);
  return {
    samples: samples.length,
    mean,
    deviation: Math.sqrt(variance),
    improbable,
    threshold: Math.max(improbable, minCount) - 1,
  };
}

export const errorBurst: DetectionRule<Parameters> = {
  name: 'error_burst',
  version: 1,
  appliesTo: 'reliability',
  summary: 'More errors than chance explains at this time of day',
  parameters,

  accepts: ({ type, unit, periodSeconds }, { enabled }) =>
    enabled &&
    type === 'reliability' &&
    unit === 'count' &&
    DAY_SECONDS % periodSeconds === 0,

  memory: ({ days }, periodSeconds) =>
    days * (DAY_SECONDS / periodSeconds) + neighbourhood(periodSeconds),

  judge(series, from, rule) {
    const verdicts: Verdict[] = [];
    for (let i = from; i < series.points.length; i += 1) {
      const { at, value } = series.points[i];
      const expected =
        value === null ? undefined : expectationAt(series, i, rule);
      if (value !== null && expected) {
        const { mean, deviation, threshold } = expected;
        verdicts.push({
          at,
          fired: value > threshold,
          direction: 'above',
          observed: value,
          baseline: mean,
          threshold,
          usual: {
            lower: Math.max(0, mean - USUAL_DEVIATIONS * deviation),
            upper: mean + USUAL_DEVIATIONS * deviation,
          },
        });
      }
    }
    return verdicts;
  },

  words: ({ at }, { key, periodSeconds }, { days }) => ({
    observed: `${metricInWords(key)} in ${theDuration(
      periodSeconds,
    )} from ${timeInWords(at)}:`,
    baseline: `Same time on the ${days} days before, without the worst`,
  }),

  explain(series, index, rule) {
    const { at, value } = series.points[index];
    const expected =
      value === null ? undefined : expectationAt(series, index, rule);
    if (value === null || !expected) {
      return [];
    }
    const { samples, mean, deviation, improbable, threshold } = expected;
    return [
      {
        label: 'Observed',
        formula: `${theDuration(series.periodSeconds)} from ${timeInWords(at)}`,
        value: exact(value),
      },
      {
        label: 'Baseline',
        formula: `mean of ${samples} periods: same time ± ${
          NEIGHBOURHOOD_SECONDS / 60
        } minutes on the ${
          rule.days
        } days before, without the day with the most errors; of these, without the highest ${Math.round(
          (1 - KEPT_SHARE) * 100,
        )} %`,
        value: exact(mean),
      },
      {
        label: 'Standard deviation',
        formula: `of the same periods, with their variance × ${VARIANCE_CORRECTION} for what was left out, and a little over chance at least`,
        value: exact(deviation),
      },
      {
        label: 'Improbable count',
        formula: `smallest count with a probability below ${rule.probability} (negative binomial)`,
        value: exact(improbable),
      },
      {
        label: 'Limit',
        formula: `max(${improbable}, ${rule.minCount}) − 1`,
        value: exact(threshold),
      },
      {
        label: 'Verdict',
        formula: `${exact(value)} ${value > threshold ? '>' : '≤'} ${exact(
          threshold,
        )}`,
        value: value > threshold ? 'over the limit' : 'within the limit',
      },
    ];
  },
};
