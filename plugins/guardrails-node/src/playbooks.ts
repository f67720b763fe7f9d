/** The contract of a playbook: which steps to take for an alert of a kind. */
import type { Alert } from '@cloudops/plugin-guardrails-common';

/**
 * What a playbook knows of the alert it answers.
 *
 * @public
 */
export type PlaybookAlert = Pick<
  Alert,
  | 'alertType'
  | 'severity'
  | 'title'
  | 'serviceName'
  | 'metricName'
  | 'observedValue'
  | 'baselineValue'
  | 'thresholdValue'
  | 'unit'
  | 'ruleName'
  | 'project'
  | 'windowStart'
  | 'windowEnd'
>;

/**
 * A recommendation before it is stored.
 *
 * @public
 */
export interface RecommendationDraft {
  readonly title: string;
  /** Steps in the order to take them, each one sentence that names the real place to look or act. */
  readonly actionSteps: readonly string[];
  /** Sized expectation in words, e.g. `about $310 a month if it stays`. */
  readonly impact: string;
  /**
   * What the alert's service costs less in a month once this is done, in the alert's currency; more than 0. Absent where
   * it saves nothing that the bills can show. What says an amount is measured on the bills once it is done.
   */
  readonly savesPerMonth?: number;
}

/**
 * Turns an alert into recommendations. Pure; the first registered playbook that applies answers, so that a
 * portal's own playbooks come before the built-in ones.
 *
 * @public
 */
export interface Playbook {
  readonly name: string;
  applies(alert: PlaybookAlert): boolean;
  /** One or more drafts, most useful first. */
  recommend(alert: PlaybookAlert): readonly RecommendationDraft[];
}
