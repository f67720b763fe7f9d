import { inTurn } from './inTurn';

const items = Array.from({ length: 20 }, (_, i) => i);

/** Work that waits until it is let go, and remembers what was begun. */
function gate() {
  const begun: number[] = [];
  const waiting = new Map<number, () => void>();
  return {
    begun,
    work: (item: number) =>
      new Promise<void>(resolve => {
        begun.push(item);
        waiting.set(item, resolve);
      }),
    release: (item: number) => waiting.get(item)!(),
  };
}

const turns = () => new Promise(resolve => setImmediate(resolve));

describe('inTurn', () => {
  it('begins a few, in order, and the next one when one has ended', async () => {
    const { begun, work, release } = gate();
    const abort = new AbortController();
    const done = inTurn(items, abort.signal, work);
    await turns();
    expect(begun).toEqual([0, 1, 2, 3]);

    release(2);
    while (begun.length < 5) await turns();
    expect(begun).toEqual([0, 1, 2, 3, 4]);

    abort.abort(new Error('the portal stops'));
    begun.forEach(release);
    await expect(done).rejects.toThrow('the portal stops');
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });

  it('does each once', async () => {
    const done: number[] = [];
    await inTurn(items, new AbortController().signal, async item => {
      done.push(item);
    });
    expect(done.sort((a, b) => a - b)).toEqual(items);
  });

  it('begins nothing when the run was stopped before', async () => {
    const begun: number[] = [];
    const abort = new AbortController();
    abort.abort(new Error('the portal stops'));

    await expect(
      inTurn(items, abort.signal, async item => {
        begun.push(item);
      }),
    ).rejects.toThrow('the portal stops');

    expect(begun).toEqual([]);
  });

  it('ends what has begun before it tells of what was not to be survived', async () => {
    const { begun, work, release } = gate();
    const done = inTurn(items, new AbortController().signal, async item => {
      if (item === 1) throw new Error('the database is gone');
      await work(item);
    });
    let told: Error | undefined;
    const end = done.catch(error => {
      told = error;
    });
    await turns();
    expect(told).toBeUndefined();
    [...begun].forEach(release);
    await end;
    expect(told?.message).toBe('the database is gone');
    expect(begun).toEqual([0, 2, 3]);
  });

  describe('jitter', () => {
    afterEach(() => jest.restoreAllMocks());

    // A pause of a day: whatever waits for it does not come within the test.
    const longPauses = () =>
      jest.spyOn(Math, 'random').mockReturnValue(864_000);

    it('keeps apart what began together, each by another pause', async () => {
      longPauses();
      const { begun, work, release } = gate();
      const abort = new AbortController();
      const done = inTurn(items, abort.signal, work);
      await turns();
      begun.forEach(release);
      for (let i = 0; i < 20; i += 1) await turns();

      expect(begun).toEqual([0, 1, 2, 3]);
      expect(Math.random).toHaveBeenCalledTimes(4);

      // Nobody waits for the pauses of a run that is stopped.
      abort.abort(new Error('the portal stops'));
      await expect(done).rejects.toThrow('the portal stops');
    });

    it('costs a few, which all begin at once, nothing', async () => {
      longPauses();
      const few: number[] = [];

      await inTurn(
        items.slice(0, 4),
        new AbortController().signal,
        async item => {
          few.push(item);
        },
      );

      expect(few).toEqual([0, 1, 2, 3]);
    });
  });
});
