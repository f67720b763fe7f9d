/**
 * `cost_monthly_charge`: a charge that comes once a month, such as a subscription or support, and is far larger than
 * it was.
 *
 * Judges only the days on which such a charge is expected: one was seen around the same day of an earlier month, or on
 * the same weekday of the last two, or on their first working day.
 * Baseline = the usual cost of such a day + the charge of earlier months.
 */
import type { DetectionRule, Series } from '@cloudops/plugin-guardrails-node';
import type { z } from 'zod';
import { CostHistory } from '../costs/CostHistory';
import { acceptsDailyCosts } from '../costs/dailyCosts';
import { PRESENT_METHOD, type CostMethod } from '../costs/method';
import { limitLines } from '../costs/explanation';
import { expectedCharge } from '../costs/monthlyCharge';
import { historyParameters, increaseParameters } from '../costs/parameters';
import { parametersOf } from '../parameters';
import { verdictsFrom } from '../verdicts';
import { amount, dayInWords, exact, exactPercent } from '../wording';

const parameters = parametersOf({
  ...historyParameters(),
  ...increaseParameters({
    spreads: 5,
    minIncreaseShare: 0.45,
    minIncrease: 10,
  }),
});
type Parameters = z.output<typeof parameters>;

interface Expectation {
  readonly observed: number;
  readonly usual: number;
  readonly charge: number;
  readonly spread: number;
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
  if (history.days < rule.minHistoryDays) {
    return undefined;
  }
  const charge = expectedCharge(history, series, index);
  if (!charge) {
    return undefined;
  }
  const usual = history.isSparse
    ? 0
    : Math.max(0, history.level) * history.factorOn(at);
  const spread = history.isSparse ? 0 : history.spread;
  return {
    observed: value,
    usual,
    charge,
    spread,
    increase: Math.max(
      rule.minIncreaseShare * charge,
      rule.spreads * spread * usual,
      rule.minIncrease,
    ),
  };
}

/** A version of the rule, by the method that it measured costs with. */
export function costMonthlyChargeVersion(
  version: number,
  method: CostMethod,
): DetectionRule<Parameters> {
  return {
    name: 'cost_monthly_charge',
    version,
    appliesTo: 'cost',
    summary: 'A monthly charge that is far larger than in the months before',
    parameters,
    accepts: acceptsDailyCosts,
    memory: ({ settleDays, historyDays }) => settleDays + historyDays - 1,

    judge: (series, from, rule) =>
      verdictsFrom(series, from, index => {
        const expected = expectationAt(series, index, rule, method);
        if (!expected) {
          return undefined;
        }
        const { observed, usual, charge, increase } = expected;
        const baseline = usual + charge;
        return {
          at: series.points[index].at,
          fired: observed > baseline + increase,
          direction: 'above',
          observed,
          baseline,
          threshold: baseline + increase,
          // The charge may come a day early or late, so a day without it is as usual as one with it.
          usual: { lower: usual, upper: baseline },
        };
      }),

    words: ({ at }) => ({
      observed: `${dayInWords(at)} cost`,
      baseline: 'With the usual monthly charge',
    }),

    explain(series, index, rule) {
      const expected = expectationAt(series, index, rule, method);
      if (!expected) {
        return [];
      }
      const { at } = series.points[index];
      const { observed, usual, charge, spread, increase } = expected;
      return [
        { label: 'Observed', formula: dayInWords(at), value: exact(observed) },
        {
          label: 'Usual cost of such a day',
          formula: 'level of the last two weeks × factor of the weekday',
          value: exact(usual),
        },
        {
          label: 'Monthly charge',
          formula:
            'lower middle one of what came on top on such a day of earlier months',
          value: exact(charge),
        },
        {
          label: 'Baseline',
          formula: `${exact(usual)} + ${exact(charge)}`,
          value: exact(usual + charge),
        },
        {
          label: 'Smallest increase that counts',
          formula: `max(${exactPercent(
            rule.minIncreaseShare,
          )} of the charge = ${exact(rule.minIncreaseShare * charge)}, ${exact(
            rule.spreads,
          )} × spread = ${exact(rule.spreads * spread * usual)}, ${amount(
            rule.minIncrease,
            series.unit,
          )})`,
          value: exact(increase),
        },
        ...limitLines(observed, usual + charge, increase),
      ];
    },
  };
}

export const costMonthlyCharge = costMonthlyChargeVersion(4, PRESENT_METHOD);
