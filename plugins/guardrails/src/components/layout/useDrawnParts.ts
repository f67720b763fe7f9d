/** Which parts of a long list are in the page: those near the screen, the ends, and those around the focus. */
import {
  startTransition,
  type FocusEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';

export interface DrawnParts {
  readonly isDrawn: (part: number) => boolean;
  /** Draws a part at once, and keeps it in the page. */
  readonly bring: (part: number) => void;
  /** Of the list: where the focus is, or was last, the page keeps what belongs to it. */
  readonly onFocus: (event: FocusEvent) => void;
}

/** Until a browser has told what is on the screen. */
const FIRST: ReadonlySet<number> = new Set([0]);

/**
 * With each part those beside it are drawn: who scrolls on finds them there, and so do the Tab key and a screen reader.
 * The first and the last are there always, which is where both come from.
 *
 * @param list - each of its children is a part
 * @param count - of parts
 */
export function useDrawnParts(
  list: RefObject<HTMLElement>,
  count: number,
): DrawnParts {
  const onScreen = useOnScreen(list, count);
  const near = useAfterItsFrame(onScreen);
  const isPrinted = usePrinted();
  const [kept, setKept] = useState(0);
  const isDrawn = (part: number) =>
    isPrinted ||
    onScreen === 'all' ||
    near === 'all' ||
    part === 0 ||
    part === count - 1 ||
    Math.abs(part - kept) <= 1 ||
    onScreen.has(part) ||
    [part - 1, part, part + 1].some(each => near.has(each));

  const latest = useRef(isDrawn);
  useEffect(() => {
    latest.current = isDrawn;
  });
  const bring = useCallback((part: number) => {
    if (!latest.current(part)) flushSync(() => setKept(part));
  }, []);
  const onFocus = useCallback(
    ({ target }: FocusEvent) =>
      setKept(
        Array.from(list.current!.children).findIndex(part =>
          part.contains(target),
        ),
      ),
    [list],
  );
  return { isDrawn, bring, onFocus };
}

/** Asks the browser and not the scroll position: which element scrolls is the app's business. */
function useOnScreen(
  list: RefObject<HTMLElement>,
  count: number,
): ReadonlySet<number> | 'all' {
  const [onScreen, setOnScreen] = useState(FIRST);
  const canTell = typeof IntersectionObserver !== 'undefined';
  useEffect(() => {
    if (!canTell) return undefined;
    const parts = Array.from(list.current!.children);
    const observer = new IntersectionObserver(entries =>
      setOnScreen(before => {
        const after = new Set(before);
        for (const { target, isIntersecting } of entries) {
          const part = parts.indexOf(target);
          if (isIntersecting) after.add(part);
          else after.delete(part);
        }
        return after;
      }),
    );
    parts.forEach(part => observer.observe(part));
    return () => observer.disconnect();
  }, [list, count, canTell]);
  return canTell ? onScreen : 'all';
}

/**
 * What is seen is drawn first, what is beside it in a frame of its own, while the page goes on reacting: a browser holds
 * what is on the screen in its place when something above it grows, unless it grew in the same frame.
 */
function useAfterItsFrame<T>(value: T): T {
  const [after, setAfter] = useState(value);
  useEffect(() => {
    requestAnimationFrame(() => startTransition(() => setAfter(value)));
  }, [value]);
  return after;
}

function usePrinted(): boolean {
  const [isPrinted, setIsPrinted] = useState(false);
  useEffect(() => {
    const before = () => flushSync(() => setIsPrinted(true));
    const after = () => setIsPrinted(false);
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
  return isPrinted;
}
