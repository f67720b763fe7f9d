/** Verdicts → alerts: what is opened, extended and resolved, and the evidence behind each. */
export { AlertEvidence } from './AlertEvidence';
export {
  AlertLifecycle,
  fingerprintOf,
  type SeriesOfProject,
  type WatchedSeries,
} from './AlertLifecycle';
export { alertPolicyOf, type Settling } from './alertPolicy';
export { planAlerts, type AlertPlan, type AlertPolicy } from './plan';
export { titleOf } from './sentences';
export { SeriesLoader } from './SeriesLoader';
