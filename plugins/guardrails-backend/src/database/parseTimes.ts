/** Reads the times that PostgreSQL answers: a list has hundreds, and the driver takes most of what a row costs it for them. */
import { isPostgres, type Connection } from './dialect';

type Parse = (text: string) => unknown;

/** As pg hands it over; the types are those of PostgreSQL. */
interface Driver {
  readonly types: {
    readonly builtins: { readonly TIMESTAMPTZ: number };
    getTypeParser(oid: number, format?: string): Parse;
  };
}

/** As knex tells of a query before it sends it; the options go to the driver. */
interface AskedQuery {
  readonly options?: { types?: Pick<Driver['types'], 'getTypeParser'> };
}

/** A time of the years 1000 to 9999 in a session whose time zone is UTC, e.g. `2026-11-23 14:54:33.845+00`. */
const UTC = /^[1-9]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;

/** Has the connections of a pool read times fast. Without effect on SQLite, which stores them in milliseconds. */
export function parseTimes(knex: Connection): void {
  if (!isPostgres(knex)) return;
  const { types } = knex.client.driver as Driver;
  const oid = types.builtins.TIMESTAMPTZ;
  const otherwise = types.getTypeParser(oid);
  const parse: Parse = text => timeIn(text) ?? otherwise(text);
  const getTypeParser = (asked: number, format?: string) =>
    asked === oid && format !== 'binary'
      ? parse
      : types.getTypeParser(asked, format);
  knex.on('query', ({ options }: AskedQuery) => {
    if (options) options.types = { getTypeParser };
  });
}

/** Undefined when it is written in another way. */
export function timeIn(text: string): Date | undefined {
  if (!UTC.test(text)) return undefined;
  const two = (at: number) =>
    (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
  // Of the fraction of a second those digits that are there, without the microseconds.
  const digit = (at: number, worth: number) => {
    const value = text.charCodeAt(at) - 48;
    return at < text.length - 3 ? value * worth : 0;
  };
  return new Date(
    Date.UTC(
      two(0) * 100 + two(2),
      two(5) - 1,
      two(8),
      two(11),
      two(14),
      two(17),
      digit(20, 100) + digit(21, 10) + digit(22, 1),
    ),
  );
}
