/** Paging by keyset: the opaque cursor that names the last row of a page, and the condition for what follows it. */
import { InputError } from '@backstage/errors';
import type { Knex } from 'knex';
import { validate as isUuid } from 'uuid';
import { isPostgres, timestamp, type Connection } from './dialect';
import type { Page, PageOf } from './interfaces';
import { toNumber, type Row } from './rows';

/** The sort key of one row; lists are ordered by all of it. */
export interface SortKey {
  /** Before the time, where a list has such an order; as the engine answers it, a decimal as text on PostgreSQL. */
  readonly rank?: number | string;
  /** Whole: the stores write times in milliseconds, which is what a Date holds. */
  readonly at: Date;
  /** Makes the order total: rows of one moment have different ids. */
  readonly id: string;
}

/**
 * A list's order: its name goes into the cursor, so that no other list takes it. All descending, but for the ids of a
 * list that keeps the rows of one moment in the order in which they were made.
 */
export interface KeysetOrder {
  readonly name: string;
  /** SQL expressions, of the code and never of input. */
  readonly at: string;
  readonly id: string;
  readonly rank?: string;
  /** What ranks are compared as. */
  readonly ranks?: 'integer' | 'numeric';
  readonly ids?: 'ascending' | 'descending';
}

/** The years 1 to 9999: a forged time outside of them is an error to PostgreSQL, and not to JavaScript. */
const EARLIEST_MS = Date.parse('0001-01-01T00:00:00Z');
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** The integer that ranks are compared as. */
const LARGEST_RANK = 2 ** 31 - 1;

/** A decimal as either engine writes it: at most ten digits before the point (NUMERIC(16,6)). */
const DECIMAL = /^-?\d{1,11}(\.\d{1,20})?$/;

function encodeCursor(order: KeysetOrder, key: SortKey): string {
  return Buffer.from(
    JSON.stringify([order.name, key.rank ?? null, key.at.getTime(), key.id]),
  ).toString('base64url');
}

function decodeCursor(order: KeysetOrder, cursor: string): SortKey {
  try {
    const [name, rank, at, id, ...rest] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    );
    if (
      name === order.name &&
      isRank(order, rank) &&
      Number.isInteger(at) &&
      at >= EARLIEST_MS &&
      at <= LATEST_MS &&
      isUuid(id) &&
      rest.length === 0
    ) {
      return { rank: rank ?? undefined, at: new Date(at), id };
    }
  } catch {
    // Not base64url of a JSON array: answered below, like every other cursor that this list did not give out.
  }
  throw new InputError(
    `cursor: got '${cursor}', which is not a cursor of this list in this order; accepted is the nextCursor of the page before. Leave cursor out for the first page`,
  );
}

function isRank(order: KeysetOrder, rank: unknown): boolean {
  if (!order.rank) return rank === null;
  if (order.ranks === 'numeric') {
    return typeof rank === 'string' && DECIMAL.test(rank);
  }
  return Number.isInteger(rank) && Math.abs(rank as number) <= LARGEST_RANK;
}

/**
 * Orders a query, starts it after the page's cursor, and reads one row more than the page to see whether more follow.
 * What an order has before the time is answered as `sort_rank`, and its time beside it as `sort_at`.
 */
export function applyKeyset(
  knex: Connection,
  query: Knex.QueryBuilder,
  order: KeysetOrder,
  page: Page,
): Knex.QueryBuilder {
  if (!Number.isInteger(page.limit) || page.limit < 1) {
    throw new InputError(
      `limit: got ${page.limit}; a whole number of at least 1 is accepted`,
    );
  }
  if (page.cursor !== undefined) {
    startAfter(knex, query, order, decodeCursor(order, page.cursor));
  }
  if (order.rank) {
    query.select(
      knex.raw(`${order.rank} as sort_rank`),
      knex.raw(`${order.at} as sort_at`),
    );
  }
  return limitedTo(page.limit, query.orderByRaw(columnsOf(order)));
}

/** Reads at least one row more than the limit, if there is one. */
export function limitedTo(
  limit: number,
  query: Knex.QueryBuilder,
): Knex.QueryBuilder {
  return query.limit(rowsRead(limit) + 1, { skipBinding: true });
}

/**
 * A page is read in one of a few sizes, which stand in the statement's text: a limit that PostgreSQL cannot see it takes for
 * a tenth of the table, and so plans every page anew.
 */
const SIZES_READ = [1, 10, 20, 50, 100, 200, 1000];

function rowsRead(limit: number): number {
  return SIZES_READ.find(size => size >= limit) ?? limit;
}

function columnsOf(order: Pick<KeysetOrder, 'rank' | 'at' | 'id' | 'ids'>) {
  return [
    ...(order.rank ? [`${order.rank} desc`] : []),
    `${order.at} desc`,
    order.ids === 'ascending' ? order.id : `${order.id} desc`,
  ].join(', ');
}

function startAfter(
  knex: Connection,
  query: Knex.QueryBuilder,
  order: KeysetOrder,
  key: SortKey,
): void {
  const [at, id, number] = isPostgres(knex)
    ? ['?::timestamptz', '?::uuid', 'cast(? as numeric)']
    : ['cast(? as integer)', '?', 'cast(? as real)'];
  const columns = [order.at];
  const values = [at];
  const bindings: (string | number)[] = [timestamp(knex, key.at)];
  if (order.rank) {
    columns.unshift(order.rank);
    values.unshift(order.ranks === 'numeric' ? number : 'cast(? as integer)');
    bindings.unshift(
      typeof key.rank === 'string' && !isPostgres(knex)
        ? Number(key.rank)
        : key.rank!,
    );
  }
  if (order.ids === 'ascending') {
    const [row, last] = [columns, values].map(each => `(${each.join(', ')})`);
    // The first condition says nothing new, but an index can start at it.
    query.whereRaw(
      `${row} <= ${last} and (${row} < ${last} or ${order.id} > ${id})`,
      [...bindings, ...bindings, key.id],
    );
  } else {
    query.whereRaw(
      `(${[...columns, order.id].join(', ')}) < (${[...values, id].join(
        ', ',
      )})`,
      [...bindings, key.id],
    );
  }
}

/** Nobody pages through more, and counting further would cost more than the page. */
const COUNTED_AT_MOST = 10_000;

/** How many rows a list has; 10,000 where it has that many or more. */
export async function countOf(
  knex: Connection,
  query: Knex.QueryBuilder,
): Promise<number> {
  const [{ total }]: Row[] = await knex
    .count({ total: '*' })
    .from(counted(knex, query).as('counted'));
  return toNumber(total);
}

/** The same number as a column of every row of a page, so that one statement answers both. */
export function countedBy(
  knex: Connection,
  query: Knex.QueryBuilder,
): Knex.Raw {
  return knex.raw('(select count(*) from ? as counted) as total_items', [
    counted(knex, query),
  ]);
}

function counted(knex: Connection, query: Knex.QueryBuilder) {
  return query
    .select(knex.raw('1'))
    .limit(COUNTED_AT_MOST, { skipBinding: true });
}

/** Of the rows of a page with {@link countedBy}; only an empty one after others has to be counted by itself. */
export async function totalOf(
  rows: readonly Row[],
  page: Page,
  count: () => Promise<number>,
): Promise<number> {
  if (rows.length > 0) return toNumber(rows[0].total_items);
  return page.cursor === undefined ? 0 : count();
}

/** Orders a page anew that was joined with more: its columns have lost their table, and its order. */
export function inOrder(
  query: Knex.QueryBuilder,
  order: KeysetOrder,
  table: string,
): Knex.QueryBuilder {
  return query.orderByRaw(
    columnsOf({
      ...order,
      rank: order.rank && `${table}.sort_rank`,
      at: `${table}.${order.rank ? 'sort_at' : nameIn(order.at)}`,
      id: `${table}.${nameIn(order.id)}`,
    }),
  );
}

function nameIn(column: string): string {
  return column.slice(column.lastIndexOf('.') + 1);
}

/** Cuts the rows of {@link applyKeyset} to the page and names the cursor of the next one. */
export function pageOf<T>(
  records: readonly T[],
  page: Page,
  order: KeysetOrder,
  keyOf: (record: T) => SortKey,
): PageOf<T> {
  if (records.length <= page.limit) {
    return { items: records };
  }
  const items = records.slice(0, page.limit);
  return {
    items,
    nextCursor: encodeCursor(order, keyOf(items[items.length - 1])),
  };
}
