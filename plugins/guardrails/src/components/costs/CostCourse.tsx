/** The course of a cost from day to day, as far as it is final: days that AWS still adds to would look like a fall. */
import { Sparkline } from '../charts';
import { useWords } from '../../words';
import type { CostPeriod } from './costPeriod';

export function CostCourse(props: {
  /** One amount for each day of the period; null where nothing is stored. */
  readonly amounts: readonly (number | null)[];
  readonly period: Pick<CostPeriod, 'currency' | 'days' | 'estimatedFrom'>;
}) {
  const { t, money } = useWords();
  const { amounts, period } = props;
  const { currency, days, estimatedFrom } = period;
  const isEstimated = (day: number) =>
    estimatedFrom !== undefined && days[day].date >= estimatedFrom;
  const final = amounts.map((amount, day) =>
    isEstimated(day) ? null : amount,
  );
  const known = final.filter((amount): amount is number => amount !== null);
  // Only of days that have an amount it is worth a word that they are left out.
  const left = amounts.filter(
    (amount, day) => amount !== null && isEstimated(day),
  );
  const told = [
    known.length > 0 &&
      t('costs.courseRange', {
        least: money(Math.min(...known), currency),
        most: money(Math.max(...known), currency),
      }),
    left.length > 0 && t('costs.courseWithout', { count: left.length }),
  ]
    .filter(Boolean)
    .join('; ');
  return (
    <span title={told}>
      <Sparkline values={final} label={told} />
    </span>
  );
}
