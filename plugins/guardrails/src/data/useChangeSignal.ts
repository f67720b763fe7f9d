/** Tells a page that something changed on the server; in portals without signals it is told nothing, and asks by itself. */
import { useApiHolder } from '@backstage/core-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import {
  GUARDRAILS_SIGNAL_CHANNEL,
  type GuardrailsSignal,
} from '@cloudops/plugin-guardrails-common';
import { useEffect, useRef } from 'react';

/**
 * Of each signal: the portal's own hook keeps the last one for the next time that the page is drawn, and when many alerts
 * are changed at once the others are lost.
 *
 * @param onChange - told which alert or recommendation changed; what it is now, it asks with the reader's permissions
 */
export function useChangeSignal(
  onChange: (signal: GuardrailsSignal) => void,
): void {
  const signals = useApiHolder().get(signalApiRef);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(
    () =>
      signals?.subscribe<GuardrailsSignal>(GUARDRAILS_SIGNAL_CHANNEL, signal =>
        latest.current(signal),
      ).unsubscribe,
    [signals],
  );
}
