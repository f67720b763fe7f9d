/** Plans and cancels activities, takes a cancellation back, and says how it went. */
import { useApi } from '@backstage/core-plugin-api';
import {
  activityPlanPermission,
  type ActivityPlan,
  type PlannedActivity,
} from '@cloudops/plugin-guardrails-common';
import { useState } from 'react';
import { guardrailsApiRef } from '../../api';
import { useWords } from '../../words';
import { errorReason, refusedStatus } from '../states';
import { planAgain } from './planDraft';

export interface Planning {
  /** What was done, in words; empty when there is nothing to tell. */
  readonly news: string;
  /** Why the newest wish was refused. */
  readonly refusal: string | undefined;
  /** The activity that was cancelled just now: it can be planned again. */
  readonly cancelled: PlannedActivity | undefined;
  readonly saving: boolean;
  /** Answers whether it was saved. */
  readonly plan: (plan: ActivityPlan) => Promise<boolean>;
  readonly cancel: (activity: PlannedActivity) => Promise<boolean>;
  readonly undo: () => Promise<boolean>;
}

/** @param onChanged - the list is no longer what it was */
export function usePlanning(onChanged: () => void): Planning {
  const api = useApi(guardrailsApiRef);
  const { t } = useWords();
  const [saving, setSaving] = useState(false);
  const [news, setNews] = useState('');
  const [refusal, setRefusal] = useState<string>();
  const [cancelled, setCancelled] = useState<PlannedActivity>();

  const attempt = async (ask: () => Promise<string>): Promise<boolean> => {
    setSaving(true);
    setNews('');
    setRefusal(undefined);
    try {
      setNews(await ask());
      onChanged();
      return true;
    } catch (error) {
      setRefusal(
        refusedStatus(error) === 403
          ? t('planned.notAllowed', { permission: activityPlanPermission.name })
          : t('planned.notSaved', { reason: errorReason(error) }),
      );
      return false;
    } finally {
      setSaving(false);
    }
  };

  const plan = (wanted: ActivityPlan) =>
    attempt(async () => {
      const { warning } = await api.planActivity(wanted);
      setCancelled(undefined);
      return warning
        ? t('planned.savedWarning', { warning })
        : t('planned.saved');
    });

  return {
    news,
    refusal,
    cancelled,
    saving,
    plan,
    cancel: activity =>
      attempt(async () => {
        const after = await api.cancelPlannedActivity(activity.id);
        setCancelled(after);
        return t('planned.cancelledNow', { reason: activity.reason });
      }),
    undo: async () =>
      cancelled !== undefined &&
      attempt(async () => {
        await api.planActivity(planAgain(cancelled));
        setCancelled(undefined);
        return t('planned.again', { reason: cancelled.reason });
      }),
  };
}
