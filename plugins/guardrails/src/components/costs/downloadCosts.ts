/** Hands the costs that are shown to the reader's own spreadsheet. */
import type { CostReport } from '@cloudops/plugin-guardrails-common';
import { costsCsv } from './costsCsv';

export function downloadCosts(report: CostReport): void {
  const url = URL.createObjectURL(
    new Blob([costsCsv(report)], { type: 'text/csv;charset=utf-8' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = `costs-${report.project}-${report.from}-${report.to}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
