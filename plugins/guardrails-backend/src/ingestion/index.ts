/** A source's pages → rows, idempotent. */
export { CostIngestion } from './CostIngestion';
export type { IngestionRun } from './interfaces';
export { METRIC_NAMES, MetricIngestion } from './MetricIngestion';
