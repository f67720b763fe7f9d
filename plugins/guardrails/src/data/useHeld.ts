/** Keeps a view from being drawn before something beside it is known that would move it. */
import { useEffect, useRef } from 'react';
import type { Request } from './useRequest';

/**
 * Whether the view has to wait. One that was drawn stays: a reader who narrows it asked for the change.
 *
 * @param isKnown - what it waits for is there, or will not come
 * @param isReady - the view itself could be drawn
 */
export function useHeld(isKnown: boolean, isReady: boolean): boolean {
  const drawn = useRef(false);
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
