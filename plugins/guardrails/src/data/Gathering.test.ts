import { Gathering } from './Gathering';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function recorded() {
  const actions: string[][] = [];
  const gathering = new Gathering<string>(async wishes => {
    actions.push([...wishes]);
  }, 1_000);
  return { actions, gathering };
}

describe('Gathering', () => {
  it('acts at once, and then on all that came meanwhile', async () => {
    const { actions, gathering } = recorded();
    for (const wish of ['a', 'b', 'c', 'b']) gathering.wish(wish);
    expect(actions).toEqual([['a']]);
    await jest.advanceTimersByTimeAsync(999);
    expect(actions).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(actions).toEqual([['a'], ['b', 'c']]);
  });

  it('acts at once again after a pause', async () => {
    const { actions, gathering } = recorded();
    gathering.wish('a');
    await jest.advanceTimersByTimeAsync(1_000);
    gathering.wish('b');
    expect(actions).toEqual([['a'], ['b']]);
  });

  it('begins nothing after its end', async () => {
    const { actions, gathering } = recorded();
    gathering.wish('a');
    gathering.wish('b');
    gathering.end();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(actions).toEqual([['a']]);
  });
});
