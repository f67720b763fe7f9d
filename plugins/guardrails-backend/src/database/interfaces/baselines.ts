/** What rules remember of the whole days of a metric. */

/** What rules took from the whole days before a UTC day of one metric. */
export interface NewMetricBaseline {
  /** Start of the day that is judged by it. */
  readonly dayStart: Date;
  /** The first point that counted. */
  readonly historyFrom: Date;
  /** JSON by rule, version and quantity. */
  readonly quantities: Readonly<Record<string, any>>;
}

export interface MetricBaseline extends NewMetricBaseline {
  readonly metricName: string;
}

/** Rows are deleted by whoever writes a point that they were computed from, in the same transaction. */
export interface BaselineStore {
  /**
   * Lets nobody write points of a project until the transaction ends: what is computed meanwhile from the points is still
   * true when it is stored.
   */
  freezePoints(projectId: string): Promise<void>;
  /** Project id → everything that is stored of its metrics; one query. */
  ofProjects(
    projectIds: readonly string[],
  ): Promise<Map<string, MetricBaseline[]>>;
  /** Stores or replaces what was computed for days of a metric, and keeps the newest two days of it. */
  put(
    projectId: string,
    metricName: string,
    baselines: readonly NewMetricBaseline[],
  ): Promise<void>;
}
