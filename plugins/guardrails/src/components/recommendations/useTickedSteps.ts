/** Which steps of a recommendation the reader has ticked off: their own note, kept where they keep their settings. */
import { storageApiRef, useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect, useMemo, useState } from 'react';

/** The ticked steps as indexes, and the way to tick one or take it back. */
export function useTickedSteps(
  recommendationId: string,
): [ReadonlySet<number>, (step: number) => void] {
  const storage = useApi(storageApiRef);
  const bucket = useMemo(
    () => storage.forBucket('guardrails-ticked-steps'),
    [storage],
  );
  const [ticked, setTicked] = useState<readonly number[]>(
    () => bucket.snapshot<number[]>(recommendationId).value ?? [],
  );
  useEffect(() => {
    const subscription = bucket
      .observe$<number[]>(recommendationId)
      .subscribe(snapshot => setTicked(snapshot.value ?? []));
    return () => subscription.unsubscribe();
  }, [bucket, recommendationId]);
  const toggle = useCallback(
    (step: number) => {
      const next = ticked.includes(step)
        ? ticked.filter(each => each !== step)
        : [...ticked, step].sort((a, b) => a - b);
      setTicked(next);
      bucket.set(recommendationId, next);
    },
    [bucket, recommendationId, ticked],
  );
  return [new Set(ticked), toggle];
}
