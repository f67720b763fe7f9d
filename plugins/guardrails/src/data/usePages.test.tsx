import { act, renderHook, waitFor } from '@testing-library/react';
import { usePages, type Page } from './usePages';

interface Item {
  readonly id: string;
  readonly name?: string;
}

/** A list of the API whose answers are given by hand, in any order. */
function listByHand() {
  const asked: {
    cursor: string | undefined;
    signal: AbortSignal;
    answer: (page: Page<Item>) => Promise<void>;
    refuse: (error: Error) => Promise<void>;
  }[] = [];
  const load = (cursor: string | undefined, signal: AbortSignal) =>
    new Promise<Page<Item>>((resolve, reject) => {
      asked.push({
        cursor,
        signal,
        answer: async page => act(async () => resolve(page)),
        refuse: async error => act(async () => reject(error)),
      });
    });
  return { asked, load };
}

const ids = (items?: readonly Item[]) => items?.map(item => item.id);

describe('usePages', () => {
  it('shows the first page, then adds the next one under it', async () => {
    const { asked, load } = listByHand();
    const { result } = renderHook(() => usePages('open', load));
    expect(result.current.request.loading).toBe(true);

    await asked[0].answer({
      items: [{ id: '1' }, { id: '2' }],
      nextCursor: 'after-2',
      totalItems: 3,
    });
    expect(ids(result.current.request.value?.items)).toEqual(['1', '2']);
    expect(result.current.request.value?.totalItems).toBe(3);
    expect(result.current.hasMore).toBe(true);

    act(() => result.current.loadMore());
    expect(result.current.loadingMore).toBe(true);
    expect(asked[1].cursor).toBe('after-2');
    await asked[1].answer({ items: [{ id: '3' }], totalItems: 3 });
    expect(ids(result.current.request.value?.items)).toEqual(['1', '2', '3']);
    expect(result.current.hasMore).toBe(false);
    expect(result.current.loadingMore).toBe(false);
  });

  it('shows an item once when the list moved between two pages', async () => {
    const { asked, load } = listByHand();
    const { result } = renderHook(() => usePages('open', load));
    await asked[0].answer({
      items: [{ id: '1' }, { id: '2' }],
      nextCursor: 'c',
    });
    act(() => result.current.loadMore());
    await asked[1].answer({ items: [{ id: '2' }, { id: '3' }] });
    expect(ids(result.current.request.value?.items)).toEqual(['1', '2', '3']);
  });

  it('asks for a further page once, however often it is clicked', async () => {
    const { asked, load } = listByHand();
    const { result } = renderHook(() => usePages('open', load));
    await asked[0].answer({ items: [{ id: '1' }], nextCursor: 'c' });
    act(() => {
      result.current.loadMore();
      result.current.loadMore();
    });
    expect(asked).toHaveLength(2);
  });

  it('keeps what it has when a further page fails, and tries again on demand', async () => {
    const { asked, load } = listByHand();
    const { result } = renderHook(() => usePages('open', load));
    await asked[0].answer({ items: [{ id: '1' }], nextCursor: 'c' });
    act(() => result.current.loadMore());
    await asked[1].refuse(new Error('gateway timeout'));
    expect(ids(result.current.request.value?.items)).toEqual(['1']);
    expect(result.current.moreError?.message).toBe('gateway timeout');

    act(() => result.current.loadMore());
    expect(result.current.moreError).toBeUndefined();
    await asked[2].answer({ items: [{ id: '2' }] });
    expect(ids(result.current.request.value?.items)).toEqual(['1', '2']);
  });

  it('drops a further page of a question that is no longer asked', async () => {
    const { asked, load } = listByHand();
    const { result, rerender } = renderHook(({ key }) => usePages(key, load), {
      initialProps: { key: 'open' },
    });
    await asked[0].answer({ items: [{ id: '1' }], nextCursor: 'c' });
    act(() => result.current.loadMore());
    rerender({ key: 'resolved' });
    expect(asked[1].signal.aborted).toBe(true);
    await asked[2].answer({ items: [{ id: '9' }] });
    await asked[1].answer({ items: [{ id: '2' }] });
    expect(ids(result.current.request.value?.items)).toEqual(['9']);
    expect(result.current.loadingMore).toBe(false);
  });

  it('changes an item in place, also while a further page is under way', async () => {
    const { asked, load } = listByHand();
    const { result } = renderHook(() => usePages('open', load));
    await asked[0].answer({
      items: [{ id: '1', name: 'before' }],
      nextCursor: 'c',
    });
    act(() => result.current.loadMore());
    act(() =>
      result.current.edit(page => ({
        ...page,
        items: page.items.map(item => ({ ...item, name: 'after' })),
      })),
    );
    await asked[1].answer({ items: [{ id: '2' }] });
    expect(result.current.request.value?.items).toEqual([
      { id: '1', name: 'after' },
      { id: '2' },
    ]);
  });

  it('starts over with the first page', async () => {
    const { asked, load } = listByHand();
    const { result } = renderHook(() => usePages('open', load));
    await asked[0].refuse(new Error('no answer'));
    expect(result.current.request.error?.message).toBe('no answer');
    act(() => result.current.request.reload());
    await asked[1].answer({ items: [{ id: '1' }] });
    await waitFor(() => expect(result.current.request.error).toBeUndefined());
    expect(ids(result.current.request.value?.items)).toEqual(['1']);
  });
});
