/** Verdicts → alerts: what is opened, extended and resolved, and the evidence behind each. */
export { AlertEvidence } from './AlertEvidence';
export {
  AlertLifecycle,
  Overtaken,
  type SeriesChanges,
} from './AlertLifecycle';
export {
  EndedProjects,
  type UnbilledProjects,
  type UnclaimedProjects,
} from './EndedProjects';
export {
  baselineDaysOf,
  partsOf,
  rankDrivers,
  type PartAmount,
} from './drivers';
export {
  planAlerts,
  type AlertPlan,
  type AlertPolicy,
  type Suppression,
} from './plan';
export { plannedSpans, type PlannedSpan } from './plannedSpans';
export { silencesOf } from './silences';
export { SeriesLoader } from './SeriesLoader';
export {
  directionOf,
  fingerprintOf,
  type SeriesOfProject,
  type WatchedSeries,
} from './watchedSeries';
export { alertPolicyOf, type Settling } from './alertPolicy';
export { titleOf } from './sentences';
export { decisionBehind, isOfRow, type StoredDecision } from './storedDecision';
