/** Hands the costs that are shown to the reader's own spreadsheet. */
import { downloadCsv } from '../../csv';
import type { CostPeriod } from './costPeriod';
import { costsCsv } from './costsCsv';

export function downloadCosts(period: CostPeriod): void {
  downloadCsv(
    `costs-${period.project}-${period.from}-${period.to}.csv`,
    costsCsv(period),
  );
}
