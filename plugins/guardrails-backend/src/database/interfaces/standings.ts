/** How projects stand. */
import type { AlertStatus, Severity } from '@cloudops/plugin-guardrails-common';
import type { CostExtent } from './costs';
import type { NextStep } from './recommendations';

export interface Standing {
  /** Absent when no usage is stored. */
  readonly costs?: CostExtent;
  /** Usage of each of the ranges, in their order; zeros where nothing is stored. */
  readonly totals: readonly number[];
  /** Those that are not resolved, by status and severity; only of those that there are. */
  readonly alerts: readonly {
    readonly status: AlertStatus;
    readonly severity: Severity;
    readonly count: number;
  }[];
  /** Open or in progress. */
  readonly openRecommendations: number;
  /** The newest stored timestamp of any metric. */
  readonly lastPoint?: Date;
  /** The first that is not ended of the worst unresolved alert. */
  readonly nextStep?: NextStep;
}
