/** The costs that are shown as a CSV file: one line for each service and day, however small. */
import { csvOf } from '../../csv';
import type { CostPeriod } from './costPeriod';

/** CSV with a header line; days without a stored amount are left out. */
export function costsCsv(period: CostPeriod): string {
  const lines = [...period.services, ...period.remainders].flatMap(
    ({ service, amounts }) =>
      amounts.flatMap((amount, day) => {
        if (amount === null) return [];
        const { date } = period.days[day];
        const estimated =
          period.estimatedFrom !== undefined && date >= period.estimatedFrom;
        return [
          {
            date,
            line: [
              date,
              service,
              amount,
              period.currency,
              estimated ? 'estimated' : 'final',
            ],
          },
        ];
      }),
  );
  return csvOf([
    ['date_utc', 'service', 'amount', 'currency', 'state'],
    ...lines
      .sort((a, b) => a.date.localeCompare(b.date))
      .map(({ line }) => line),
  ]);
}
