/** What the steps of a recommendation's life are called, and how it looks after one. */
import type {
  Recommendation,
  RecommendationStatus,
} from '@cloudops/plugin-guardrails-common';
import type { Action } from '../actions';

/** In the order of their buttons. */
export const RECOMMENDATION_ACTIONS: readonly Action<RecommendationStatus>[] = [
  { to: 'in_progress', label: 'Start' },
  { to: 'done', label: 'Done' },
  { to: 'dismissed', label: 'Dismiss' },
  { to: 'open', label: 'Reopen' },
];

const SAVED_WORDS: Readonly<Record<RecommendationStatus, string>> = {
  in_progress: 'Started',
  done: 'Done',
  dismissed: 'Dismissed',
  open: 'Reopened',
};

/** What is announced once a step was saved. */
export function savedStep(to: RecommendationStatus, title: string): string {
  return `${SAVED_WORDS[to]}: ${title}`;
}

/** What is announced once the owner was changed. */
export function savedOwner(owner: string | null, title: string): string {
  return owner === null
    ? `Nobody owns this now: ${title}`
    : `Assigned to ${owner}: ${title}`;
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
