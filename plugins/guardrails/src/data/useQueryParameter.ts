/** A choice of the reader that lives in the page's address, so that a link shows the same. */
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/**
 * One query parameter of the address and the way to change it; the default is left out of the address.
 *
 * @param allowed - the values it may take, when they are few; anything else reads as the default
 */
export function useQueryParameter<T extends string>(
  name: string,
  defaultValue: T,
  allowed?: readonly T[],
): [T, (value: T) => void] {
  const [parameters, setParameters] = useSearchParams();
  const raw = parameters.get(name) as T | null;
  const value =
    raw !== null && (!allowed || allowed.includes(raw)) ? raw : defaultValue;
  const setValue = useCallback(
    (next: T) =>
      setParameters(
        before => {
          const after = new URLSearchParams(before);
          if (next === defaultValue) after.delete(name);
          else after.set(name, next);
          return after;
        },
        { replace: true },
      ),
    [name, defaultValue, setParameters],
  );
  return [value, setValue];
}
