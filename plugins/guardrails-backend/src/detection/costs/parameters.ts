/** Parameters that several cost rules have, and what they mean. */
import {
  enabledByDefault,
  numberWithin,
  wholeNumberWithin,
} from '../parameters';

/**
 * @param minHistoryDays - default of the days that must be known. 31: then every day of the month was seen once, and
 *   with it every charge that comes once a month
 */
export function historyParameters(minHistoryDays = 31) {
  return {
    enabled: enabledByDefault(),
    /** Newest days that may still change and therefore are no baseline; not less than `costs.finalAfterDays`. */
    settleDays: wholeNumberWithin(1, 31, 3, 'days'),
    /** Days looked at: three earlier occurrences of a day of the month. */
    historyDays: wholeNumberWithin(35, 400, 100, 'days'),
    /** Days of cost that must be known before anything is judged. */
    minHistoryDays: wholeNumberWithin(14, 400, minHistoryDays, 'days'),
  };
}

/** How far over its baseline a cost has to be at least. */
export interface IncreaseParameters {
  /** Of the usual spread, … */
  readonly spreads: number;
  /** … of the baseline, … */
  readonly minIncreaseShare: number;
  /** … and in the project's currency. */
  readonly minIncrease: number;
}

/**
 * @param byDefault - the defaults
 * @param fewestSpreads - 1; less where several days in a row have to lie over the limit
 */
export function increaseParameters(
  byDefault: IncreaseParameters,
  fewestSpreads = 1,
) {
  return {
    /** The limit lies at least this many spreads over the baseline, … */
    spreads: numberWithin(fewestSpreads, 20, byDefault.spreads, 'spreads'),
    /** … at least this share of it, or of the charge that is expected, … */
    minIncreaseShare: numberWithin(
      0.01,
      10,
      byDefault.minIncreaseShare,
      'share',
    ),
    /** … and at least this much money a day. */
    minIncrease: numberWithin(0, 1_000_000, byDefault.minIncrease, 'currency'),
  };
}

/** The largest of the three. `spread` is relative to the baseline. */
export function leastIncrease(
  baseline: number,
  spread: number,
  { spreads, minIncreaseShare, minIncrease }: IncreaseParameters,
): number {
  return Math.max(
    spreads * spread * baseline,
    minIncreaseShare * baseline,
    minIncrease,
  );
}
