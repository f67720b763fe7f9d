/** What recommendations are worth and have brought, in a sentence. */
import type {
  Recommendation,
  SavingsGroup,
} from '@cloudops/plugin-guardrails-common';
import type { Words } from '../../words';

type Measured = Pick<
  SavingsGroup,
  'measuredPerMonth' | 'plusMinus' | 'currency'
>;

/**
 * `$1,870 ± $140 less a month`, or more, or nothing that is clear, where it might as well be chance;
 * undefined while it is not measured.
 */
export function measuredInWords(
  { measuredPerMonth, plusMinus, currency }: Measured,
  { t, money }: Words,
): string | undefined {
  if (measuredPerMonth === undefined) return undefined;
  const size = Math.abs(measuredPerMonth);
  const amount =
    plusMinus === undefined
      ? money(size, currency)
      : t('savings.plusMinus', {
          amount: money(size, currency),
          plusMinus: money(plusMinus, currency),
        });
  const isClear = plusMinus === undefined || size > plusMinus;
  if (measuredPerMonth < 0) {
    return t(isClear ? 'savings.costsMore' : 'savings.unclearMore', { amount });
  }
  return t(isClear ? 'savings.measured' : 'savings.unclear', { amount });
}

/** Of several teams; undefined for one alone, and where they are of several currencies. */
export function sumOfSavings(
  groups: readonly SavingsGroup[],
): SavingsGroup | undefined {
  const [{ currency } = { currency: '' }, ...others] = groups;
  if (others.length === 0 || others.some(each => each.currency !== currency)) {
    return undefined;
  }
  const sum = (of: (group: SavingsGroup) => number) =>
    groups.reduce((all, group) => all + of(group), 0);
  const isMeasured = groups.some(each => each.measured > 0);
  return {
    currency,
    expectedPerMonth: sum(each => each.expectedPerMonth),
    ...(isMeasured && {
      measuredPerMonth: sum(each => each.measuredPerMonth ?? 0),
      // Of amounts that vary for themselves.
      plusMinus: Math.hypot(...groups.map(each => each.plusMinus ?? 0)),
    }),
    recommendations: sum(each => each.recommendations),
    measured: sum(each => each.measured),
  };
}

/** What a recommendation is worth, and once it is done, what the bills that followed show. */
export function savingsInWords(
  { status, savings }: Pick<Recommendation, 'status' | 'savings'>,
  words: Words,
): string | undefined {
  if (!savings) return undefined;
  const { t, money } = words;
  const amount = money(savings.expectedPerMonth, savings.currency);
  if (status !== 'done') return t('savings.worth', { amount });
  const expected = t('savings.expected', { amount });
  const measured = measuredInWords(savings, words);
  return measured
    ? `${expected} · ${t('savings.overDays', {
        measured,
        count: savings.days,
      })}`
    : `${expected} · ${t('savings.notYet')}`;
}
