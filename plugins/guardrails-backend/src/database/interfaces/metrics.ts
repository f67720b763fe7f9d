/** Points of metrics. */
import type { MetricUnit } from '@cloudops/plugin-guardrails-common';

export interface MetricValue {
  readonly metricName: string;
  readonly at: Date;
  readonly value: number;
  readonly unit: MetricUnit;
}

export interface MetricRange {
  readonly projectId: string;
  readonly metricName: string;
  /** Inclusive. */
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

export interface MetricStore {
  /** Inserts new points and replaces values that converged since; unchanged rows are not touched. */
  upsert(
    projectId: string,
    values: readonly MetricValue[],
  ): Promise<{ inserted: number; changed: number }>;
  /** Stored points of the range, oldest first. */
  points(range: MetricRange): Promise<{ at: Date; value: number }[]>;
  /** Stored points of several ranges that do not overlap, in no particular order; one query. */
  pointsWithin(
    ranges: Pick<MetricRange, 'projectId' | 'metricName'> & {
      readonly ranges: readonly Pick<MetricRange, 'from' | 'to'>[];
    },
  ): Promise<{ at: Date; value: number }[]>;
  /** Points of the range gathered into buckets that start at multiples of `resolutionSeconds` since the epoch. */
  buckets(
    range: MetricRange & { readonly resolutionSeconds: number },
  ): Promise<{ at: Date; sum: number; mean: number; max: number }[]>;
  /** Deletes the oldest points before `at`, at most `limit`; answers how many. */
  deleteBefore(projectId: string, at: Date, limit: number): Promise<number>;
  /** Project id → metric name → newest stored timestamp, of those that have any; one query. */
  newest(
    projectIds: readonly string[],
  ): Promise<Map<string, Map<string, Date>>>;
  /** Project id → the newest stored timestamp of any of its metrics, of those that have any; one query. */
  lastPoints(projectIds: readonly string[]): Promise<Map<string, Date>>;
  /** Project id → {@link MetricStore.extents}, of those that have any; one query. */
  extentsOfProjects(
    projectIds: readonly string[],
  ): Promise<
    Map<
      string,
      { metricName: string; unit: MetricUnit; first: Date; last: Date }[]
    >
  >;
  /** First and last stored timestamp of each metric of a project, with its unit. */
  extents(
    projectId: string,
  ): Promise<
    { metricName: string; unit: MetricUnit; first: Date; last: Date }[]
  >;
}
