/** What the steps of a recommendation's life are called, and how it looks after one. */
import type {
  Recommendation,
  RecommendationStatus,
} from '@cloudops/plugin-guardrails-common';

/** In the order of their buttons; what is in progress was never closed, so it is not reopened. */
export function recommendationActions(status: RecommendationStatus) {
  return [
    { to: 'in_progress', label: 'recommendations.start' },
    { to: 'done', label: 'recommendations.done' },
    { to: 'dismissed', label: 'recommendations.dismiss' },
    {
      to: 'open',
      label:
        status === 'in_progress'
          ? 'recommendations.putBack'
          : 'recommendations.reopen',
    },
  ] as const;
}

/** What is said when a step is saved. */
export function savedStep(
  from: RecommendationStatus,
  to: RecommendationStatus,
) {
  return from === 'in_progress' && to === 'open'
    ? 'recommendations.savedPutBack'
    : (`recommendations.saved_${to}` as const);
}

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
