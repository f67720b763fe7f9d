/** What `detection_progress` keeps: how far detection has come. */

/** What was judged of the costs of a project, or of one of its metrics. */
export interface DetectionProgressRecord {
  readonly projectId: string;
  readonly seriesType: 'cost' | 'reliability';
  /** Empty for costs. */
  readonly metricName: string;
  /** Of a metric: points before it were judged and stay as they are. */
  readonly settledThrough?: Date;
  /** JSON; empty where nothing was judged yet. */
  readonly state: string;
  /** As it was read; 0 where nothing is stored. */
  readonly revision: number;
}

/** Who writes a point sets back what is settled of its metric, in the same transaction. */
export interface ProgressStore {
  /** Project id → what was judged of it; one query. */
  ofProjects(
    projectIds: readonly string[],
  ): Promise<Map<string, DetectionProgressRecord[]>>;
  /**
   * Stores or replaces each, unless it is not what it was when it was read; answers how many it did. Of a project that
   * was deleted since nothing is stored.
   */
  put(records: readonly DetectionProgressRecord[]): Promise<number>;
}
