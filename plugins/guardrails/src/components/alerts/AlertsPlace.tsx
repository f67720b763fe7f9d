/** Where a list of alerts stands: as wide as it is, a row is one line or two. */
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { ALERT_ROW } from './useAlertKeys';

/** From this width on a row fits on one line with room for a title. */
const ONE_LINE_REM = 60;

/** Selects what is in a place where a row is one line. */
export const ONE_LINE = '[data-one-line=true] &';

/** The first row on the screen, where the list begins above it. */
function firstOnScreen(place: HTMLElement): Element | undefined {
  if (place.getBoundingClientRect().top >= 0) return undefined;
  return Array.from(place.querySelectorAll(`[${ALERT_ROW}]`)).find(row => {
    const { top, bottom } = row.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  });
}

/**
 * Measures instead of asking with a container query: with thousands of rows in the container the browser takes several
 * times as long for every change of a style.
 */
export function AlertsPlace(props: { readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isOneLine, setIsOneLine] = useState(false);
  useLayoutEffect(() => {
    const measured = place.current!;
    const fitsOneLine = () => {
      const { fontSize } = getComputedStyle(document.documentElement);
      return (
        measured.clientWidth >= ONE_LINE_REM * (parseFloat(fontSize) || 16)
      );
    };
    let was = fitsOneLine();
    setIsOneLine(was);
    if (typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(() => {
      const is = fitsOneLine();
      if (is === was) return;
      was = is;
      // All rows become higher, or lower: who turns a tablet goes on with the row that was the first in sight.
      const row = firstOnScreen(measured);
      flushSync(() => setIsOneLine(is));
      row?.scrollIntoView({ block: 'start' });
    });
    observer.observe(measured);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} data-one-line={isOneLine}>
      {props.children}
    </div>
  );
}
