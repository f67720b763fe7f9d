/** The reference that writing is held against: PostgreSQL's own bulk load, into the same table with the same indexes. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Knex } from 'knex';
import { from as copyFrom } from 'pg-copy-streams';

/** @param rows - values that need no escaping in COPY's text format */
export async function copyRows(
  knex: Knex,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly (string | number)[]>,
): Promise<void> {
  const connection = await knex.client.acquireConnection();
  try {
    await pipeline(
      Readable.from(textOf(rows)),
      connection.query(
        copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`),
      ),
    );
  } finally {
    await knex.client.releaseConnection(connection);
  }
}

// A chunk for each row would measure the stream and not the load.
const ROWS_PER_CHUNK = 1000;

function* textOf(
  rows: Iterable<readonly (string | number)[]>,
): Generator<string> {
  let lines: string[] = [];
  for (const row of rows) {
    lines.push(row.join('\t'));
    if (lines.length === ROWS_PER_CHUNK) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}
