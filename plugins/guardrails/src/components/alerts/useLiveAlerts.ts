/** Keeps a list of alerts true while it is read: what changes shows in its row, what is new is counted above the list. */
import { useApi } from '@backstage/core-plugin-api';
import type {
  Alert,
  ListAlertsQuery,
} from '@cloudops/plugin-guardrails-common';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { guardrailsApiRef } from '../../api';
import {
  Gathering,
  LIVE_EVERY_MS,
  LIVE_PAUSE_MS,
  MOST_ASKED,
  type Page,
  useChangeSignal,
  useEvery,
} from '../../data';
import { toError } from '../../data/toError';
import { comesBefore, isAskedFor } from './listOrder';

/** When more alerts than this changed the list is asked for, and not each of them. */
const FEW = 5;

interface Watched {
  /** What the page shows of the list. */
  readonly shown: Page<Alert>;
  /** The question that the list answers. */
  readonly query: () => ListAlertsQuery;
  /** Puts what alerts are now in place of what the list shows, unless that is newer. */
  readonly accept: (alerts: readonly Alert[]) => void;
  /** Something has changed, or may have. */
  readonly onRenew: () => void;
}

export interface LiveAlerts {
  /** How many the list would show beside those it shows. */
  readonly newer: number;
  /** Why the list could not be asked for; until it could again. */
  readonly error?: Error;
  /** Asks what some of the alerts are now; without any, what the list is. */
  readonly renew: (ids?: readonly string[]) => void;
}

/** A wish beside the ids of alerts. */
const THE_LIST = '';

/** @param key - names the list; undefined while it is not there */
export function useLiveAlerts(
  key: string | undefined,
  watched: Watched,
): LiveAlerts {
  const api = useApi(guardrailsApiRef);
  const [found, setFound] = useState<readonly Alert[]>([]);
  const [error, setError] = useState<Error>();
  const latest = useRef(watched);
  useEffect(() => {
    latest.current = watched;
  });
  const renewal = useRef<Gathering<string>>();
  useEffect(() => {
    if (key === undefined) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    // The version in which those were asked for that the list's question finds no more: once is enough.
    const asked = new Map<string, string>();

    /** Wants those as well that the list should have held, and did not: they changed. */
    const renewList = async (wanted: Set<string>): Promise<void> => {
      const { query, shown, accept } = latest.current;
      const question = query();
      const { items } = await api.listAlerts(
        { ...question, limit: MOST_ASKED },
        { signal },
      );
      if (signal.aborted) return;
      setFound(items);
      setError(undefined);
      accept(items);
      leftOut(shown.items, items, question).forEach(({ id, updatedAt }) => {
        if (asked.get(id) !== updatedAt) wanted.add(id);
        asked.set(id, updatedAt);
      });
      items.forEach(({ id }) => wanted.delete(id));
    };
    const renewEach = async (ids: ReadonlySet<string>): Promise<void> => {
      const answers = await Promise.allSettled(
        Array.from(ids, id => api.getAlert(id, { signal })),
      );
      if (signal.aborted) return;
      // Nothing to tell of a refusal: the row is as old as it was before.
      latest.current.accept(
        answers.flatMap(each =>
          each.status === 'fulfilled' ? [each.value] : [],
        ),
      );
    };
    const gathering = new Gathering<string>(async wishes => {
      latest.current.onRenew();
      const known = new Set(latest.current.shown.items.map(({ id }) => id));
      const ids = new Set<string>();
      let isListAsked = false;
      for (const wish of wishes) {
        if (known.has(wish)) ids.add(wish);
        else isListAsked = true;
      }
      try {
        if (isListAsked || ids.size > FEW) await renewList(ids);
        if (!signal.aborted && ids.size > 0) await renewEach(ids);
      } catch (failure) {
        if (!signal.aborted) setError(toError(failure));
      }
    }, LIVE_PAUSE_MS);
    renewal.current = gathering;
    return () => {
      gathering.end();
      controller.abort();
      setFound([]);
      setError(undefined);
    };
  }, [api, key]);

  const renew = useCallback(
    (ids?: readonly string[]) => renewal.current?.wish(...(ids ?? [THE_LIST])),
    [],
  );
  useEvery(key === undefined ? undefined : LIVE_EVERY_MS, renew);
  useChangeSignal(({ type, id }) => {
    if (type === 'alert') renew([id]);
  });

  const { shown, query } = watched;
  const { order } = query();
  const newer = useMemo(
    () => countNewer(shown, found, order),
    [shown, found, order],
  );
  return { newer, error, renew };
}

/** Those of a list that an answer to its question should have held, and did not. */
function leftOut(
  shown: readonly Alert[],
  found: readonly Alert[],
  question: ListAlertsQuery,
): readonly Alert[] {
  const known = new Set(found.map(({ id }) => id));
  const now = new Date();
  const end = found.length < MOST_ASKED ? undefined : found.at(-1);
  return shown.filter(
    alert =>
      !known.has(alert.id) &&
      isAskedFor(alert, question, now) &&
      (!end || comesBefore(alert, end, question.order)),
  );
}

/** Without those that a further page of the list would show. */
function countNewer(
  shown: Page<Alert>,
  found: readonly Alert[],
  order: ListAlertsQuery['order'],
): number {
  const known = new Set(shown.items.map(({ id }) => id));
  const end = shown.nextCursor === undefined ? undefined : shown.items.at(-1);
  return found.filter(
    alert => !known.has(alert.id) && (!end || comesBefore(alert, end, order)),
  ).length;
}
