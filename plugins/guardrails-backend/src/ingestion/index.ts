/** A source's pages → rows, idempotent. */
export {
  type AccountHistory,
  accountHistories,
  sharedProjects,
} from './accountHistories';
export { CostIngestion } from './CostIngestion';
export { type CostOwners, costOwners } from './costOwners';
export { accountKey } from './costReads';
export { type IngestionRun, RequestCapReached } from './interfaces';
export { cutByLeftOut, daysCountedTwice } from './leftOut';
export { UnbilledProjects } from './UnbilledProjects';
export { UnclaimedProjects } from './UnclaimedProjects';
export { METRIC_NAMES, MetricIngestion } from './MetricIngestion';
export { spendOfProject } from './spendShare';
export { readsInForce, recordedBill } from './recordedBill';
