/** All stores together, and the database that they are of. */
import type { AlertStore } from './alerts';
import type { BaselineStore } from './baselines';
import type { CostStore } from './costs';
import type { DeliveryStore } from './deliveries';
import type { EventStore } from './events';
import type { MetricStore } from './metrics';
import type { PlannedActivityStore } from './plannedActivities';
import type { ProgressStore } from './progress';
import type { ProjectStore } from './projects';
import type { RecommendationStore } from './recommendations';
import type { RunStore } from './runs';
import type { SavingsStore } from './savings';

/** One store for each table, all on the same connection or transaction. */
export interface Stores {
  readonly projects: ProjectStore;
  readonly costs: CostStore;
  readonly metrics: MetricStore;
  readonly baselines: BaselineStore;
  readonly progress: ProgressStore;
  readonly alerts: AlertStore;
  readonly recommendations: RecommendationStore;
  readonly savings: SavingsStore;
  readonly events: EventStore;
  /** Of the same table as `events`. */
  readonly runs: RunStore;
  readonly deliveries: DeliveryStore;
  /** Of the same table as `events`, too. */
  readonly plannedActivities: PlannedActivityStore;
}

/** The plugin's database. */
export interface GuardrailsDatabase extends Stores {
  /** Runs `work` with stores of one transaction: all of it is kept, or nothing. */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** Calls `listener` after every transaction of this process that was kept. */
  afterCommit(listener: () => void): void;
  /**
   * Runs `work` when no other process on the same database runs one of the same name; waits for it otherwise. What
   * work reads and writes is not of one transaction.
   */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
}
