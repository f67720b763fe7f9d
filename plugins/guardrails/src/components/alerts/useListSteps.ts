/** The steps that a reader takes with the alerts of a list, one by one or several at once, and what is said of them. */
import { useApi } from '@backstage/core-plugin-api';
import type {
  Alert,
  AlertDetail,
  AlertStatus,
  AlertUpdate,
} from '@cloudops/plugin-guardrails-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { guardrailsApiRef } from '../../api';
import { type Changes, useChanges } from '../../changes';
import { useWords } from '../../words';
import { stepped, updated } from './alertWords';
import { updateMany } from './updateMany';

export interface ListSteps
  extends Pick<
    Changes<Alert, AlertDetail>,
    'show' | 'isSaving' | 'refusalOf' | 'forgetRefusal'
  > {
  /** The newest success with one alert in words; empty when there is none to tell. */
  readonly announcement: string;
  /** Why a step could not be taken; empty once one was. */
  readonly hint: string;
  readonly say: (hint: string) => void;
  /** Answers whether it was saved; says why where it cannot be taken. Another render gives the same function. */
  readonly step: (id: string, to: AlertStatus) => Promise<boolean>;
  /** Answers how many were saved. */
  readonly changeMany: (
    alerts: readonly Alert[],
    update: AlertUpdate,
  ) => Promise<{ readonly saved: number; readonly refused: number }>;
}

/**
 * @param items - what the list shows
 * @param accept - puts what alerts are now in place of what the list shows
 */
export function useListSteps(
  items: readonly Alert[],
  accept: (changed: readonly Alert[]) => void,
): ListSteps {
  const { t } = useWords();
  const api = useApi(guardrailsApiRef);
  const [hint, say] = useState('');
  const changes = useChanges<Alert, AlertDetail>({
    read: id => api.getAlert(id),
    accept: detail => accept([detail]),
    acceptMany: accept,
  });
  const step = async (id: string, to: AlertStatus) => {
    const alert = items.find(each => each.id === id);
    if (!alert) return false;
    const { title, status, allowedTransitions } = alert;
    if (changes.isSaving(id)) {
      say(t('alerts.stillSaving', { title }));
      return false;
    }
    if (!allowedTransitions.includes(to)) {
      say(
        status === 'resolved'
          ? t('alerts.alreadyResolved', { title })
          : t('alerts.alreadyAcknowledged', { title }),
      );
      return false;
    }
    say('');
    const saved = await changes.change({
      seen: alert,
      shown: stepped(to, new Date()),
      write: ifMatch => api.updateAlert(id, { status: to }, { ifMatch }),
      saved: t(`alerts.saved_${to}`, { title }),
    });
    if (saved) say('');
    return saved;
  };
  // The rows get the same function each time, so that a change of one draws one anew.
  const latest = useRef(step);
  useEffect(() => {
    latest.current = step;
  });
  return {
    show: changes.show,
    isSaving: changes.isSaving,
    refusalOf: changes.refusalOf,
    forgetRefusal: changes.forgetRefusal,
    announcement: changes.announcement,
    hint,
    say,
    step: useCallback((id, to) => latest.current(id, to), []),
    changeMany: (alerts, update) => {
      say('');
      return changes.changeMany({
        seen: alerts,
        shown: updated(update, new Date()),
        write: ids => updateMany(api, ids, update),
      });
    },
  };
}
