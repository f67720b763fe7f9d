/** Which alerts of a list a reader has chosen, to act on them together. */
import type { Alert } from '@cloudops/plugin-guardrails-common';
import { startTransition, useCallback, useState } from 'react';

export interface Chosen {
  /** In the order of the list; what has left the list is chosen no longer. */
  readonly alerts: readonly Alert[];
  readonly has: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  /** Chooses all that the list shows. */
  readonly all: () => void;
  readonly clear: () => void;
}

/** @param listed - what the list shows */
export function useChosen(listed: readonly Alert[]): Chosen {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (id: string) =>
      setIds(before => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      }),
    [],
  );
  // Thousands of rows may change: the page goes on reacting meanwhile.
  const clear = useCallback(() => startTransition(() => setIds(new Set())), []);
  return {
    alerts: listed.filter(({ id }) => ids.has(id)),
    has: id => ids.has(id),
    toggle,
    all: () =>
      startTransition(() => setIds(new Set(listed.map(({ id }) => id)))),
    clear,
  };
}
