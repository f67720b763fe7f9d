/** A source's pages → rows, idempotent. */
export { CostIngestion } from './CostIngestion';
export { accountKey } from './costReads';
export { type IngestionRun, RequestCapReached } from './interfaces';
export { METRIC_NAMES, MetricIngestion } from './MetricIngestion';
export { spendOfProject } from './spendShare';
export { readsInForce, recordedBill } from './recordedBill';
