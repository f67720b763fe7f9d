/** What the questions of lists have in common: their page and their range of time. */
import { InputError } from '@backstage/errors';
import type { Page } from '../database/interfaces';
import { isStorable } from '../inputs';

const DEFAULT_PAGE_SIZE = 50;

export function pageAsked(query: { cursor?: string; limit?: number }): Page {
  return { cursor: query.cursor, limit: query.limit ?? DEFAULT_PAGE_SIZE };
}

/** The cursor of a list in the order of names, which are unique: the last name of the page before. */
export function cursorAfter(name: string): string {
  return Buffer.from(JSON.stringify([name])).toString('base64url');
}

/** @throws InputError when the cursor is none of such a list */
export function nameInCursor(cursor: string): string {
  try {
    const [name, ...rest] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    );
    if (typeof name === 'string' && isStorable(name) && rest.length === 0) {
      return name;
    }
  } catch {
    // Not base64url of a JSON array: answered below, like every other cursor that this list did not give out.
  }
  throw new InputError(
    `cursor: got '${cursor}', which is not a cursor of this list; accepted is the nextCursor of the page before. Leave cursor out for the first page`,
  );
}

/** @throws InputError when the range ends before it starts */
export function timesAsked(
  query: { from?: string; to?: string },
  [first, last]: readonly [string, string] = ['from', 'to'],
): {
  from?: Date;
  to?: Date;
} {
  const from = query.from === undefined ? undefined : new Date(query.from);
  const to = query.to === undefined ? undefined : new Date(query.to);
  if (from && to && from >= to) {
    throw new InputError(
      `${first}: got '${query.from}', takes a time before '${query.to}', which is ${last}`,
    );
  }
  return { from, to };
}
