/** How a recommendation moves from one status to the next. */
import type { RecommendationStatus } from '@cloudops/plugin-guardrails-common';
import { Workflow } from './Workflow';

export const recommendationWorkflow = new Workflow<RecommendationStatus>(
  'a recommendation',
  {
    open: ['in_progress', 'done', 'dismissed'],
    in_progress: ['done', 'dismissed', 'open'],
    done: ['open'],
    dismissed: ['open'],
  },
);
