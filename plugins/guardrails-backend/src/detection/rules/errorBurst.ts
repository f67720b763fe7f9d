/**
 * `error_burst`: more errors in a period, in three, or in half an hour, than chance explains at this time of day.
 *
 * Baseline = the same time ± half an hour on the seven days before, the median of these days, so that three of them may
 * have had bursts; the limit is the count that such a service reaches once in a million periods, allowing for errors
 * that come in clusters as they did in the last week.
 */
import type {
  DetectionRule,
  Series,
  Verdict,
} from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import {
  DISPERSION_CORRECTION,
  ErrorHistory,
  type Expectation,
  NEIGHBOURHOOD_SECONDS,
  reachOf,
  SMALLEST_MEAN,
  SPANS,
} from '../metrics/ErrorHistory';
import {
  enabledByDefault,
  numberWithin,
  parametersOf,
  wholeNumberWithin,
} from '../parameters';
import { exact, metricInWords, theDuration, timeInWords } from '../wording';

const parameters = parametersOf({
  enabled: enabledByDefault(),
  /** Days before that are compared with. A week, so that each weekday is among them. */
  days: wholeNumberWithin(3, 28, 7, 'days'),
  /** A count that has this probability or more is no burst. Chosen on simulated bursts (docs/detection.md). */
  probability: numberWithin(1e-12, 0.01, 1e-6, 'probability'),
  /** Fewer errors than this are never a burst. */
  minCount: wholeNumberWithin(1, 1_000_000, 5, 'errors'),
});
type Parameters = z.output<typeof parameters>;

const VERSION = 2;
const DAY_SECONDS = 86_400;
const USUAL_DEVIATIONS = 2;
function historyOf(series: Series, rule: Parameters): ErrorHistory {
  return new ErrorHistory(series, { ...rule, name: `error_burst ${VERSION}` });
}

function verdictOf(
  at: number,
  periodSeconds: number,
  { span, count, mean, deviation, threshold }: Expectation,
): Verdict {
  // Of one period, whatever the span is: what the chart shows.
  return {
    at,
    fired: count > threshold,
    direction: 'above',
    observed: count / span,
    ...(span > 1 ? { overSeconds: span * periodSeconds } : {}),
    baseline: mean,
    threshold: threshold / span,
    usual: {
      lower: Math.max(0, mean - (USUAL_DEVIATIONS * deviation) / span),
      upper: mean + (USUAL_DEVIATIONS * deviation) / span,
    },
  };
}

export const errorBurst: DetectionRule<Parameters> = {
  name: 'error_burst',
  version: VERSION,
  appliesTo: 'reliability',
  summary: 'More errors than chance explains at this time of day',
  parameters,

  accepts: ({ type, unit, periodSeconds }, { enabled }) =>
    enabled &&
    type === 'reliability' &&
    unit === 'count' &&
    DAY_SECONDS % periodSeconds === 0,

  memory: ({ days }, periodSeconds) =>
    // The variation on each of the days is measured against the days before it; a span may begin the day before.
    (2 * days + 2) * (DAY_SECONDS / periodSeconds) +
    reachOf(periodSeconds) +
    SPANS[2],

  glance({ days }, periodSeconds) {
    // A span of the longest kind, each of its periods compared, and the periods that might have fired alone.
    const recent = 2 * SPANS[2];
    const reach = reachOf(periodSeconds);
    return { recent, days, before: recent + reach, after: reach };
  },

  judge(series, from, rule) {
    const history = historyOf(series, rule);
    const verdicts: Verdict[] = [];
    for (let i = from; i < series.points.length; i += 1) {
      const expected =
        series.points[i].value === null ? undefined : history.expectationAt(i);
      if (expected) {
        verdicts.push(
          verdictOf(series.points[i].at, series.periodSeconds, expected),
        );
      }
    }
    return verdicts;
  },

  words: ({ at, overSeconds }, { key, periodSeconds }, { days }) => ({
    observed: overSeconds
      ? `${metricInWords(key)} per ${theDuration(periodSeconds).replace(
          /^the /,
          '',
        )} over ${theDuration(overSeconds)} to ${timeInWords(
          at + periodSeconds * 1000,
        )}:`
      : `${metricInWords(key)} in ${theDuration(
          periodSeconds,
        )} from ${timeInWords(at)}:`,
    baseline: `Same time on the ${days} days before`,
  }),

  explain(series, index, rule) {
    const { at, value } = series.points[index];
    const expected =
      value === null ? undefined : historyOf(series, rule).expectationAt(index);
    if (!expected) {
      return [];
    }
    const { span, count, mean, comparedDays, dispersion } = expected;
    const { deviation, improbable, threshold } = expected;
    const { observed, threshold: limit } = verdictOf(
      at,
      series.periodSeconds,
      expected,
    );
    const each = span > 1 ? `, divided by ${span} periods` : '';
    return [
      {
        label: 'Observed',
        formula:
          span > 1
            ? `${exact(count)} in ${theDuration(
                span * series.periodSeconds,
              )} to ${timeInWords(at + series.periodSeconds * 1000)}${each}`
            : `${theDuration(series.periodSeconds)} from ${timeInWords(at)}`,
        value: exact(observed),
      },
      {
        label: 'Baseline',
        formula: `median of ${comparedDays} days before: mean of the same time ± ${
          NEIGHBOURHOOD_SECONDS / 60
        } minutes on each of them, at least ${SMALLEST_MEAN}`,
        value: exact(mean),
      },
      {
        label: 'Clustering',
        formula: `variance beyond chance in the last ${rule.days} days, as a share of the squared mean, without the 20 % of stretches of two hours that varied most`,
        value: exact(dispersion),
      },
      {
        label: 'Standard deviation',
        formula: `√(expected + ${DISPERSION_CORRECTION} × clustering × expected²), expected = ${exact(
          mean * span,
        )}`,
        value: exact(deviation),
      },
      {
        label: 'Improbable count',
        formula: `smallest count with a probability below ${rule.probability} (negative binomial)`,
        value: exact(improbable),
      },
      {
        label: 'Limit',
        formula: `${exact(threshold)} = max(${improbable}, ${
          rule.minCount
        }) − 1${each}`,
        value: exact(limit),
      },
      {
        label: 'Verdict',
        formula: `${exact(observed)} ${count > threshold ? '>' : '≤'} ${exact(
          limit,
        )}`,
        value: count > threshold ? 'over the limit' : 'within the limit',
      },
    ];
  },
};
