/**
 * `cost_spike`: a day's cost far above what similar days cost.
 *
 * Baseline = level of the last two weeks × the weekday's factor. Only days that are final by the time count: a day is
 * compared with days at least `settleDays` older, however late it is judged, so that a verdict never depends on when.
 * A day on which a monthly charge is expected is left to `cost_monthly_charge`. The method and every default were
 * measured on labelled series (docs/detection.md).
 */
import type { DetectionRule, Series } from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { CostHistory, LEVEL_DAYS } from '../costs/CostHistory';
import { acceptsDailyCosts } from '../costs/dailyCosts';
import { PRESENT_METHOD, type CostMethod } from '../costs/method';
import { increaseLine, limitLines, spreadInWords } from '../costs/explanation';
import { expectedCharge } from '../costs/monthlyCharge';
import {
  historyParameters,
  increaseParameters,
  leastIncrease,
} from '../costs/parameters';
import { DAY_MS } from '../costs/calendar';
import { numberWithin, parametersOf } from '../parameters';
import { verdictsFrom } from '../verdicts';
import {
  dayInWords,
  exact,
  exactFactor,
  exactPercent,
  weekday,
} from '../wording';

const parameters = parametersOf({
  ...historyParameters(),
  ...increaseParameters({
    spreads: 8,
    minIncreaseShare: 0.3,
    minIncrease: 5,
  }),
  /** … and the days in a row that lie so far over it add up to at least this much: less is not worth a person's time. */
  minImpact: numberWithin(0, 1_000_000, 20, 'currency'),
});
type Parameters = z.output<typeof parameters>;

/** Little has been seen after a month, and enough after ten weeks. */
const MONTH_DAYS = 31;
const GROWN_DAYS = 70;

/** Days before that count towards the impact of an anomaly. */
const IMPACT_DAYS = 6;
/** The band that is drawn: about 95 % of usual days lie within two spreads. */
const USUAL_SPREADS = 2;

/** What is expected of a day, with every number that led to it. */
interface Expectation {
  readonly history: CostHistory;
  readonly observed: number;
  readonly factor: number;
  readonly baseline: number;
  readonly before: number;
  readonly increase: number;
}

/** How much the spread counts more while it and the weekday pattern are taken from few weeks: 1.5 falling to 1. */
function youngFactor({ days, method }: CostHistory): number {
  const missing = Math.max(0, GROWN_DAYS - days) / (GROWN_DAYS - MONTH_DAYS);
  return 1 + method.youngExtra * Math.min(1, missing);
}

function cautiousSpread(history: CostHistory): number {
  return history.spread * youngFactor(history);
}

function expectationAt(
  series: Series,
  index: number,
  rule: Parameters,
  method: CostMethod,
): Expectation | undefined {
  const { at, value } = series.points[index];
  if (value === null) {
    return undefined;
  }
  const history = CostHistory.before(series, index, rule, method);
  if (
    history.days < rule.minHistoryDays ||
    history.isSparse ||
    history.level <= 0 ||
    expectedCharge(history, series, index) !== 0
  ) {
    return undefined;
  }
  const factor = history.factorOn(at);
  const baseline = history.level * factor;
  const before = excessBefore(series, index, history, rule);
  return {
    history,
    observed: value,
    factor,
    baseline,
    before,
    increase: Math.max(
      leastIncrease(baseline, cautiousSpread(history), rule),
      rule.minImpact - before,
    ),
  };
}

/** What the days right before, as long as they stood out as well, cost over the same baseline. */
function excessBefore(
  series: Series,
  index: number,
  history: CostHistory,
  rule: Parameters,
): number {
  let sum = 0;
  for (let i = index - 1; i >= Math.max(0, index - IMPACT_DAYS); i -= 1) {
    const { at, value } = series.points[i];
    const baseline = history.level * history.factorOn(at);
    if (
      value === null ||
      value - baseline <= leastIncrease(baseline, cautiousSpread(history), rule)
    ) {
      break;
    }
    sum += value - baseline;
  }
  return sum;
}

/** A version of the rule, by the method that it measured costs with. */
export function costSpikeVersion(
  version: number,
  method: CostMethod,
): DetectionRule<Parameters> {
  return {
    name: 'cost_spike',
    version,
    appliesTo: 'cost',
    summary: 'A day that cost far more than similar days did',
    parameters,
    accepts: acceptsDailyCosts,
    memory: ({ settleDays, historyDays }) => settleDays + historyDays - 1,

    judge: (series, from, rule) =>
      verdictsFrom(series, from, index => {
        const expected = expectationAt(series, index, rule, method);
        if (!expected) {
          return undefined;
        }
        const { history, observed, baseline, increase } = expected;
        const band = USUAL_SPREADS * history.spread * baseline;
        return {
          at: series.points[index].at,
          fired: observed > baseline + increase,
          direction: 'above',
          observed,
          baseline,
          threshold: baseline + increase,
          usual: {
            lower: Math.max(0, baseline - band),
            upper: baseline + band,
          },
        };
      }),

    words: ({ at }) => ({
      observed: `${dayInWords(at)} cost`,
      baseline: `Similar ${weekday(at)}s`,
    }),

    explain(series, index, rule) {
      const expected = expectationAt(series, index, rule, method);
      if (!expected) {
        return [];
      }
      const { at } = series.points[index];
      const { history, observed, factor, baseline, before, increase } =
        expected;
      const young = youngFactor(history);
      return [
        { label: 'Observed', formula: dayInWords(at), value: exact(observed) },
        {
          label: 'Level',
          formula: `median of ${LEVEL_DAYS} days up to ${dayInWords(
            at - rule.settleDays * DAY_MS,
          )}, without weekday pattern (${history.days} days of history)`,
          value: exact(history.level),
        },
        {
          label: `Factor of ${weekday(at)}s`,
          formula: 'median of day ÷ the 7 days around it',
          value: exactFactor(factor),
        },
        {
          label: 'Baseline',
          formula: `${exact(history.level)} × ${exactFactor(factor)}`,
          value: exact(baseline),
        },
        {
          label: 'Spread',
          formula: `${spreadInWords(method)}${
            young > 1
              ? `, ${exactPercent(history.spread)} × ${exact(
                  young,
                )}, for its short history`
              : ''
          }`,
          value: exactPercent(cautiousSpread(history)),
        },
        increaseLine(baseline, cautiousSpread(history), rule, series.unit),
        {
          label: 'Impact that counts',
          formula:
            before > 0
              ? `${exact(rule.minImpact)} − ${exact(
                  before,
                )} of the days right before`
              : 'of all days in a row together',
          value: exact(Math.max(0, rule.minImpact - before)),
        },
        ...limitLines(observed, baseline, increase),
      ];
    },
  };
}

export const costSpike = costSpikeVersion(6, PRESENT_METHOD);
