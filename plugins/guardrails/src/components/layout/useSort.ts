/** By which column a table is sorted, and which way round; kept in the page's address. */
import { useQueryParameter } from '../../data';

type Direction = 'asc' | 'desc';

export interface Sorting<T extends string> {
  readonly sort: T;
  /** The other way round than it begins: the smallest first, names from Z to A. */
  readonly isTurned: boolean;
  /** For the heading's cell, which tells it to those who hear the table. */
  readonly directionOf: (column: T) => Direction | false;
  /** For the heading itself: the first press sorts by it, the next one turns it round. */
  readonly headingOf: (column: T) => {
    readonly active: boolean;
    readonly direction: Direction;
    readonly onClick: () => void;
  };
}

/**
 * @param columns - in the address by their names, with a minus where they are turned; the first one is the default
 * @param first - how a column begins
 */
export function useSort<T extends string>(
  columns: readonly [T, ...T[]],
  first: (column: T) => Direction,
): Sorting<T> {
  const [choice, setChoice] = useQueryParameter<T | `-${T}`>(
    'sort',
    columns[0],
    columns.flatMap(column => [column, `-${column}` as const]),
  );
  const isTurned = choice.startsWith('-');
  const sort = (isTurned ? choice.slice(1) : choice) as T;
  const directionNow = (column: T): Direction => {
    const isTurnedHere = column === sort && isTurned;
    return (first(column) === 'asc') === isTurnedHere ? 'desc' : 'asc';
  };
  return {
    sort,
    isTurned,
    directionOf: column => column === sort && directionNow(column),
    headingOf: column => ({
      active: column === sort,
      direction: directionNow(column),
      onClick: () =>
        setChoice(column === sort && !isTurned ? `-${column}` : column),
    }),
  };
}
