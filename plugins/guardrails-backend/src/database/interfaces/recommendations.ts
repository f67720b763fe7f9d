/** Recommendations, and what is asked about them. */
import type { RecommendationStatus } from '@cloudops/plugin-guardrails-common';
import type { AlertRecord } from './alerts';
import type { Page, CountedPageOf } from './pages';
import type { ProjectLabel } from './projects';

export interface RecommendationRecord {
  readonly id: string;
  readonly projectId: string;
  readonly alertId: string;
  readonly status: RecommendationStatus;
  readonly title: string;
  /** Stored in `action_steps`, one step a line. */
  readonly actionSteps: readonly string[];
  readonly impact: string;
  readonly owner?: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly doneAt?: Date;
  readonly dismissedAt?: Date;
}

/** With what its playbook expects it to save, which stands in `expected_savings`. */
export interface SizedRecommendation extends RecommendationRecord {
  /**
   * In a month and the currency of the project's costs, more than 0; absent where it saves nothing that the bills can
   * show.
   */
  readonly savesPerMonth?: number;
}

export type NewRecommendation = Pick<
  SizedRecommendation,
  'projectId' | 'alertId' | 'title' | 'actionSteps' | 'impact' | 'savesPerMonth'
>;

export interface RecommendationFilter {
  readonly projectIds?: readonly string[];
  readonly status?: readonly RecommendationStatus[];
  readonly owner?: string;
  readonly alertId?: string;
}

/** Newest first; those of the alerts that cost the most first; those of the worst alerts first, of resolved ones last. */
export type RecommendationOrder = 'createdAt' | 'money' | 'severity';

/** A recommendation with what it is shown with. */
export interface ShownRecommendation extends SizedRecommendation {
  readonly project: ProjectLabel;
  readonly alert: AlertOfRecommendation;
}

/** What a recommendation tells of its alert, and what its savings are measured by. */
export type AlertOfRecommendation = Pick<
  AlertRecord,
  | 'projectId'
  | 'title'
  | 'severity'
  | 'status'
  | 'alertType'
  | 'serviceName'
  | 'windowStart'
  | 'observedValue'
  | 'baselineValue'
>;

/** What is best done next, with what it tells of its alert. */
export interface NextStep extends SizedRecommendation {
  readonly alert: Pick<
    AlertRecord,
    | 'title'
    | 'severity'
    | 'status'
    | 'alertType'
    | 'observedValue'
    | 'baselineValue'
  >;
}

export interface RecommendationStore {
  insert(
    recommendations: readonly NewRecommendation[],
    now: Date,
  ): Promise<SizedRecommendation[]>;
  byId(id: string): Promise<RecommendationRecord | undefined>;
  byIdForUpdate(id: string): Promise<RecommendationRecord | undefined>;
  /** In the order they were made. */
  byAlert(alertId: string): Promise<SizedRecommendation[]>;
  /**
   * Changes status (stamping and clearing `done_at`, `dismissed_at`) and/or owner; undefined when the row is no
   * longer in status `from`.
   */
  update(
    id: string,
    change: {
      readonly from: RecommendationStatus;
      readonly to?: RecommendationStatus;
      /** null clears it. */
      readonly owner?: string | null;
    },
    now: Date,
  ): Promise<RecommendationRecord | undefined>;
  /** Replaces impact, steps and savings of one that is open; undefined when it is not. */
  resize(
    id: string,
    size: Pick<NewRecommendation, 'impact' | 'actionSteps' | 'savesPerMonth'>,
    now: Date,
  ): Promise<SizedRecommendation | undefined>;
  list(
    filter: RecommendationFilter,
    page: Page & { readonly order: RecommendationOrder },
  ): Promise<CountedPageOf<ShownRecommendation>>;
  shown(id: string): Promise<ShownRecommendation | undefined>;
}
