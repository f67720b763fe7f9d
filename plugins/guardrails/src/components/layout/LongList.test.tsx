import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { createRef } from 'react';
import { LongList, type LongListHandle } from './LongList';

const nextFrame = (then: () => void) => {
  requestAnimationFrame(then);
};

/** The browser's, as far as a list is on the screen: jsdom lays nothing out. */
function showOnScreen() {
  let told: ((entries: IntersectionObserverEntry[]) => void) | undefined;
  const observed = new Set<Element>();
  globalThis.IntersectionObserver = class {
    constructor(callback: IntersectionObserverCallback) {
      told = entries => callback(entries, this as never);
    }
    observe(target: Element) {
      observed.add(target);
    }
    disconnect() {
      observed.clear();
    }
  } as never;
  return {
    /** Scrolls until these parts of 25 items are on the screen, and no other. */
    scrollTo: async (...parts: number[]) => {
      act(() =>
        told?.(
          [...observed].map(
            (target, part) =>
              ({
                target,
                isIntersecting: parts.includes(part),
              } as never),
          ),
        ),
      );
      await act(() => new Promise<void>(nextFrame));
    },
    isObserved: () => observed.size > 0,
  };
}

const handle = createRef<LongListHandle>();

const aList = (length: number) => (
  <LongList
    aria-label="Numbers"
    items={Array.from({ length }, (_, index) => ({ id: `${index + 1}` }))}
    itemHeight={40}
    handle={handle}
  >
    {({ id }, { position, setSize }) => (
      <div role="listitem" aria-posinset={position} aria-setsize={setSize}>
        <button type="button">{id}</button>
      </div>
    )}
  </LongList>
);

const drawn = () =>
  within(screen.getByRole('list', { name: 'Numbers' }))
    .getAllByRole('button')
    .map(({ textContent }) => Number(textContent));

/** The numbers from one to another, both inclusive. */
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const HEAD = range(1, 50);
const END = range(976, 1000);

describe('LongList', () => {
  const { IntersectionObserver: before } = globalThis;
  afterEach(() => {
    globalThis.IntersectionObserver = before;
  });

  it('draws all where the browser cannot tell what is on the screen', () => {
    render(aList(1000));
    expect(drawn()).toEqual(range(1, 1000));
  });

  it('draws what is on the screen, what is beside it, and the ends', async () => {
    const browser = showOnScreen();
    render(aList(1000));
    expect(drawn()).toEqual([...HEAD, ...END]);
    await browser.scrollTo(9, 10);
    expect(drawn()).toEqual([...HEAD, ...range(201, 300), ...END]);
    await browser.scrollTo(39);
    expect(drawn()).toEqual([...HEAD, ...range(951, 1000)]);
  });

  it('says of each item where it stands', async () => {
    const browser = showOnScreen();
    render(aList(1000));
    await browser.scrollTo(20);
    const item = screen
      .getByRole('button', { name: '510' })
      .closest('[role=listitem]');
    expect(item).toHaveAttribute('aria-posinset', '510');
    expect(item).toHaveAttribute('aria-setsize', '1000');
  });

  it('holds the room of what is far away', async () => {
    const browser = showOnScreen();
    render(aList(990));
    await browser.scrollTo(20);
    const far = screen
      .getByRole('list')
      .querySelectorAll('[role=presentation]:empty');
    expect(far).toHaveLength(40 - 2 - 3 - 1);
    far.forEach(part => expect(part).toHaveStyle({ height: '1000px' }));
  });

  it('keeps the item with the focus, and what is beside it, when it leaves the screen', async () => {
    const browser = showOnScreen();
    render(aList(1000));
    await browser.scrollTo(10);
    const button = screen.getByRole('button', { name: '260' });
    act(() => button.focus());
    await browser.scrollTo(30);
    expect(button).toHaveFocus();
    expect(drawn()).toEqual([
      ...range(1, 25),
      ...range(226, 300),
      ...range(726, 800),
      ...END,
    ]);
  });

  it('brings an item that is asked for', () => {
    showOnScreen();
    render(aList(1000));
    act(() => handle.current!.bring(499));
    expect(screen.getByRole('button', { name: '500' })).toBeInTheDocument();
  });

  it('draws what is added below it', async () => {
    const browser = showOnScreen();
    const { rerender } = render(aList(50));
    expect(drawn()).toEqual(HEAD);
    await browser.scrollTo(1);
    rerender(aList(150));
    expect(drawn()).toEqual([...range(1, 75), ...range(126, 150)]);
    await browser.scrollTo(3, 4);
    expect(drawn()).toEqual([...HEAD, ...range(51, 150)]);
  });

  it('draws all of it on paper', async () => {
    const browser = showOnScreen();
    render(aList(1000));
    await browser.scrollTo(0);
    fireEvent(window, new Event('beforeprint'));
    expect(drawn()).toEqual(range(1, 1000));
    fireEvent(window, new Event('afterprint'));
    expect(drawn()).toEqual([...HEAD, ...END]);
  });

  it('is watched for as long as it is shown', () => {
    const browser = showOnScreen();
    const { unmount } = render(aList(100));
    expect(browser.isObserved()).toBe(true);
    unmount();
    expect(browser.isObserved()).toBe(false);
  });
});
