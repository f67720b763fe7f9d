/** Does something every so often while the page is looked at. */
import { useEffect, useRef } from 'react';

/**
 * What was due while nobody looked is done as soon as somebody looks again.
 *
 * @param everyMs - milliseconds; undefined: never
 */
export function useEvery(everyMs: number | undefined, act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    let isDue = false;
    const actIfSeen = () => {
      isDue = document.hidden;
      if (!isDue) latest.current();
    };
    const onVisibility = () => {
      if (isDue) actIfSeen();
    };
    const timer = setInterval(actIfSeen, everyMs);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [everyMs]);
}
