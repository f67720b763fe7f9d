/** A list that may be thousands of items long: only those near the screen are in the page. */
import {
  Fragment,
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react';
import { useDrawnParts } from './useDrawnParts';

/** About as many as a screen shows. */
const ITEMS_OF_A_PART = 25;

/** What a list can be asked for. */
export interface LongListHandle {
  /** Has an item in the page from now on, however far away it is. */
  readonly bring: (index: number) => void;
}

/** Where an item stands, for those who hear the list: the page does not tell it by itself. */
export interface PlaceInList {
  readonly position: number;
  readonly setSize: number;
}

/** One stretch of the list; while it is far away, as much room as it took last. */
function Part(props: {
  /** In pixels, until it was measured. */
  readonly estimatedHeight: number;
  /** Undefined while it is far away. */
  readonly children: ReactNode | undefined;
}) {
  const root = useRef<HTMLDivElement>(null);
  const height = useRef(props.estimatedHeight);
  const isDrawn = props.children !== undefined;
  useLayoutEffect(() => {
    if (!isDrawn || typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(([{ contentRect }]) => {
      height.current = contentRect.height;
    });
    observer.observe(root.current!);
    return () => observer.disconnect();
  }, [isDrawn]);
  return (
    <div
      ref={root}
      role="presentation"
      style={isDrawn ? undefined : { height: height.current }}
    >
      {props.children}
    </div>
  );
}

/**
 * Where a browser cannot tell what is on the screen, and on paper, all are in the page.
 *
 * @param props.children - draws an item, with the role `listitem` and its place
 */
export function LongList<T extends { readonly id: string }>(props: {
  readonly 'aria-label': string;
  readonly items: readonly T[];
  /** In pixels, of an item that was not on the screen yet. */
  readonly itemHeight: number;
  readonly handle?: Ref<LongListHandle>;
  readonly children: (item: T, place: PlaceInList) => ReactNode;
}) {
  const { items, itemHeight, children } = props;
  const list = useRef<HTMLDivElement>(null);
  const starts = Array.from(
    { length: Math.ceil(items.length / ITEMS_OF_A_PART) },
    (_, part) => part * ITEMS_OF_A_PART,
  );
  const { isDrawn, bring, onFocus } = useDrawnParts(list, starts.length);
  useImperativeHandle(
    props.handle,
    () => ({ bring: index => bring(Math.floor(index / ITEMS_OF_A_PART)) }),
    [bring],
  );
  return (
    <div
      ref={list}
      role="list"
      aria-label={props['aria-label']}
      onFocus={onFocus}
    >
      {starts.map((start, part) => {
        const length = Math.min(ITEMS_OF_A_PART, items.length - start);
        return (
          <Part key={start} estimatedHeight={length * itemHeight}>
            {isDrawn(part)
              ? items.slice(start, start + length).map((item, at) => (
                  <Fragment key={item.id}>
                    {children(item, {
                      position: start + at + 1,
                      setSize: items.length,
                    })}
                  </Fragment>
                ))
              : undefined}
          </Part>
        );
      })}
    </div>
  );
}
