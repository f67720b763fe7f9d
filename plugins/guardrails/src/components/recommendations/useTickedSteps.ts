/** Which steps of a recommendation the reader has ticked off: their own note, kept where they keep their settings. */
import { useCallback } from 'react';
import { useStored } from '../../data';

const NONE: number[] = [];

/** The ticked steps as indexes, and the way to tick one or take it back. */
export function useTickedSteps(
  recommendationId: string,
): [ReadonlySet<number>, (step: number) => void] {
  const [ticked = NONE, store] = useStored<number[]>(
    'guardrails-ticked-steps',
    recommendationId,
  );
  const toggle = useCallback(
    (step: number) => {
      store(
        ticked.includes(step)
          ? ticked.filter(each => each !== step)
          : [...ticked, step].sort((a, b) => a - b),
      );
    },
    [store, ticked],
  );
  return [new Set(ticked), toggle];
}
