/** A source's pages → rows, idempotent. */
export { attribute } from './attribution';
export { CostIngestion } from './CostIngestion';
export type { IngestionRun } from './interfaces';
export { METRIC_NAMES, MetricIngestion } from './MetricIngestion';
export { spendOfProject } from './spendShare';
