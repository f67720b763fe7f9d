/** The changes a reader can make to recommendations, wherever these are shown. */
import { useApi } from '@backstage/core-plugin-api';
import type {
  Recommendation,
  RecommendationDetail,
  RecommendationStatus,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { useChanges, type Changes } from '../../changes';
import { savedStep, stepped } from './recommendationWords';
import { useWords } from '../../words';
import { useNames } from '../../people';

export interface RecommendationChanges
  extends Changes<Recommendation, RecommendationDetail> {
  /** Starts, finishes, dismisses or reopens. Answers whether it was saved. */
  readonly step: (
    recommendation: Recommendation,
    to: RecommendationStatus,
    note: string | undefined,
  ) => Promise<boolean>;
  /** Sets the owner, or clears it with null. Answers whether it was saved. */
  readonly assign: (
    recommendation: Recommendation,
    owner: string | null,
  ) => Promise<boolean>;
}

/** @param accept - puts what the server answered in place of what the page shows */
export function useRecommendationChanges(
  accept: (detail: RecommendationDetail) => void,
): RecommendationChanges {
  const { t } = useWords();
  const { nameOf } = useNames();
  const api = useApi(guardrailsApiRef);
  const changes = useChanges<Recommendation, RecommendationDetail>({
    read: id => api.getRecommendation(id),
    accept,
  });
  return {
    ...changes,
    step: (recommendation, to, note) =>
      changes.change({
        seen: recommendation,
        shown: stepped(to, new Date()),
        write: ifMatch =>
          api.updateRecommendation(
            recommendation.id,
            { status: to, note },
            { ifMatch },
          ),
        saved: t(savedStep(recommendation.status, to), {
          title: recommendation.title,
        }),
      }),
    assign: (recommendation, owner) =>
      changes.change({
        seen: recommendation,
        shown: { owner: owner ?? undefined },
        write: ifMatch =>
          api.updateRecommendation(recommendation.id, { owner }, { ifMatch }),
        saved: () =>
          owner === null
            ? t('recommendations.savedNobody', { title: recommendation.title })
            : t('recommendations.savedOwner', {
                owner: nameOf(owner),
                title: recommendation.title,
              }),
      }),
  };
}
