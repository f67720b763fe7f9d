/** What the scheduler runs, and the record of each run. */
export { RuleAnnotations } from './RuleAnnotations';
export { DetectJob } from './DetectJob';
export { FindDriversJob } from './FindDriversJob';
export { IngestCostsJob } from './IngestCostsJob';
export { IngestMetricsJob } from './IngestMetricsJob';
export * from './interfaces';
export { JobRunner } from './JobRunner';
export { JobRuns } from './JobRuns';
export { RetentionJob } from './RetentionJob';
export { RunRequests } from './RunRequests';
