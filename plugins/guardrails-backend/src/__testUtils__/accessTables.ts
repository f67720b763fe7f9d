/** The tables of `docs/access.md`: who may do what, as it is documented. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const DOCUMENT = resolve(__dirname, '../../../../docs/access.md');

/** The table whose first column has that head: head included, row by row, cell by cell. */
export function documentedTable(head: string): string[][] {
  const tables = readFileSync(DOCUMENT, 'utf8')
    .split(/\n{2,}/)
    .filter(block => block.startsWith('|'))
    .map(block =>
      block
        .trim()
        .split('\n')
        .filter(line => !line.startsWith('| ---'))
        .map(line =>
          line
            .split('|')
            .slice(1, -1)
            .map(cell => cell.trim()),
        ),
    );
  const table = tables.find(([[first]]) => first === head);
  if (!table) {
    throw new Error(
      `docs/access.md has no table whose first column is '${head}'`,
    );
  }
  return table;
}
