/** Keeps a list from being drawn before it is known what warns above it: the warning would push it down. */
import { useEffect, useRef } from 'react';
import type { Request } from '../../data';
import type { LastCheck } from './useLastCheck';

/**
 * Whether the list has to wait. One that was drawn stays: a reader who narrows it asked for the change.
 *
 * @param isReady - the list itself could be drawn
 */
export function useHeldForCheck(
  check: Request<LastCheck>,
  isReady: boolean,
): boolean {
  const drawn = useRef(false);
  const isKnown = check.value !== undefined || check.error !== undefined;
  const isDrawn = isReady && isKnown;
  useEffect(() => {
    if (isDrawn) drawn.current = true;
  }, [isDrawn]);
  return isReady && !isKnown && !drawn.current;
}

/** A request whose answer has not come, for what has to wait. */
export function held<T>(request: Request<T>): Request<T> {
  return { ...request, value: undefined, error: undefined };
}
