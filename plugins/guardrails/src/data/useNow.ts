/** The current time, renewed often enough for ages on the screen to stay true. */
import { useSyncExternalStore } from 'react';

/** Ages are told in minutes at the finest. */
const RENEW_EVERY_MS = 60_000;

/** One clock for all that look at it: a list shows hundreds of ages. */
class Clock {
  readonly #lookers = new Set<() => void>();
  #now = new Date();
  #timer: ReturnType<typeof setInterval> | undefined;

  readonly subscribe = (looker: () => void): (() => void) => {
    this.#lookers.add(looker);
    this.#timer ??= setInterval(() => {
      this.#now = new Date();
      this.#lookers.forEach(look => look());
    }, RENEW_EVERY_MS);
    return () => {
      this.#lookers.delete(looker);
      if (this.#lookers.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  };

  readonly now = (): Date => {
    // A clock that nobody looked at has stood still.
    const behind = Math.abs(Date.now() - this.#now.getTime());
    if (behind >= RENEW_EVERY_MS) this.#now = new Date();
    return this.#now;
  };
}

const clock = new Clock();

/** The current time; the component renders again each minute. */
export function useNow(): Date {
  return useSyncExternalStore(clock.subscribe, clock.now);
}

/**
 * What is said of the current time. The component renders again when the text is another one, and not each minute: of
 * the hundreds of ages in a list few change at once.
 *
 * @param toText - pure
 */
export function useTextOfNow(toText: (now: Date) => string): string {
  return useSyncExternalStore(clock.subscribe, () => toText(clock.now()));
}
