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

/** `measured $1,870 ± $140 a month`, or that it costs more; undefined while it is not measured. */
export function measuredInWords(
  { measuredPerMonth, plusMinus, currency }: Measured,
  { t, money }: Words,
): string | undefined {
  if (measuredPerMonth === undefined) return undefined;
  const amount = money(Math.abs(measuredPerMonth), currency);
  const said =
    plusMinus === undefined
      ? amount
      : t('savings.plusMinus', {
          amount,
          plusMinus: money(plusMinus, currency),
        });
  return measuredPerMonth < 0
    ? t('savings.costsMore', { amount: said })
    : t('savings.measured', { amount: said });
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
