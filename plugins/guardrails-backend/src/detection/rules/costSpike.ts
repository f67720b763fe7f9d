/**
 * `cost_spike`: a day's cost far above what similar days cost.
 *
 * Level = median of the last two weeks without their weekday pattern; baseline = level × the weekday's factor, plus
 * what was charged around the same day of earlier months. Only days that are final by the time count: a day is
 * compared with days at least `settleDays` older, however late it is judged, so that a verdict never depends on when.
 * The method and every default were measured on labelled series (docs/detection.md).
 */
import type {
  ArithmeticLine,
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
import { median, quantile, robustDeviation } from '../statistics';
import { amount, dayInWords, exact, percent, weekday } from '../wording';

const parameters = parametersOf({
  enabled: enabledByDefault(),
  /** Newest days that may still change and therefore are no baseline; not less than `costs.finalAfterDays`. */
  settleDays: wholeNumberWithin(1, 31, 3),
  /** Days looked at: three earlier occurrences of a day of the month. */
  historyDays: wholeNumberWithin(35, 400, 100),
  /** Days of cost that must be known before anything is judged. */
  minHistoryDays: wholeNumberWithin(14, 400, 28),
  /** The limit lies at least this many spreads over the baseline, … */
  spreads: numberWithin(1, 20, 5),
  /** … at least this share of it, … */
  minIncreaseShare: numberWithin(0.01, 10, 0.3),
  /** … and at least this much money: less is not worth a person's time. */
  minIncrease: numberWithin(0, 1_000_000, 10),
});
type Parameters = z.output<typeof parameters>;

/** The level is the median of this many days: half of them may be wrong without moving it. */
const LEVEL_DAYS = 14;
/** Weekday factors need three weeks, or one odd week would be the pattern; and ten weeks are enough. */
const FACTOR_MIN_DAYS = 21;
const FACTOR_DAYS = 70;
const SMALLEST_FACTOR = 0.02;
/** The spread is taken from this many days before. */
const SPREAD_DAYS = 56;
/** Fewer errors than this tell no spread; then it is assumed to be 12 %. */
const SPREAD_MIN_ERRORS = 10;
const ASSUMED_SPREAD = 0.12;
/** Even the steadiest service varies by 2 %. */
const SMALLEST_SPREAD = 0.02;
/** 85 % of a normal distribution lie within 1.44 standard deviations: a second look at the tail. */
const TAIL_SHARE = 0.85;
const TAIL_DEVIATIONS = 1.44;
/** A young series has a poor spread, so its limit is higher until it is five weeks old. */
const YOUNG_DAYS = 35;
const YOUNG_SPREADS_FACTOR = 7 / 5;
/** A series with more days without cost than this has no daily level to compare with, nor a spread. */
const MOST_ZERO_DAYS = 0.25;
/** The band that is drawn: about 95 % of usual days lie within two spreads. */
const USUAL_SPREADS = 2;
/** Monthly charges: a precedent lies at least this long ago, stood out by this much, and may vary by a third. */
const PRECEDENT_MIN_AGE_DAYS = 20;
const PRECEDENT_SPREADS = 3.5;
const PRECEDENT_SHARE = 0.2;
const CHARGE_TOLERANCE = 0.35;
const PRECEDENT_REACH_DAYS = 7;
/** Until a whole month and a week were seen, nobody knows what the turn of a month costs. */
const MONTH_SEEN_DAYS = 38;

const DAY_MS = 86_400_000;

/** 0 is Sunday. 1970-01-01 was a Thursday. */
function weekdayIndex(at: number): number {
  return (((Math.floor(at / DAY_MS) + 4) % 7) + 7) % 7;
}

function dayOfMonth(at: number): number {
  return new Date(at).getUTCDate();
}

/** Most monthly charges come on these days, so one earlier month is enough to expect them again. */
function isTurnOfMonth(at: number): boolean {
  const day = dayOfMonth(at);
  return day <= 3 || day >= 30;
}

/** The same day of another month, or the day beside it; the last days of a month and the first one are neighbours. */
function isSameDayOfMonth(a: number, b: number): boolean {
  const [low, high] = [dayOfMonth(a), dayOfMonth(b)].sort((x, y) => x - y);
  return (
    high - low <= 1 || (low >= 28 && high >= 30) || (low === 1 && high >= 30)
  );
}

/** The days that a verdict rests on, with their weekday pattern taken out. */
interface History {
  readonly at: readonly number[];
  readonly values: readonly number[];
  readonly factors: readonly number[];
  readonly deseasonalised: readonly number[];
}

/** What is expected of a day, with every number that led to it. */
interface Expectation {
  readonly level: number;
  readonly factor: number;
  readonly charge: number;
  readonly baseline: number;
  /** Relative. */
  readonly spread: number;
  readonly spreads: number;
  readonly increase: number;
  readonly historyDays: number;
}

/** Each weekday's cost relative to its week: the median over the weeks of day ÷ the seven days around it. */
function weekdayFactors(
  at: readonly number[],
  values: readonly number[],
): number[] {
  const factors = new Array<number>(7).fill(1);
  if (values.length < FACTOR_MIN_DAYS) {
    return factors;
  }
  const ratios: number[][] = Array.from({ length: 7 }, () => []);
  for (
    let i = Math.max(3, values.length - FACTOR_DAYS);
    i < values.length - 3;
    i += 1
  ) {
    let week = 0;
    for (let j = i - 3; j <= i + 3; j += 1) {
      week += values[j];
    }
    if (week > 0) {
      ratios[weekdayIndex(at[i])].push((values[i] * 7) / week);
    }
  }
  ratios.forEach((each, day) => {
    if (each.length >= 2) {
      factors[day] = median(each);
    }
  });
  const mean = factors.reduce((sum, each) => sum + each, 0) / 7;
  return mean > 0
    ? factors.map(each => Math.max(each / mean, SMALLEST_FACTOR))
    : new Array<number>(7).fill(1);
}

/** The settled days before the one at `index`, from the first that cost anything. */
function historyBefore(
  series: Series,
  index: number,
  { historyDays, settleDays }: Parameters,
): History {
  const end = index - settleDays + 1;
  const known = series.points
    .slice(Math.max(0, index - settleDays - historyDays + 1), Math.max(0, end))
    .filter(point => point.value !== null);
  const start = known.findIndex(point => point.value !== 0);
  const points = start < 0 ? [] : known.slice(start);
  const at = points.map(point => point.at);
  const values = points.map(point => point.value!);
  const factors = weekdayFactors(at, values);
  return {
    at,
    values,
    factors,
    deseasonalised: values.map(
      (value, i) => value / factors[weekdayIndex(at[i])],
    ),
  };
}

/** How far days usually lie from the median of the two weeks before them, relative to it. */
function relativeSpread({ deseasonalised }: History): number {
  const errors: number[] = [];
  const from = Math.max(LEVEL_DAYS, deseasonalised.length - SPREAD_DAYS);
  for (let i = from; i < deseasonalised.length; i += 1) {
    const expected = median(deseasonalised.slice(i - LEVEL_DAYS, i));
    if (expected > 0) {
      errors.push(Math.abs(deseasonalised[i] / expected - 1));
    }
  }
  return errors.length < SPREAD_MIN_ERRORS
    ? ASSUMED_SPREAD
    : Math.max(
        robustDeviation(errors, 0),
        quantile(errors, TAIL_SHARE) / TAIL_DEVIATIONS,
        SMALLEST_SPREAD,
      );
}

/** What came on top of the usual around this day of the month in earlier months; undefined when that is unknown. */
function monthlyCharge(
  history: History,
  at: number,
  spread: number,
): number | undefined {
  const byMonth = new Map<string, number>();
  history.at.forEach((past, i) => {
    if (
      at - past < PRECEDENT_MIN_AGE_DAYS * DAY_MS ||
      !isSameDayOfMonth(past, at)
    ) {
      return;
    }
    const around = history.deseasonalised.slice(
      Math.max(0, i - PRECEDENT_REACH_DAYS),
      i + PRECEDENT_REACH_DAYS + 1,
    );
    const usual = median(around) * history.factors[weekdayIndex(past)];
    const extra = history.values[i] - usual;
    if (extra > Math.max(PRECEDENT_SPREADS * spread, PRECEDENT_SHARE) * usual) {
      const month = new Date(past).toISOString().slice(0, 7);
      byMonth.set(month, Math.max(byMonth.get(month) ?? 0, extra));
    }
  });
  const enough = isTurnOfMonth(at) ? 1 : 2;
  if (byMonth.size >= enough) {
    const charges = [...byMonth.values()].sort((a, b) => a - b);
    return charges[(charges.length - 1) >> 1];
  }
  return isTurnOfMonth(at) && history.values.length < MONTH_SEEN_DAYS
    ? undefined
    : 0;
}

function expectationAt(
  series: Series,
  index: number,
  rule: Parameters,
): Expectation | undefined {
  const history = historyBefore(series, index, rule);
  const days = history.values.length;
  const zeroDays = history.values.filter(value => value === 0).length;
  if (days < rule.minHistoryDays || zeroDays > days * MOST_ZERO_DAYS) {
    return undefined;
  }
  const { at } = series.points[index];
  const level = median(history.deseasonalised.slice(-LEVEL_DAYS));
  if (level <= 0) {
    return undefined;
  }
  const spread = relativeSpread(history);
  const charge = monthlyCharge(history, at, spread);
  if (charge === undefined) {
    return undefined;
  }
  const factor = history.factors[weekdayIndex(at)];
  const usual = level * factor;
  const spreads =
    days < YOUNG_DAYS ? rule.spreads * YOUNG_SPREADS_FACTOR : rule.spreads;
  return {
    level,
    factor,
    charge,
    baseline: usual + charge,
    spread,
    spreads,
    increase: Math.max(
      spreads * spread * usual,
      rule.minIncreaseShare * usual,
      CHARGE_TOLERANCE * charge,
      rule.minIncrease,
    ),
    historyDays: days,
  };
}

export const costSpike: DetectionRule<Parameters> = {
  name: 'cost_spike',
  version: 1,
  appliesTo: 'cost',
  summary: 'A day that cost far more than similar days did',
  parameters,

  accepts: ({ type, periodSeconds }, { enabled }) =>
    enabled && type === 'cost' && periodSeconds * 1000 === DAY_MS,

  memory: ({ settleDays, historyDays }) => settleDays + historyDays - 1,

  judge(series, from, rule) {
    const verdicts: Verdict[] = [];
    for (let i = from; i < series.points.length; i += 1) {
      const { at, value } = series.points[i];
      const expected =
        value === null ? undefined : expectationAt(series, i, rule);
      if (value !== null && expected) {
        const { baseline, increase, spread, charge } = expected;
        const band = USUAL_SPREADS * spread * (baseline - charge);
        verdicts.push({
          at,
          fired: value > baseline + increase,
          direction: 'above',
          observed: value,
          baseline,
          threshold: baseline + increase,
          usual: {
            lower: Math.max(0, baseline - band),
            upper: baseline + band,
          },
        });
      }
    }
    return verdicts;
  },

  words: ({ at }) => ({
    observed: `${dayInWords(at)} cost`,
    baseline: `Similar ${weekday(at)}s`,
  }),

  explain(series, index, rule) {
    const { at, value } = series.points[index];
    const expected =
      value === null ? undefined : expectationAt(series, index, rule);
    if (value === null || !expected) {
      return [];
    }
    const { level, factor, charge, baseline, spread, spreads, increase } =
      expected;
    const inCurrency = (number: number) => amount(number, series.unit);
    const usual = level * factor;
    const lines: ArithmeticLine[] = [
      { label: 'Observed', formula: dayInWords(at), value: exact(value) },
      {
        label: 'Level',
        formula: `median of ${LEVEL_DAYS} days up to ${dayInWords(
          at - rule.settleDays * DAY_MS,
        )}, without weekday pattern (${expected.historyDays} days of history)`,
        value: exact(level),
      },
      {
        label: `Factor of ${weekday(at)}s`,
        formula: 'median of day ÷ the 7 days around it',
        value: exact(factor),
      },
    ];
    if (charge > 0) {
      lines.push({
        label: 'Monthly charge',
        formula: 'on top of the usual around this day of earlier months',
        value: exact(charge),
      });
    }
    lines.push(
      {
        label: 'Baseline',
        formula: `${exact(level)} × ${exact(factor)}${
          charge > 0 ? ` + ${exact(charge)}` : ''
        }`,
        value: exact(baseline),
      },
      {
        label: 'Spread',
        formula: 'robust error of the same forecast on the days before',
        value: percent(spread),
      },
      {
        label: 'Smallest increase that counts',
        formula: [
          `max(${exact(spreads)} × spread = ${exact(spreads * spread * usual)}`,
          `${percent(rule.minIncreaseShare)} = ${exact(
            rule.minIncreaseShare * usual,
          )}`,
          ...(charge > 0
            ? [
                `${percent(CHARGE_TOLERANCE)} of the monthly charge = ${exact(
                  CHARGE_TOLERANCE * charge,
                )}`,
              ]
            : []),
          `${inCurrency(rule.minIncrease)})`,
        ].join(', '),
        value: exact(increase),
      },
      {
        label: 'Limit',
        formula: `${exact(baseline)} + ${exact(increase)}`,
        value: exact(baseline + increase),
      },
      {
        label: 'Verdict',
        formula: `${exact(value)} ${
          value > baseline + increase ? '>' : '≤'
        } ${exact(baseline + increase)}`,
        value:
          value > baseline + increase ? 'over the limit' : 'within the limit',
      },
    );
    return lines;
  },
};
