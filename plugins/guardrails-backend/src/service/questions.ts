/** What the questions of lists have in common: their page and their range of time. */
import { InputError } from '@backstage/errors';
import type { Page } from '../database/interfaces';

const DEFAULT_PAGE_SIZE = 50;

export function pageAsked(query: { cursor?: string; limit?: number }): Page {
  return { cursor: query.cursor, limit: query.limit ?? DEFAULT_PAGE_SIZE };
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
