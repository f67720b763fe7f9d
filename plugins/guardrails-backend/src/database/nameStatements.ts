/** Lets PostgreSQL keep what it worked out of a statement: parsing and planning one costs it more than most reads here. */
import { createHash } from 'node:crypto';
import { isPostgres, type Connection } from './dialect';

/** What reads or writes rows; nothing else is asked twice. */
const OF_ROWS = /^\s*(select|with|insert|update|delete)\b/i;

/**
 * A list of values with a parameter for each makes a statement of its own for each length. Those with more parameters than
 * the stores' own statements have are such, and are not kept: a connection would hold hundreds of them.
 */
const MOST_PARAMETERS = 24;

/** What is known of a text, in a process and on each of its connections. */
const MOST_STATEMENTS = 500;

/** As knex tells of a query before it sends it; the options go to the driver. */
interface AskedQuery {
  readonly sql?: string;
  readonly bindings?: readonly unknown[];
  readonly options?: { name?: string };
}

/**
 * Gives the statements of a connection pool names, by which the driver prepares each of them once on each connection. A
 * name is made of the text, so that it never stands for another one. Without effect on SQLite.
 */
export function nameStatements(knex: Connection): void {
  if (!isPostgres(knex)) return;
  const names = new Map<string, string>();
  knex.on('query', ({ sql, bindings, options }: AskedQuery) => {
    if (!sql || !options || (bindings?.length ?? 0) > MOST_PARAMETERS) return;
    let name = names.get(sql);
    if (name === undefined) {
      if (names.size >= MOST_STATEMENTS || !OF_ROWS.test(sql)) return;
      name = createHash('sha256').update(sql).digest('base64url');
      names.set(sql, name);
    }
    options.name = name;
  });
}
