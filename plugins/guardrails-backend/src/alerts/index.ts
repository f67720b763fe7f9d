/** Verdicts → alerts: what is opened, extended and resolved, and the evidence behind each. */
export { AlertEvidence } from './AlertEvidence';
export {
  AlertLifecycle,
  fingerprintOf,
  type WatchedSeries,
} from './AlertLifecycle';
export type { AlertPolicy } from './plan';
export { SeriesLoader } from './SeriesLoader';
