/** What a backtest is asked and answers. */
import type { Backtest } from '@cloudops/plugin-guardrails-common';
import type { AlertRecord, ProjectRecord } from '../database';

export interface BacktestQuestion {
  readonly project: ProjectRecord;
  /** Name of the rule that is tried. */
  readonly rule: string;
  /** UTC days up to now, today included. */
  readonly days: number;
  /** By name, over what is in force; unchecked. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Ends the work, because nobody waits for it any more. */
  readonly signal?: AbortSignal;
}

/** As it is answered, with the stored alerts as they are in the database. */
export type BacktestResult = Omit<Backtest, 'project' | 'alerts'> & {
  readonly alerts: readonly AlertRecord[];
};
