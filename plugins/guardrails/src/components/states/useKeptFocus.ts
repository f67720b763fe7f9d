/** Keeps the focus near when the control that had it goes: at the top of the page nobody finds back. */
import { type FocusEvent, type RefObject, useEffect, useRef } from 'react';

/** Focuses a place that takes no focus by itself, until the reader goes on from there. */
export function focusPlace(place: HTMLElement | null): void {
  if (!place) return;
  place.tabIndex = -1;
  place.addEventListener('blur', () => place.removeAttribute('tabindex'), {
    once: true,
  });
  place.focus({ preventScroll: true });
}

/** For the element around what comes and goes. */
export interface KeptFocus<E extends HTMLElement> {
  readonly ref: RefObject<E>;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: () => void;
}

/** @param isSettled - what comes is there; until then the focus waits */
export function useKeptFocus<E extends HTMLElement>(
  isSettled: boolean,
): KeptFocus<E> {
  const ref = useRef<E>(null);
  // A control that is left tells so; one that is taken away does not.
  const focused = useRef<Element>();
  useEffect(() => {
    if (!isSettled || !focused.current || focused.current.isConnected) return;
    focused.current = undefined;
    // A screen that knows better where to go on has done so by then.
    queueMicrotask(() => {
      if (document.activeElement === document.body) focusPlace(ref.current);
    });
  });
  return {
    ref,
    onFocus: ({ target }) => {
      focused.current = target;
    },
    onBlur: () => {
      focused.current = undefined;
    },
  };
}
