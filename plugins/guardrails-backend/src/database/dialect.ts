/** What the two engines say differently: types of parameters, casts, and rows handed over in bulk. */
import type { Knex } from 'knex';

/** A connection or a transaction. */
export type Connection = Knex;

/** How a column's values are sent. */
export type ColumnType =
  | 'uuid'
  | 'text'
  | 'date'
  | 'numeric'
  | 'timestamptz'
  | 'jsonb';

/** A value before it is sent: decimals as text, days as `YYYY-MM-DD`, JSON as text. */
export type ColumnValue = string | number | Date | null;

/** Name and type of the columns of a {@link rowSource}. */
export type Columns<N extends string> = Readonly<Record<N, ColumnType>>;

export function isPostgres(knex: Connection): boolean {
  return knex.client.dialect === 'postgresql';
}

/** Whether an engine that is there has said no, so that a transaction is undone; a FATAL of PostgreSQL ends the connection. */
export function isRefusal(error: any): boolean {
  return error?.severity === 'ERROR' || error?.name === 'SqliteError';
}

/** A moment as a parameter: both engines compare and store it in milliseconds. */
export function timestamp(knex: Connection, at: Date): string | number {
  return isPostgres(knex) ? at.toISOString() : at.getTime();
}

function encode(
  knex: Connection,
  type: ColumnType,
  value: ColumnValue,
): string | number | null {
  if (value === null) {
    return null;
  }
  if (value instanceof Date) {
    return timestamp(knex, value);
  }
  // SQLite keeps the class of a value it is given, so a number has to arrive as one.
  return type === 'numeric' && !isPostgres(knex) ? Number(value) : value;
}

/**
 * PostgreSQL takes an array that it cannot see for one of ten rows. With fewer, a plan that is made once seems dearer to it
 * than one made anew each time, and making it costs more than what most statements read; so these say how many there are.
 */
const ROWS_TAKEN_FOR_GRANTED = 10;

const NEEDS_NO_QUOTES = /^(?!null$)[\w.:+-]+$/i;

/**
 * PostgreSQL's text form of an array. The driver would make it as well, but escapes and copies every element twice, which
 * in a load of many rows is more garbage than the rows themselves.
 */
function arrayLiteral(values: readonly (string | number | null)[]): string {
  return `{${values.map(arrayElement).join(',')}}`;
}

function arrayElement(value: string | number | null): string {
  if (value === null) return 'NULL';
  const text = String(value);
  return NEEDS_NO_QUOTES.test(text)
    ? text
    : `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/**
 * Rows as a table that a statement can read from: one array parameter for each column on PostgreSQL, one JSON
 * parameter on SQLite. The statement's number of parameters stays the same for any number of rows, far below the engines'
 * limits (65,535 and 32,766), as its text does but for a few rows, and nothing is parsed or planned row by row.
 */
export function rowSource<N extends string>(
  knex: Connection,
  columns: Columns<N>,
  rows: readonly Readonly<Record<N, ColumnValue>>[],
): Knex.Raw {
  const names = Object.keys(columns) as N[];
  if (isPostgres(knex)) {
    const arrays = names.map(name =>
      arrayLiteral(rows.map(row => encode(knex, columns[name], row[name]))),
    );
    return knex.raw(
      `(select * from unnest(${names
        .map(name => `?::${columns[name]}[]`)
        .join(', ')}) as row_source (${names.join(', ')})${
        rows.length < ROWS_TAKEN_FOR_GRANTED ? ` limit ${rows.length}` : ''
      })`,
      arrays,
    );
  }
  return knex.raw(
    `(select ${names
      .map((name, i) => `json_extract(value, '$[${i}]') as ${name}`)
      .join(', ')} from json_each(?))`,
    [
      JSON.stringify(
        rows.map(row =>
          names.map(name => encode(knex, columns[name], row[name])),
        ),
      ),
    ],
  );
}

/** Values as the subquery of an `in`: one parameter, however many there are. */
export function valueSource(
  knex: Connection,
  type: ColumnType,
  values: Iterable<string>,
): Knex.QueryBuilder {
  const rows = [...values].map(value => ({ value }));
  return knex
    .select('value')
    .from(knex.raw('? as asked', [rowSource(knex, { value: type }, rows)]));
}

/** The rows of a raw statement, whichever way the engine's driver answers them. */
export async function rowsOf<T>(
  knex: Connection,
  statement: Knex.Raw,
): Promise<T[]> {
  const answer = await statement;
  return isPostgres(knex) ? answer.rows : answer;
}

/**
 * A DATE as `YYYY-MM-DD` text: the driver would make it a midnight in the process's own time zone, and `to_char` of
 * a DATE itself takes the way over the session's.
 */
export function dayText(knex: Connection, column: string): string {
  return isPostgres(knex)
    ? `to_char((${column})::timestamp, 'YYYY-MM-DD')`
    : `cast(${column} as text)`;
}

/** A text field of a JSON column. `name` must be a literal of the code, never input. */
export function jsonField(
  knex: Connection,
  column: string,
  name: string,
): string {
  return isPostgres(knex)
    ? `(${column} ->> '${name}')`
    : `json_extract(${column}, '$.${name}')`;
}

/** A JSON column under its own name, without one of its fields. Both must be literals of the code, never input. */
export function jsonWithout(
  knex: Connection,
  column: string,
  name: string,
): string {
  return isPostgres(knex)
    ? `${column} - '${name}' as ${column}`
    : `json_remove(${column}, '$.${name}') as ${column}`;
}

/**
 * Whether a list of texts in a JSON column has a text: its parameter, or that of another column. `name` and `text` must
 * be literals of the code.
 */
export function jsonListHas(
  knex: Connection,
  column: string,
  name: string,
  text = '?',
): string {
  return isPostgres(knex)
    ? `(${column} -> '${name}') @> to_jsonb(${text}::text)`
    : `exists (select 1 from json_each(${column}, '$.${name}') as listed where listed.value = ${text})`;
}

/** The texts of a list in a JSON column of a table, as a subquery. All must be literals of the code. */
export function jsonListOf(
  knex: Connection,
  table: string,
  column: string,
  name: string,
): string {
  return isPostgres(knex)
    ? `select jsonb_array_elements_text(${column} -> '${name}') from ${table}`
    : `select listed.value from ${table}, json_each(${table}.${column}, '$.${name}') as listed`;
}

/**
 * The version stamp of a changed row: now, but later than the stamp before even when two changes fall into one
 * millisecond or the clocks of two replicas differ.
 */
export function laterThan(
  knex: Connection,
  column: string,
  now: Date,
): Knex.Raw {
  return isPostgres(knex)
    ? knex.raw(`greatest(?::timestamptz, ?? + interval '1 millisecond')`, [
        timestamp(knex, now),
        column,
      ])
    : knex.raw('max(cast(? as integer), ?? + 1)', [
        timestamp(knex, now),
        column,
      ]);
}
