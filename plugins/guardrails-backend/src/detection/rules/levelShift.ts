/**
 * `level_shift`: a latency that moved to another level and stays there.
 *
 * Observed = median of the last hour, so that a single slow period is none; baseline = median of the same hour on the
 * days before, so that the daily rhythm is none either and half of the days may have been bad.
 */
import type {
  DetectionRule,
  Series,
  Verdict,
} from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import {
  enabledByDefault,
  numberWithin,
  parametersOf,
  wholeNumberWithin,
} from '../parameters';
import { median, robustDeviation } from '../statistics';
import {
  amount,
  exact,
  metricInWords,
  percent,
  theDuration,
  timeInWords,
} from '../wording';

const parameters = parametersOf({
  enabled: enabledByDefault(),
  /** Minutes whose median is compared. Half of them must have shifted: an hour finds a shift within 35 minutes. */
  windowMinutes: wholeNumberWithin(15, 480, 60, 'minutes'),
  /** Days before that are compared with. Two weeks, so that each weekday is among them twice. */
  days: wholeNumberWithin(3, 28, 14, 'days'),
  /** The limit lies at least this many spreads of the same hours over the baseline, … */
  spreads: numberWithin(1, 20, 5, 'spreads'),
  /** … at least this share of it, … */
  minIncreaseShare: numberWithin(0.01, 10, 0.3, 'share'),
  /** … and at least this many milliseconds: less is not felt. */
  minIncrease: numberWithin(0, 60_000, 20, 'ms'),
});
type Parameters = z.output<typeof parameters>;

const DAY_SECONDS = 86_400;
/** A median of less than half of the window's points is not the window's. */
const MIN_WINDOW_SHARE = 0.5;
/** Fewer comparable days than this are no baseline. */
const MIN_DAYS = 3;
/** Even the steadiest latency varies by 3 %. */
const SMALLEST_SPREAD_SHARE = 0.03;
const USUAL_SPREADS = 2;

interface Expectation {
  readonly observed: number;
  readonly comparedDays: number;
  readonly baseline: number;
  readonly spread: number;
  readonly increase: number;
}

function windowPoints(periodSeconds: number, windowMinutes: number): number {
  return Math.max(1, Math.round((windowMinutes * 60) / periodSeconds));
}

/** Medians of the window that ends with a point, each computed once. */
class WindowMedians {
  readonly #series: Series;
  readonly #length: number;
  readonly #known = new Map<number, number | undefined>();

  constructor(series: Series, windowMinutes: number) {
    this.#series = series;
    this.#length = windowPoints(series.periodSeconds, windowMinutes);
  }

  at(index: number): number | undefined {
    if (!this.#known.has(index)) {
      this.#known.set(index, this.#compute(index));
    }
    return this.#known.get(index);
  }

  #compute(index: number): number | undefined {
    const values: number[] = [];
    for (let i = Math.max(0, index - this.#length + 1); i <= index; i += 1) {
      const { value } = this.#series.points[i];
      if (value !== null) {
        values.push(value);
      }
    }
    return values.length >= Math.max(1, this.#length * MIN_WINDOW_SHARE)
      ? median(values)
      : undefined;
  }
}

function expectationAt(
  series: Series,
  index: number,
  rule: Parameters,
  medians: WindowMedians,
): Expectation | undefined {
  if (series.points[index].value === null) {
    return undefined;
  }
  const observed = medians.at(index);
  const perDay = DAY_SECONDS / series.periodSeconds;
  const before: number[] = [];
  for (let day = 1; day <= rule.days && index >= day * perDay; day += 1) {
    const each = medians.at(index - day * perDay);
    if (each !== undefined) {
      before.push(each);
    }
  }
  if (observed === undefined || before.length < MIN_DAYS) {
    return undefined;
  }
  const baseline = median(before);
  const spread = Math.max(
    robustDeviation(before, baseline),
    SMALLEST_SPREAD_SHARE * baseline,
  );
  return {
    observed,
    comparedDays: before.length,
    baseline,
    spread,
    increase: Math.max(
      rule.spreads * spread,
      rule.minIncreaseShare * baseline,
      rule.minIncrease,
    ),
  };
}

export const levelShift: DetectionRule<Parameters> = {
  name: 'level_shift',
  version: 1,
  appliesTo: 'reliability',
  summary: 'A latency that moved to a higher level and stays there',
  parameters,

  accepts: ({ type, unit, periodSeconds }, { enabled }) =>
    enabled &&
    type === 'reliability' &&
    unit === 'ms' &&
    DAY_SECONDS % periodSeconds === 0,

  memory: ({ days, windowMinutes }, periodSeconds) =>
    days * (DAY_SECONDS / periodSeconds) +
    windowPoints(periodSeconds, windowMinutes) -
    1,

  glance({ days, windowMinutes }, periodSeconds) {
    const recent = windowPoints(periodSeconds, windowMinutes) - 1;
    return { recent, days, before: recent, after: 0 };
  },

  judge(series, from, rule) {
    const medians = new WindowMedians(series, rule.windowMinutes);
    const verdicts: Verdict[] = [];
    for (let i = from; i < series.points.length; i += 1) {
      const expected = expectationAt(series, i, rule, medians);
      if (expected) {
        const { observed, baseline, spread, increase } = expected;
        verdicts.push({
          at: series.points[i].at,
          fired: observed > baseline + increase,
          direction: 'above',
          observed,
          baseline,
          threshold: baseline + increase,
          usual: {
            lower: Math.max(0, baseline - USUAL_SPREADS * spread),
            upper: baseline + USUAL_SPREADS * spread,
          },
        });
      }
    }
    return verdicts;
  },

  words: ({ at }, { key, periodSeconds }, { windowMinutes, days }) => ({
    observed: `${metricInWords(key)} over ${theDuration(
      windowMinutes * 60,
    )} to ${timeInWords(at + periodSeconds * 1000)}:`,
    baseline: `Same time on the ${days} days before`,
  }),

  explain(series, index, rule) {
    const medians = new WindowMedians(series, rule.windowMinutes);
    const expected = expectationAt(series, index, rule, medians);
    if (!expected) {
      return [];
    }
    const { observed, comparedDays, baseline, spread, increase } = expected;
    const end = series.points[index].at + series.periodSeconds * 1000;
    return [
      {
        label: 'Observed',
        formula: `median of ${theDuration(
          rule.windowMinutes * 60,
        )} to ${timeInWords(end)}`,
        value: exact(observed),
      },
      {
        label: 'Baseline',
        formula: `median of the same time on ${comparedDays} of the ${rule.days} days before`,
        value: exact(baseline),
      },
      {
        label: 'Spread',
        formula: `robust deviation of those days, at least ${percent(
          SMALLEST_SPREAD_SHARE,
        )}`,
        value: exact(spread),
      },
      {
        label: 'Smallest increase that counts',
        formula: `max(${exact(rule.spreads)} × spread = ${exact(
          rule.spreads * spread,
        )}, ${percent(rule.minIncreaseShare)} = ${exact(
          rule.minIncreaseShare * baseline,
        )}, ${amount(rule.minIncrease, series.unit)})`,
        value: exact(increase),
      },
      {
        label: 'Limit',
        formula: `${exact(baseline)} + ${exact(increase)}`,
        value: exact(baseline + increase),
      },
      {
        label: 'Verdict',
        formula: `${exact(observed)} ${
          observed > baseline + increase ? '>' : '≤'
        } ${exact(baseline + increase)}`,
        value:
          observed > baseline + increase
            ? 'over the limit'
            : 'within the limit',
      },
    ];
  },
};
