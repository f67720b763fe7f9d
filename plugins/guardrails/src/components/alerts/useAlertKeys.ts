/** Works through a list of alerts from the keyboard: from row to row, the next step on each, the filters, the help. */
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

/** What the keys do, some of them to the alert whose row has the focus; undefined where none has it. */
export interface AlertKeyActions {
  /** Leads the focus to the row of an alert, which may be far from the screen. */
  readonly goTo: (id: string) => void;
  readonly acknowledge: (id: string | undefined) => void;
  readonly resolve: (id: string | undefined) => void;
  /** Chooses the row, or no longer. */
  readonly toggle: (id: string | undefined) => void;
  readonly help: () => void;
}

/** Marks a row, with the id of its alert. */
export const ALERT_ROW = 'data-alert-id';

/** The id of the alert in whose row something is. */
export function alertOf(place: EventTarget | null): string | undefined {
  const row = place instanceof Element && place.closest(`[${ALERT_ROW}]`);
  return (row && row.getAttribute(ALERT_ROW)) || undefined;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    // A ticked box takes no letters.
    !(target instanceof HTMLInputElement && target.type === 'checkbox')
  );
}

/**
 * j and k go to the next and the previous row, a and r take its next step, x chooses it, / goes to the filters and Esc
 * back, ? tells of all this. Nothing else happens while someone types, and nothing with Ctrl, Alt or Meta.
 *
 * @param areOn - whether they do, but for Esc: who speaks to their computer, or hits keys by chance, can switch them off
 * @param root - the element around list and filters
 * @param listed - all of the list, whether the page has their rows or not
 * @param last - where the reader was last in the list, for who comes back from elsewhere
 */
export function useAlertKeys(
  areOn: boolean,
  root: RefObject<HTMLElement>,
  listed: readonly { readonly id: string }[],
  last: RefObject<string | undefined>,
  actions: AlertKeyActions,
): void {
  // As soon as it is drawn: keys come fast.
  const latest = useRef({ listed, ...actions });
  useLayoutEffect(() => {
    latest.current = { listed, ...actions };
  });
  useEffect(() => {
    const go = (step: 1 | 0 | -1) => {
      const { listed: alerts, goTo } = latest.current;
      const at = alerts.findIndex(({ id }) => id === last.current);
      const next =
        at === -1
          ? alerts.at(step === -1 ? -1 : 0)
          : alerts[at + step] ?? alerts[at];
      if (next) goTo(next.id);
    };
    const isFilter = (target: EventTarget | null) =>
      target instanceof Node && root.current?.contains(target);
    const focused = () => alertOf(document.activeElement);
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.defaultPrevented) return;
      // What is open above the page has the keyboard for itself.
      if (document.querySelector('[role="dialog"]')) return;
      if (document.activeElement?.closest('[role="menu"]')) return;
      if (isTyping(event.target)) {
        if (event.key !== 'Escape' || !isFilter(event.target)) return;
        // A search field would be emptied by it.
        event.preventDefault();
        go(0);
        return;
      }
      if (!areOn) return;
      const keys: Readonly<Record<string, () => void>> = {
        j: () => go(1),
        k: () => go(-1),
        a: () => latest.current.acknowledge(focused()),
        r: () => latest.current.resolve(focused()),
        x: () => latest.current.toggle(focused()),
        '/': () =>
          root.current
            ?.querySelector<HTMLElement>('input[type="search"], select')
            ?.focus(),
        '?': () => latest.current.help(),
      };
      if (!Object.hasOwn(keys, event.key)) return;
      event.preventDefault();
      keys[event.key]();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [areOn, root, last]);
}
