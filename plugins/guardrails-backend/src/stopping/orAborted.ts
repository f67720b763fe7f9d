/** Ends a wait when a run is stopped, for what takes no signal itself. */

/** What `work` comes to, or the signal's reason as soon as it aborts; nobody waits for `work` then. */
export async function orAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The pages as they come, or the signal's reason as soon as it aborts, also in the wait for a page. */
export async function* pagesUntilAborted<T>(
  pages: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const iterator = pages[Symbol.asyncIterator]();
  try {
    while (true) {
      const page = await orAborted(iterator.next(), signal);
      if (page.done) return;
      yield page.value;
    }
  } finally {
    // Not awaited: it would wait for the very page that nobody waits for any more.
    iterator.return?.()?.catch(() => {});
  }
}
