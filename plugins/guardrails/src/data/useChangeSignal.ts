/** Tells a page that something changed on the server; in portals without signals it is told nothing, and asks by itself. */
import { useSignal } from '@backstage/plugin-signals-react';
import {
  GUARDRAILS_SIGNAL_CHANNEL,
  type GuardrailsSignal,
} from '@cloudops/plugin-guardrails-common';
import { useEffect, useRef } from 'react';

/** @param onChange - told which alert or recommendation changed; what it is now, it asks with the reader's permissions */
export function useChangeSignal(
  onChange: (signal: GuardrailsSignal) => void,
): void {
  const { lastSignal } = useSignal<GuardrailsSignal>(GUARDRAILS_SIGNAL_CHANNEL);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (lastSignal) latest.current(lastSignal);
  }, [lastSignal]);
}
