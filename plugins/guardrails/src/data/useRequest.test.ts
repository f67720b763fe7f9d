import { act, renderHook } from '@testing-library/react';
import { useRequest } from './useRequest';

/** A question whose answers are given by hand, in any order. */
function byHand() {
  const asked: {
    signal: AbortSignal;
    answer: (value: string) => Promise<void>;
    refuse: (error: unknown) => Promise<void>;
  }[] = [];
  const load = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      asked.push({
        signal,
        answer: async value => act(async () => resolve(value)),
        refuse: async error => act(async () => reject(error)),
      });
    });
  return { asked, load };
}

describe('useRequest', () => {
  it('asks once for a key, however often the screen renders', async () => {
    const { asked, load } = byHand();
    const { result, rerender } = renderHook(() => useRequest('key', load));
    rerender();
    rerender();
    expect(asked).toHaveLength(1);
    expect(result.current).toMatchObject({ loading: true, value: undefined });
    await asked[0].answer('first');
    expect(result.current).toMatchObject({ loading: false, value: 'first' });
  });

  it('asks nothing without a key', () => {
    const { asked, load } = byHand();
    const { result } = renderHook(() => useRequest(undefined, load));
    expect(asked).toHaveLength(0);
    expect(result.current.loading).toBe(false);
  });

  it('keeps the answer while it asks again, and when that fails', async () => {
    const { asked, load } = byHand();
    const { result } = renderHook(() => useRequest('key', load));
    await asked[0].answer('first');
    act(() => result.current.reload());
    expect(result.current).toMatchObject({ loading: true, value: 'first' });
    await asked[1].refuse(new Error('gone'));
    expect(result.current).toMatchObject({
      loading: false,
      value: 'first',
      error: new Error('gone'),
    });
    act(() => result.current.reload());
    expect(result.current.error).toBeUndefined();
    await asked[2].answer('third');
    expect(result.current).toMatchObject({ value: 'third', error: undefined });
  });

  it('drops the answer of the key before', async () => {
    const { asked, load } = byHand();
    const { result, rerender } = renderHook(
      ({ key }) => useRequest(key, load),
      {
        initialProps: { key: 'a' },
      },
    );
    await asked[0].answer('of a');
    rerender({ key: 'b' });
    expect(result.current).toMatchObject({ loading: true, value: undefined });
  });

  it('keeps the answer of the key before where asked to', async () => {
    const { asked, load } = byHand();
    const { result, rerender } = renderHook(
      ({ key }) => useRequest(key, load, { keepPrevious: true }),
      { initialProps: { key: 'a' } },
    );
    await asked[0].answer('of a');
    rerender({ key: 'b' });
    expect(result.current).toMatchObject({ loading: true, value: 'of a' });
    await asked[1].answer('of b');
    expect(result.current).toMatchObject({ loading: false, value: 'of b' });
  });

  it('keeps the answer of the key before also when this key fails', async () => {
    const { asked, load } = byHand();
    const { result, rerender } = renderHook(
      ({ key }) => useRequest(key, load, { keepPrevious: true }),
      { initialProps: { key: 'a' } },
    );
    await asked[0].answer('of a');
    rerender({ key: 'b' });
    await asked[1].refuse(new Error('gone'));
    expect(result.current).toMatchObject({
      value: 'of a',
      error: new Error('gone'),
    });
  });

  it('drops it then where asked to', async () => {
    const { asked, load } = byHand();
    const { result, rerender } = renderHook(
      ({ key }) => useRequest(key, load, { keepPrevious: 'until-refused' }),
      { initialProps: { key: 'a' } },
    );
    await asked[0].answer('of a');
    rerender({ key: 'b' });
    expect(result.current).toMatchObject({ loading: true, value: 'of a' });
    await asked[1].refuse(new Error('gone'));
    expect(result.current.value).toBeUndefined();
    expect(result.current.error).toEqual(new Error('gone'));
  });

  it('aborts what nobody waits for, and ignores its late answer', async () => {
    const { asked, load } = byHand();
    const { result, rerender, unmount } = renderHook(
      ({ key }) => useRequest(key, load),
      { initialProps: { key: 'a' } },
    );
    rerender({ key: 'b' });
    expect(asked[0].signal.aborted).toBe(true);
    await asked[1].answer('of b');
    await asked[0].answer('of a, late');
    expect(result.current.value).toBe('of b');
    unmount();
    expect(asked[1].signal.aborted).toBe(true);
  });

  it('takes an answer that came with a change', async () => {
    const { asked, load } = byHand();
    const { result } = renderHook(() => useRequest('key', load));
    await asked[0].answer('first');
    act(() => result.current.replace('changed'));
    expect(result.current).toMatchObject({ loading: false, value: 'changed' });
  });

  describe('by itself', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    it('asks again as often as the answer wants', async () => {
      const { asked, load } = byHand();
      renderHook(() =>
        useRequest('key', load, {
          refreshEvery: value => (value === 'running' ? 3_000 : undefined),
        }),
      );
      await asked[0].answer('running');
      act(() => jest.advanceTimersByTime(2_999));
      expect(asked).toHaveLength(1);
      act(() => jest.advanceTimersByTime(1));
      expect(asked).toHaveLength(2);
      await asked[1].answer('done');
      act(() => jest.advanceTimersByTime(60_000));
      expect(asked).toHaveLength(2);
    });

    it('waits while nobody looks at the page', async () => {
      const hidden = jest.spyOn(document, 'hidden', 'get');
      hidden.mockReturnValue(true);
      const { asked, load } = byHand();
      renderHook(() => useRequest('key', load, { refreshEvery: 3_000 }));
      await asked[0].answer('running');
      act(() => jest.advanceTimersByTime(9_000));
      expect(asked).toHaveLength(1);
      hidden.mockReturnValue(false);
      act(() => jest.advanceTimersByTime(3_000));
      expect(asked).toHaveLength(2);
      hidden.mockRestore();
    });

    it('asks at once for what was due while nobody looked', async () => {
      const hidden = jest.spyOn(document, 'hidden', 'get');
      const look = (isHidden: boolean) => {
        hidden.mockReturnValue(isHidden);
        act(() => {
          document.dispatchEvent(new Event('visibilitychange'));
        });
      };
      const { asked, load } = byHand();
      renderHook(() => useRequest('key', load, { refreshEvery: 3_000 }));
      await asked[0].answer('running');
      look(true);
      look(false);
      expect(asked).toHaveLength(1);
      look(true);
      act(() => jest.advanceTimersByTime(3_000));
      look(false);
      expect(asked).toHaveLength(2);
      hidden.mockRestore();
    });
  });

  it('turns whatever is thrown into an error', async () => {
    const { asked, load } = byHand();
    const { result } = renderHook(() => useRequest('key', load));
    await asked[0].refuse('a string');
    expect(result.current.error).toEqual(new Error('a string'));
  });

  describe('whose answers are remembered', () => {
    const api = () => ({});

    it('shows the last answer at once when the screen is opened again, and asks anew', async () => {
      const rememberedBy = api();
      const { asked, load } = byHand();
      const first = renderHook(() => useRequest('key', load, { rememberedBy }));
      await asked[0].answer('first');
      first.unmount();

      const { result } = renderHook(() =>
        useRequest('key', load, { rememberedBy }),
      );
      expect(result.current).toMatchObject({ loading: true, value: 'first' });
      expect(asked).toHaveLength(2);
      await asked[1].answer('second');
      expect(result.current).toMatchObject({ loading: false, value: 'second' });
    });

    it('keeps showing it when asking anew fails', async () => {
      const rememberedBy = api();
      const { asked, load } = byHand();
      renderHook(() => useRequest('key', load, { rememberedBy })).unmount();
      const first = renderHook(() => useRequest('key', load, { rememberedBy }));
      await asked[1].answer('first');
      first.unmount();
      const { result } = renderHook(() =>
        useRequest('key', load, { rememberedBy }),
      );
      await asked[2].refuse(new Error('gone'));
      expect(result.current.value).toBe('first');
      expect(result.current.error?.message).toBe('gone');
    });

    it('forgets it when the reader may not see it any more', async () => {
      const rememberedBy = api();
      const { asked, load } = byHand();
      const first = renderHook(() => useRequest('key', load, { rememberedBy }));
      await asked[0].answer('secret');
      first.unmount();
      const { result, unmount } = renderHook(() =>
        useRequest('key', load, { rememberedBy }),
      );
      await asked[1].refuse(
        Object.assign(new Error('no'), { statusCode: 403 }),
      );
      expect(result.current.value).toBeUndefined();
      unmount();
      const again = renderHook(() => useRequest('key', load, { rememberedBy }));
      expect(again.result.current.value).toBeUndefined();
    });
  });
});
