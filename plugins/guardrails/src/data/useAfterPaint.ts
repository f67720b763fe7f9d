/** Lets what a reader sees first be painted before what is further down is made. */
import { startTransition, useEffect, useState } from 'react';

/** False until the component has been on the screen once. */
export function useAfterPaint(): boolean {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() =>
      startTransition(() => setPainted(true)),
    );
    return () => cancelAnimationFrame(frame);
  }, []);
  return isPainted;
}
