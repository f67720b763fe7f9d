/** The costs that are shown as a CSV file: one line for each service and day. */
import type { CostPeriod } from './costPeriod';

/** Quoted by RFC 4180; a leading formula sign is defused, because spreadsheets would run it. */
function textField(text: string): string {
  const defused = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(defused)
    ? `"${defused.replace(/"/g, '""')}"`
    : defused;
}

/** CSV with a header line; days without a stored amount are left out. */
export function costsCsv(period: CostPeriod): string {
  const lines = period.services.flatMap(({ service, amounts }) =>
    amounts.flatMap((amount, day) => {
      if (amount === null) return [];
      const { date } = period.days[day];
      const estimated =
        period.estimatedFrom !== undefined && date >= period.estimatedFrom;
      return [
        [
          date,
          textField(service),
          amount,
          textField(period.currency),
          estimated ? 'estimated' : 'final',
        ].join(','),
      ];
    }),
  );
  return ['date_utc,service,amount,currency,state', ...lines.sort(), ''].join(
    '\r\n',
  );
}
