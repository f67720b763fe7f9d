/** Keeps recommendations true while they are read: what changes shows in its card, and the card stays where it is. */
import { useApi } from '@backstage/core-plugin-api';
import type {
  ListRecommendationsQuery,
  Recommendation,
} from '@cloudops/plugin-guardrails-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { guardrailsApiRef } from '../../api';
import {
  Gathering,
  LIVE_EVERY_MS,
  LIVE_PAUSE_MS,
  MOST_ASKED,
  useChangeSignal,
  useEvery,
} from '../../data';
import { toError } from '../../data/toError';
import { groupOf } from './groups';

/** When more than this changed they are asked for together. */
const FEW = 5;

/** A wish beside the ids of recommendations. */
const THE_LIST = '';

interface Watched {
  /** All that the page shows, as the API has listed it. */
  readonly shown: readonly Recommendation[];
  /** What the page shows a part of; without a cursor. */
  readonly query: ListRecommendationsQuery;
  /** The group of a recommendation is shown to its end. */
  readonly isWhole: (item: Recommendation) => boolean;
  /** Its own answer is on its way. */
  readonly isSaving: (id: string) => boolean;
}

export interface LiveRecommendations {
  /** The newest that is known of it. */
  readonly now: (item: Recommendation) => Recommendation;
  /** How many would stand in another group, or beside those that are shown, if the page were asked for anew. */
  readonly moved: number;
  /** Why it could not be asked; until it could again. */
  readonly error?: Error;
  readonly renew: () => void;
}

/** An alert has versions of its own. */
function differs(a: Recommendation, b: Recommendation): boolean {
  return (
    a.updatedAt !== b.updatedAt ||
    a.alertStatus !== b.alertStatus ||
    a.alertSeverity !== b.alertSeverity
  );
}

function isOlder(a: Recommendation, b: Recommendation): boolean {
  return Date.parse(a.updatedAt) < Date.parse(b.updatedAt);
}

/** @param key - names what the page shows; undefined while it is not there */
export function useLiveRecommendations(
  key: string | undefined,
  watched: Watched,
): LiveRecommendations {
  const api = useApi(guardrailsApiRef);
  /** Of what is shown, what is different by now; of the rest, what is new. */
  const [found, setFound] = useState<ReadonlyMap<string, Recommendation>>(
    new Map(),
  );
  const [error, setError] = useState<Error>();
  const latest = useRef(watched);
  useEffect(() => {
    latest.current = watched;
  });
  const renewal = useRef<Gathering<string>>();
  useEffect(() => {
    if (key === undefined) return undefined;
    // The page has just been asked for.
    setFound(new Map());
    setError(undefined);
    const controller = new AbortController();
    const { signal } = controller;

    const gathering = new Gathering<string>(async wishes => {
      const { shown, query, isWhole } = latest.current;
      const known = new Map(shown.map(item => [item.id, item]));
      const singly = new Set([...wishes].filter(id => known.has(id)));
      const isListed = wishes.size > singly.size || singly.size > FEW;
      try {
        const { items: listed } = isListed
          ? await api.listRecommendations(
              { ...query, sort: 'createdAt', limit: MOST_ASKED },
              { signal },
            )
          : { items: [] };
        listed.forEach(({ id }) => singly.delete(id));
        const answers = await Promise.allSettled(
          Array.from(singly, id => api.getRecommendation(id, { signal })),
        );
        if (signal.aborted) return;
        setError(undefined);
        // Nothing to tell of a refusal: the card is as old as it was before.
        const alone = answers.flatMap(each =>
          each.status === 'fulfilled' ? [each.value] : [],
        );
        const isNew = (item: Recommendation) =>
          wishes.has(item.id) ||
          isWhole(item) ||
          shown.every(
            each =>
              groupOf(each.status) !== groupOf(item.status) ||
              Date.parse(each.createdAt) < Date.parse(item.createdAt),
          );
        setFound(before => {
          const after = new Map(before);
          wishes.forEach(id => {
            if (!known.has(id)) after.delete(id);
          });
          for (const item of [...listed, ...alone]) {
            const seen = known.get(item.id);
            if (seen ? differs(item, seen) : isNew(item)) {
              after.set(item.id, item);
            }
          }
          return after;
        });
      } catch (failure) {
        if (!signal.aborted) setError(toError(failure));
      }
    }, LIVE_PAUSE_MS);
    renewal.current = gathering;
    return () => {
      gathering.end();
      controller.abort();
    };
  }, [api, key]);

  const renew = useCallback(() => renewal.current?.wish(THE_LIST), []);
  useEvery(key === undefined ? undefined : LIVE_EVERY_MS, renew);
  useChangeSignal(signal => {
    const { shown, isSaving } = latest.current;
    const ids =
      signal.type === 'recommendation'
        ? [signal.id]
        : shown
            .filter(({ alertId }) => alertId === signal.id)
            .map(({ id }) => id);
    renewal.current?.wish(...ids.filter(id => !isSaving(id)));
  });

  const now = (item: Recommendation) => {
    const newest = found.get(item.id);
    return newest && !isOlder(newest, item) ? newest : item;
  };
  const known = new Map(watched.shown.map(item => [item.id, item]));
  const moved = Array.from(found.values()).filter(({ id }) => {
    const seen = known.get(id);
    return !seen || groupOf(now(seen).status) !== groupOf(seen.status);
  });
  return { now, moved: moved.length, error, renew };
}
