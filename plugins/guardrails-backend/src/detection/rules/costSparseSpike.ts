/**
 * `cost_sparse_spike`: a charge far above the usual ones, of a service that is not charged every day.
 *
 * Baseline = the median of the days that cost anything; the limit is a multiple of it, and lower on a weekday on which
 * the service never costs anything.
 */
import type { DetectionRule, Series } from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { weekdayIndex } from '../costs/calendar';
import { CostHistory } from '../costs/CostHistory';
import { acceptsDailyCosts } from '../costs/dailyCosts';
import { PRESENT_METHOD, type CostMethod } from '../costs/method';
import { limitLines } from '../costs/explanation';
import { expectedCharge } from '../costs/monthlyCharge';
import { historyParameters } from '../costs/parameters';
import { numberWithin, parametersOf } from '../parameters';
import { median, robustDeviation } from '../statistics';
import { verdictsFrom } from '../verdicts';
import { amount, dayInWords, exact, weekday } from '../wording';

const parameters = parametersOf({
  ...historyParameters(),
  /** The limit lies at this multiple of the usual charge, … */
  times: numberWithin(1, 100, 5, 'times'),
  /** … at this one on a weekday that was always free of charge, … */
  timesOnFreeWeekday: numberWithin(1, 100, 2.5, 'times'),
  /** … or this many spreads of the charges over it, … */
  spreads: numberWithin(1, 20, 3, 'spreads'),
  /** … and at least this much money over it. */
  minIncrease: numberWithin(0, 1_000_000, 20, 'currency'),
});
type Parameters = z.output<typeof parameters>;

/** Charges vary by factors and not by amounts: their spread is that of their logarithms. Even steady ones vary by 20 %. */
const SMALLEST_SPREAD = 0.2;
/** Fewer charges than this tell no spread. */
const MIN_CHARGES = 6;
/** As many weeks without a charge on a weekday make it a free one. */
const MIN_WEEKS = 4;
/** The band that is drawn: about 95 % of usual charges lie within two spreads. */
const USUAL_SPREADS = 2;

interface Expectation {
  readonly observed: number;
  readonly charges: number;
  readonly baseline: number;
  readonly spread: number;
  readonly isFreeWeekday: boolean;
  readonly times: number;
  readonly increase: number;
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
  const charges = history.values.filter(each => each > 0);
  if (
    history.days < rule.minHistoryDays ||
    !history.isSparse ||
    charges.length === 0 ||
    expectedCharge(history, series, index) !== 0
  ) {
    return undefined;
  }
  const baseline = median(charges);
  const logarithms = charges.map(each => Math.log(each / baseline));
  const spread = Math.max(robustDeviation(logarithms, 0), SMALLEST_SPREAD);
  const isKnown = charges.length >= MIN_CHARGES;
  const isFreeWeekday = isKnown && isFree(history, weekdayIndex(at));
  const times = isFreeWeekday
    ? rule.timesOnFreeWeekday
    : Math.max(rule.times, isKnown ? Math.exp(rule.spreads * spread) : 0);
  return {
    observed: value,
    charges: charges.length,
    baseline,
    spread,
    isFreeWeekday,
    times,
    increase: Math.max((times - 1) * baseline, rule.minIncrease),
  };
}

function isFree({ at, values }: CostHistory, day: number): boolean {
  const same = values.filter((_, i) => weekdayIndex(at[i]) === day);
  return same.length >= MIN_WEEKS && same.every(value => value <= 0);
}

/** A version of the rule, by the method that it measured costs with. */
export function costSparseSpikeVersion(
  version: number,
  method: CostMethod,
): DetectionRule<Parameters> {
  return {
    name: 'cost_sparse_spike',
    version,
    appliesTo: 'cost',
    summary: 'An unusual charge of a service that is not charged every day',
    parameters,
    accepts: acceptsDailyCosts,
    memory: ({ settleDays, historyDays }) => settleDays + historyDays - 1,

    judge: (series, from, rule) =>
      verdictsFrom(series, from, index => {
        const expected = expectationAt(series, index, rule, method);
        if (!expected) {
          return undefined;
        }
        const { observed, baseline, spread, isFreeWeekday, increase } =
          expected;
        return {
          at: series.points[index].at,
          fired: observed > baseline + increase,
          direction: 'above',
          observed,
          baseline,
          threshold: baseline + increase,
          usual: {
            lower: 0,
            upper: isFreeWeekday
              ? 0
              : baseline * Math.exp(USUAL_SPREADS * spread),
          },
        };
      }),

    words: ({ at }) => ({
      observed: `${dayInWords(at)} cost`,
      baseline: 'A usual day with any cost',
    }),

    explain(series, index, rule) {
      const expected = expectationAt(series, index, rule, method);
      if (!expected) {
        return [];
      }
      const { at } = series.points[index];
      const { observed, charges, baseline, spread, isFreeWeekday } = expected;
      const { times, increase } = expected;
      return [
        { label: 'Observed', formula: dayInWords(at), value: exact(observed) },
        {
          label: 'Baseline',
          formula: `median of the ${charges} days with any cost`,
          value: exact(baseline),
        },
        isFreeWeekday
          ? {
              label: 'Times that count',
              formula: `a ${weekday(at)} never cost anything`,
              value: exact(times),
            }
          : {
              label: 'Times that count',
              formula: `max(${exact(rule.times)}, e^(${exact(
                rule.spreads,
              )} × spread of ${exact(spread)}))`,
              value: exact(times),
            },
        {
          label: 'Smallest increase that counts',
          formula: `max(${exact(times - 1)} × baseline, ${amount(
            rule.minIncrease,
            series.unit,
          )})`,
          value: exact(increase),
        },
        ...limitLines(observed, baseline, increase),
      ];
    },
  };
}

export const costSparseSpike = costSparseSpikeVersion(3, PRESENT_METHOD);
