/** Lets what a reader sees first be painted before what is further down is made. */
import { useEffect, useState } from 'react';

/**
 * False until the component has been on the screen once.
 *
 * The update is an ordinary one: a transition may be begun anew, and Material UI keeps the styles of each beginning, also
 * when the theme has changed since.
 */
export function useAfterPaint(): boolean {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A frame is painted after its callbacks: what comes next comes after the paint.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setPainted(true));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return isPainted;
}
