/** Leads the focus into a form that a button opens, and back to the button when the form closes. */
import { type RefObject, useEffect, useRef } from 'react';

/** @returns to be the `ref` of the form */
export function useOpenedForm(): RefObject<HTMLFormElement> {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    form.current?.querySelector<HTMLElement>('input,textarea,select')?.focus();
    return () => {
      // Whoever is elsewhere by now stays there.
      if (document.activeElement !== document.body) return;
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    };
  }, []);
  return form;
}
