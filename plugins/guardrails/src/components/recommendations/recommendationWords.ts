/** What the steps of a recommendation's life are called, and how it looks after one. */
import type {
  Recommendation,
  RecommendationStatus,
} from '@cloudops/plugin-guardrails-common';

/** In the order of their buttons. */
export const RECOMMENDATION_ACTIONS = [
  { to: 'in_progress', label: 'recommendations.start' },
  { to: 'done', label: 'recommendations.done' },
  { to: 'dismissed', label: 'recommendations.dismiss' },
  { to: 'open', label: 'recommendations.reopen' },
] as const;

/** How a recommendation looks in the moment a step was taken, before the server has answered. */
export function stepped(
  to: RecommendationStatus,
  now: Date,
): Partial<Recommendation> {
  const at = now.toISOString();
  return {
    status: to,
    doneAt: to === 'done' ? at : undefined,
    dismissedAt: to === 'dismissed' ? at : undefined,
  };
}
