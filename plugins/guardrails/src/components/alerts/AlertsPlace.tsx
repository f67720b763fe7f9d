/** Where a list of alerts stands: as wide as it is, a row is one line or two. */
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

/** From this width on a row fits on one line with room for a title. */
const ONE_LINE_REM = 60;

/** Selects what is in a place where a row is one line. */
export const ONE_LINE = '[data-one-line=true] &';

/**
 * Measures instead of asking with a container query: with thousands of rows in the container the browser takes several
 * times as long for every change of a style.
 */
export function AlertsPlace(props: { readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isOneLine, setIsOneLine] = useState(false);
  useLayoutEffect(() => {
    const measured = place.current!;
    const measure = () => {
      const { fontSize } = getComputedStyle(document.documentElement);
      setIsOneLine(
        measured.clientWidth >= ONE_LINE_REM * (parseFloat(fontSize) || 16),
      );
    };
    measure();
    if (typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} data-one-line={isOneLine}>
      {props.children}
    </div>
  );
}
