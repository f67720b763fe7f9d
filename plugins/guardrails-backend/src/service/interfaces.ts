/** What the service asks of the rooms that explain alerts and run jobs. */
import type { Evidence, Job, JobId } from '@cloudops/plugin-guardrails-common';
import type { AlertRecord } from '../database/interfaces';

export interface AlertExplainer {
  /** What the rule saw, and the same decision replayed on the rows as they are stored now. */
  explain(alert: AlertRecord): Promise<Evidence>;
}

export interface JobControl {
  /** Every job with its newest runs, in the order in which data travels. */
  list(): Promise<Job[]>;
  /**
   * Starts a run now, in the name of `actor`, and does not wait for its end.
   *
   * @throws ConflictError when the job is running already
   */
  trigger(id: JobId, actor: string): Promise<void>;
}
