/** However many ask while something runs, it runs once more; and whoever asks is worked for after they asked. */
import { Coalescer } from './Coalescer';

/** Work that ends when it is told to, and counts how often it began. */
function gatedWork() {
  const ends: (() => void)[] = [];
  return {
    ends,
    work: () => new Promise<void>(resolve => ends.push(resolve)),
  };
}

async function microtasks(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await undefined;
}

describe('a coalescer', () => {
  it('makes one more run of all calls that come while it runs', async () => {
    const { ends, work } = gatedWork();
    const coalescer = new Coalescer(work);
    const calls = [coalescer.run(), coalescer.run(), coalescer.run()];
    expect(ends).toHaveLength(1);
    ends[0]();
    await microtasks(10);
    expect(ends).toHaveLength(2);
    ends[1]();
    await Promise.all(calls);
    expect(ends).toHaveLength(2);
  });

  it.each([0, 1, 2, 3, 4, 5])(
    'works for a call that comes %i steps after the last work has ended',
    async steps => {
      const { ends, work } = gatedWork();
      const coalescer = new Coalescer(work);
      const first = coalescer.run();
      ends[0]();
      await microtasks(steps);
      const late = coalescer.run();
      await microtasks(10);
      expect(ends).toHaveLength(2);
      ends[1]();
      await Promise.all([first, late]);
      expect(ends).toHaveLength(2);
    },
  );

  it('tells a failure to those who wait, and works for the next call', async () => {
    let fails = true;
    const coalescer = new Coalescer(async () => {
      if (fails) throw new Error('no database');
    });
    await expect(coalescer.run()).rejects.toThrow('no database');
    fails = false;
    await expect(coalescer.run()).resolves.toBeUndefined();
  });
});
