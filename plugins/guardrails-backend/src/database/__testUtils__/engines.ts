/** The engines that every database test runs on, both real: SQLite and PostgreSQL. */
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { Database } from '../Database';

export const ENGINES = ['SQLITE_3', 'POSTGRES_18'] as const;

export type Engine = (typeof ENGINES)[number];

/** Fresh, empty databases, removed after the tests. Fails where an engine is missing instead of testing less. */
export function testDatabases(engines: readonly Engine[] = ENGINES) {
  // A database is made and migrated in a tenth of a second, but on a busy machine the usual 5 s do not suffice.
  jest.setTimeout(60_000);
  const databases = TestDatabases.create({
    ids: [...engines],
    disableDocker: true,
  });
  const missing = engines.filter(engine => !databases.supports(engine));
  if (missing.length > 0) {
    throw new Error(
      `no ${missing.join(
        ', ',
      )} to test on: set BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING to a PostgreSQL 18 that may create databases`,
    );
  }
  return databases;
}

/** A migrated database of its own, with the connection beneath it for what no store answers. */
export async function openDatabase(
  databases: TestDatabases,
  engine: Engine,
): Promise<{ knex: Knex; database: Database }> {
  const knex = await databases.init(engine);
  const database = await Database.create({ getClient: async () => knex });
  return { knex, database };
}
