/** What the service asks of the rooms that explain alerts, know how rules are set, and run jobs. */
import type {
  Backtest,
  DetectionRules,
  Evidence,
  Job,
  JobId,
} from '@cloudops/plugin-guardrails-common';
import type { AlertRecord, ProjectRecord } from '../database/interfaces';

export interface AlertExplainer {
  /** What the rule saw, and the same decision replayed on the rows as they are stored now. */
  explain(alert: AlertRecord): Promise<Evidence>;
}

export interface DetectionTuning {
  /**
   * Every rule with every parameter in force, and the entities whose annotations were looked at.
   *
   * @param project - its name; absent: what holds for every project that sets nothing of its own
   * @throws ServiceUnavailableError when the catalog does not say what its entities set
   */
  rules(
    project?: string,
  ): Promise<DetectionRules & { readonly entityRefs: readonly string[] }>;
  /**
   * What a rule with the given parameters over those in force would have fired. Writes nothing.
   *
   * @throws InputError for a rule or parameter that does not exist or is out of range, or a period that takes too long;
   *   an error with status 429 while as many run as may run at once
   */
  backtest(
    question: {
      readonly project: ProjectRecord;
      readonly rule: string;
      readonly days: number;
      readonly parameters: Readonly<Record<string, unknown>>;
      readonly signal?: AbortSignal;
    },
    now: Date,
  ): Promise<
    Omit<Backtest, 'project' | 'alerts'> & {
      readonly alerts: readonly AlertRecord[];
    }
  >;
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
