/** What a reader has set for themselves, kept where the portal keeps their settings. */
import { storageApiRef, useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect, useMemo, useState } from 'react';

type Setting = boolean | number[];

/** @returns undefined while nothing is stored, or not known to be */
export function useStored<T extends Setting>(
  bucketName: string,
  key: string,
): [value: T | undefined, store: (value: T) => void] {
  const storage = useApi(storageApiRef);
  const bucket = useMemo(
    () => storage.forBucket(bucketName),
    [storage, bucketName],
  );
  const [value, setValue] = useState(() => bucket.snapshot<T>(key).value);
  useEffect(() => {
    const subscription = bucket
      .observe$<T>(key)
      .subscribe(snapshot => setValue(() => snapshot.value));
    return () => subscription.unsubscribe();
  }, [bucket, key]);
  const store = useCallback(
    (next: T) => {
      setValue(() => next);
      bucket.set(key, next);
    },
    [bucket, key],
  );
  return [value as T | undefined, store];
}
