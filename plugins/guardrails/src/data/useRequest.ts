/** Asks the API for what a screen shows, and keeps the answer while a newer one is on its way. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { forget, recall, remember } from './remembered';
import { toError } from './toError';
import { useEvery } from './useEvery';

/** The state of one question to the API. */
export interface Request<T> {
  /** The newest answer; kept while it is asked for again, and when asking again fails. */
  readonly value?: T;
  /** Why the newest attempt failed; undefined while one is under way. */
  readonly error?: Error;
  /** An attempt is under way. Together with `value`: what is shown may be about to change. */
  readonly loading: boolean;
  /** Asks again. */
  readonly reload: () => void;
  /** Puts a newer answer in place, such as the one a change came back with. */
  readonly replace: (value: T) => void;
  /** Changes the answer in place, if there is one. Several changes add up, in whatever order they are drawn. */
  readonly edit: (change: (value: T) => T) => void;
}

export interface RequestSettings<T = unknown> {
  /**
   * Show the answer of the key before until this key's has come (a new range, a new filter), or until it is known that
   * none comes; otherwise it is dropped.
   */
  readonly keepPrevious?: boolean | 'until-refused';
  /**
   * Who answers: shows its last answer to this key at once, also when the screen was closed meanwhile, and asks anew.
   * The key has to name the question across all screens.
   */
  readonly rememberedBy?: object;
  /** The answer to the first key, which is not asked for then. */
  readonly given?: T;
  /** Ask again this many milliseconds after each answer, while the page is visible; undefined: not by itself. */
  readonly refreshEvery?:
    | number
    | ((value: T | undefined) => number | undefined);
}

interface Settled<T> {
  readonly key?: string;
  readonly attempt?: number;
  readonly value?: T;
  readonly error?: Error;
}

/**
 * Asks once for each `key`, aborts what nobody waits for any more.
 *
 * @param key - names the question: the same key is the same question; undefined asks nothing yet
 * @param load - asks; its signal aborts when the key changes or the screen goes away
 */
export function useRequest<T>(
  key: string | undefined,
  load: (signal: AbortSignal) => Promise<T>,
  settings: RequestSettings<T> = {},
): Request<T> {
  const { keepPrevious = false, rememberedBy, given } = settings;
  const [attempt, setAttempt] = useState(0);
  const [settled, setSettled] = useState<Settled<T>>(
    given === undefined ? {} : { key, attempt, value: given },
  );
  const isGiven = useRef(given !== undefined);
  const latest = useRef({ load, keepPrevious });
  useEffect(() => {
    latest.current = { load, keepPrevious };
  });

  useEffect(() => {
    if (key === undefined) return undefined;
    if (isGiven.current) {
      isGiven.current = false;
      return undefined;
    }
    const controller = new AbortController();
    const settle = (next: (before: Settled<T>) => Settled<T>) => {
      if (!controller.signal.aborted) setSettled(next);
    };
    const shownUntilNow = (before: Settled<T>): T | undefined => {
      if (before.key === key) return before.value;
      const remembered = rememberedBy && recall<T>(rememberedBy, key);
      const isKept = latest.current.keepPrevious === true;
      const previous = isKept ? before.value : undefined;
      return remembered ?? previous;
    };
    latest.current.load(controller.signal).then(
      value => {
        if (rememberedBy && !controller.signal.aborted) {
          remember(rememberedBy, key, value);
        }
        settle(() => ({ key, attempt, value }));
      },
      error => {
        // What the reader may not see any more, or is gone.
        const isGone = [401, 403, 404].includes(error?.statusCode);
        if (rememberedBy && isGone) forget(rememberedBy, key);
        settle(before => ({
          key,
          attempt,
          value: shownUntilNow(before),
          error: toError(error),
        }));
      },
    );
    return () => controller.abort();
  }, [key, attempt, rememberedBy]);

  const reload = useCallback(() => setAttempt(before => before + 1), []);
  const replace = useCallback(
    (value: T) => setSettled(before => ({ ...before, value })),
    [],
  );
  const edit = useCallback(
    (change: (value: T) => T) =>
      setSettled(before =>
        before.value === undefined
          ? before
          : { ...before, value: change(before.value) },
      ),
    [],
  );

  const answersKey = key !== undefined && settled.key === key;
  const done = answersKey && settled.attempt === attempt;
  const loading = key !== undefined && !done;
  const remembered =
    rememberedBy && key !== undefined
      ? recall<T>(rememberedBy, key)
      : undefined;
  const previous = keepPrevious ? settled.value : undefined;
  const value = answersKey ? settled.value : remembered ?? previous;
  const refreshEvery =
    typeof settings.refreshEvery === 'function'
      ? settings.refreshEvery(value)
      : settings.refreshEvery;

  useEvery(loading ? undefined : refreshEvery, reload);

  return {
    value,
    error: done ? settled.error : undefined,
    loading,
    reload,
    replace,
    edit,
  };
}
