/** Hands the costs that are shown to the reader's own spreadsheet. */
import type { CostPeriod } from './costPeriod';
import { costsCsv } from './costsCsv';

export function downloadCosts(period: CostPeriod): void {
  const url = URL.createObjectURL(
    new Blob([costsCsv(period)], { type: 'text/csv;charset=utf-8' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = `costs-${period.project}-${period.from}-${period.to}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
