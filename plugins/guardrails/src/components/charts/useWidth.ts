/** How wide an element is, in time for its first paint. */
import { RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Of the chart before, in pixels: a page that is opened again is as wide, and its chart is drawn once instead of twice. */
let latest = 600;

/** The element to measure, and its width in pixels; as wide as the one before where nothing can be measured. */
export function useWidth<E extends HTMLElement>(): [RefObject<E>, number] {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(latest);
  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) return undefined;
    const measure = () => {
      // What is not laid out has no width, but may have one later.
      if (measured.clientWidth > 0) latest = measured.clientWidth;
      setWidth(latest);
    };
    measure();
    if (typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(measured);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
