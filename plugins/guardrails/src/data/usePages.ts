/** Asks the API for a list page by page, and keeps what was already shown where it is. */
import {
  startTransition,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { toError } from './toError';
import { useRequest, type Request, type RequestSettings } from './useRequest';

/** One page as every list of the API answers it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
  readonly totalItems?: number;
}

/** The state of a list that grows by pages. */
export interface Pages<T> {
  /** The first page as a request; its value grows by the further pages. Reloading starts over with the first page. */
  readonly request: Request<Page<T>>;
  /** There is a further page. */
  readonly hasMore: boolean;
  /** A further page is under way. */
  readonly loadingMore: boolean;
  /** Why the newest attempt at a further page failed. */
  readonly moreError?: Error;
  readonly loadMore: () => void;
  /** Changes what is shown without asking, such as an item that a change came back with. */
  readonly edit: (change: (page: Page<T>) => Page<T>) => void;
}

interface MoreState {
  readonly loading: boolean;
  readonly error?: Error;
}

const IDLE: MoreState = { loading: false };

/**
 * Loads the first page of `key` at once and further pages on demand. An item that comes twice, because the list
 * moved between two pages, is shown once.
 *
 * @param key - names the question (filters, scope); undefined asks nothing yet
 * @param load - asks for one page; without a cursor, the first
 */
export function usePages<T extends { readonly id: string }>(
  key: string | undefined,
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  settings: Omit<RequestSettings<Page<T>>, 'refreshEvery'> = {},
): Pages<T> {
  const first = useRequest<Page<T>>(
    key,
    signal => load(undefined, signal),
    settings,
  );
  const [more, setMore] = useState<MoreState>(IDLE);

  // As soon as it is drawn: who clicks at once asks for what comes after it.
  const latest = useRef({ page: first.value, load });
  useLayoutEffect(() => {
    latest.current = { page: first.value, load };
  });

  // What a further page belongs to ends with the key, and with the screen.
  const controller = useRef<AbortController | undefined>(undefined);
  useEffect(() => {
    setMore(IDLE);
    return () => {
      controller.current?.abort();
      controller.current = undefined;
    };
  }, [key]);

  // Under way until it is drawn: before that, the page that is shown would be asked for its next one again.
  useLayoutEffect(() => {
    if (!more.loading) controller.current = undefined;
  }, [more]);

  const { edit, reload: reloadFirst } = first;

  const loadMore = useCallback(() => {
    const cursor = latest.current.page?.nextCursor;
    if (!cursor || controller.current) return;
    const current = new AbortController();
    controller.current = current;
    setMore({ loading: true });
    latest.current.load(cursor, current.signal).then(
      next => {
        if (current.signal.aborted) return;
        // Below a list of thousands: the page goes on reacting while it is drawn.
        startTransition(() => {
          edit(page => {
            const known = new Set(page.items.map(item => item.id));
            return {
              ...next,
              items: [
                ...page.items,
                ...next.items.filter(item => !known.has(item.id)),
              ],
            };
          });
          setMore(IDLE);
        });
      },
      error => {
        if (current.signal.aborted) return;
        setMore({ loading: false, error: toError(error) });
      },
    );
  }, [edit]);

  const reload = useCallback(() => {
    controller.current?.abort();
    controller.current = undefined;
    setMore(IDLE);
    reloadFirst();
  }, [reloadFirst]);

  return {
    request: { ...first, reload },
    hasMore: first.value?.nextCursor !== undefined,
    loadingMore: more.loading,
    moreError: more.error,
    loadMore,
    edit,
  };
}
