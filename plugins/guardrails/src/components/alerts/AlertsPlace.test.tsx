import { act, render, screen } from '@testing-library/react';
import { AlertsPlace } from './AlertsPlace';

/** The browser's, as far as a place is measured: jsdom lays nothing out. */
function layOut(width: number) {
  let changed: (() => void) | undefined;
  const clientWidth = jest
    .spyOn(HTMLElement.prototype, 'clientWidth', 'get')
    .mockReturnValue(width);
  globalThis.ResizeObserver = class {
    constructor(callback: ResizeObserverCallback) {
      changed = () => callback([], this);
    }
    observe() {}
    unobserve() {}
    disconnect() {
      changed = undefined;
    }
  };
  return {
    resize: (to: number) => {
      clientWidth.mockReturnValue(to);
      act(() => changed?.());
    },
    isObserved: () => changed !== undefined,
  };
}

const place = () => screen.getByText('rows');

describe('AlertsPlace', () => {
  const { ResizeObserver: before } = globalThis;
  afterEach(() => {
    jest.restoreAllMocks();
    globalThis.ResizeObserver = before;
  });

  it.each([
    [959, 'false'],
    [960, 'true'],
  ])('has %d pixels: one line for a row is %s', (width, expected) => {
    layOut(width);
    render(<AlertsPlace>rows</AlertsPlace>);
    expect(place()).toHaveAttribute('data-one-line', expected);
  });

  it('follows its width, for as long as it is shown', () => {
    const layout = layOut(1200);
    const { unmount } = render(<AlertsPlace>rows</AlertsPlace>);
    layout.resize(400);
    expect(place()).toHaveAttribute('data-one-line', 'false');
    layout.resize(1200);
    expect(place()).toHaveAttribute('data-one-line', 'true');
    unmount();
    expect(layout.isObserved()).toBe(false);
  });
});
