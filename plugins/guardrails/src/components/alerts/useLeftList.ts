/** The list of alerts that a reader left for one of them, so that the way back leads to where it was. */
import { useApi } from '@backstage/core-plugin-api';
import type { Alert } from '@cloudops/plugin-guardrails-common';
import { useEffect, useRef, useState } from 'react';
import { NavigationType, useNavigationType } from 'react-router-dom';
import { guardrailsApiRef } from '../../api';
import { type Page, recall, remember } from '../../data';

export interface LeftList {
  /** Names the list. */
  readonly key: string;
  /** All that was read of it. */
  readonly page: Page<Alert>;
  /** The alert in whose row the reader was. */
  readonly alertId: string;
}

/** One is enough: further back than the last list nobody expects to find a place. */
const LEFT = 'left-alerts';

/** The list as it was left, where the reader comes back to it; who follows a link to it sees it anew. */
export function useLeftList(key: string): LeftList | undefined {
  const api = useApi(guardrailsApiRef);
  const isWayBack = useNavigationType() === NavigationType.Pop;
  const [left] = useState(() => {
    const last = isWayBack ? recall<LeftList>(api, LEFT) : undefined;
    return last?.key === key ? last : undefined;
  });
  return left;
}

/** @param leave - how the list is left; undefined where there is nothing to come back to */
export function useLeaving(leave: () => LeftList | undefined): void {
  const api = useApi(guardrailsApiRef);
  const latest = useRef(leave);
  useEffect(() => {
    latest.current = leave;
  });
  useEffect(
    () => () => {
      const left = latest.current();
      if (left) remember(api, LEFT, left);
    },
    [api],
  );
}
