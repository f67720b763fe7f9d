/** Leads the focus into a form that a button opens, and back to the button when the form closes. */
import { type RefObject, useEffect, useRef } from 'react';

/** Gives the focus back, when what is opened closes, to what had it before. */
export function useReturnedFocus(): void {
  useEffect(() => {
    const opener = document.activeElement;
    return () => {
      // Whoever is elsewhere by now stays there.
      if (document.activeElement !== document.body) return;
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, []);
}

/** @returns to be the `ref` of the form */
export function useOpenedForm(): RefObject<HTMLFormElement> {
  const form = useRef<HTMLFormElement>(null);
  useReturnedFocus();
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input,textarea,select')?.focus();
  }, []);
  return form;
}
