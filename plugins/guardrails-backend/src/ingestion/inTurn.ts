/** Works through many accounts, a few at a time, until all are done or the run is stopped. */
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Each waits for an answer of AWS most of its time, so a few at once shorten a run of many; each also takes a
 * connection to the database while it stores, of the ten that a plugin has.
 */
const AT_ONCE = 4;

/** What began together would ask together ever after, all at once and then none. */
const JITTER_MS = 100;

/**
 * Does `work` for each of the items, in their order. Rejects with what `work` throws, or with the signal's reason,
 * once what had begun has ended; `work` is to note by itself what must not stop the others.
 */
export async function inTurn<T>(
  items: readonly T[],
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  let failure: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    for (const item of waiting) {
      if (failure || signal.aborted) {
        return;
      }
      try {
        await work(item);
        await pause(
          items.length > AT_ONCE ? Math.random() * JITTER_MS : 0,
          undefined,
          { signal },
        );
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, items.length) }, worker),
  );
  signal.throwIfAborted();
  if (failure) {
    throw failure.error;
  }
}
