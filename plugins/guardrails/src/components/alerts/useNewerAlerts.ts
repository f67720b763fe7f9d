/** Counts the alerts that arrived after a list was loaded, so that the list need not move under the reader. */
import { useApi } from '@backstage/core-plugin-api';
import type {
  Alert,
  ListAlertsQuery,
} from '@cloudops/plugin-guardrails-common';
import { useMemo } from 'react';
import { guardrailsApiRef } from '../../api';
import { useRequest } from '../../data';

/** Detection runs a few times an hour at most; a minute is soon enough. */
const ASK_EVERY_MS = 60_000;

/** More than this many are told as `50+`. */
export const MOST_COUNTED = 50;

/**
 * @param key - names the list; undefined while it is not loaded
 * @param shown - what the list shows
 * @param query - the question the list asked
 */
export function useNewerAlerts(
  key: string | undefined,
  shown: readonly Alert[],
  query: () => ListAlertsQuery,
): { readonly count: number; readonly recount: () => void } {
  const api = useApi(guardrailsApiRef);
  const { newest, known } = useMemo(
    () => ({
      newest: shown
        .map(alert => alert.detectedAt)
        .reduce((a, b) => (Date.parse(a) > Date.parse(b) ? a : b), ''),
      known: new Set(shown.map(alert => alert.id)),
    }),
    [shown],
  );
  const { value, reload } = useRequest(
    key === undefined ? undefined : `${key} ${newest}`,
    signal =>
      api.listAlerts(
        {
          ...query(),
          ...(newest && { from: newest }),
          order: 'detectedAt',
          limit: MOST_COUNTED,
        },
        { signal },
      ),
    { refreshEvery: ASK_EVERY_MS },
  );
  return {
    count: value?.items.filter(alert => !known.has(alert.id)).length ?? 0,
    recount: reload,
  };
}
