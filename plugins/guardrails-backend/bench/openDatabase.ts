/** Databases for a bench: made on the PostgreSQL that the runner gives, migrated, dropped at the end. */
import { randomBytes } from 'node:crypto';
import { knex, type Knex } from 'knex';
import { Database } from '../src/database';

export interface BenchDatabase {
  readonly knex: Knex;
  readonly database: Database;
  /** Where it is, for other processes. */
  readonly url: string;
  /** Drops it. */
  close(): Promise<void>;
}

export async function openDatabase(
  postgresUrl: string,
  label: string,
): Promise<BenchDatabase> {
  const name = `bench_${label}_${randomBytes(6).toString('hex')}`;
  await onServer(postgresUrl, server =>
    server.raw('create database ??', [name]),
  );
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  const client = knex({ client: 'pg', connection: url.href });
  const database = await Database.create({ getClient: async () => client });
  return {
    knex: client,
    database,
    url: url.href,
    close: async () => {
      await client.destroy();
      await onServer(postgresUrl, server =>
        server.raw('drop database ??', [name]),
      );
    },
  };
}

/** One that is there, and stays there. */
export async function keptDatabase(url: string): Promise<BenchDatabase> {
  const client = knex({ client: 'pg', connection: url });
  const database = await Database.create({ getClient: async () => client });
  return { knex: client, database, url, close: () => client.destroy() };
}

async function onServer(
  postgresUrl: string,
  work: (server: Knex) => Promise<unknown>,
): Promise<void> {
  const server = knex({ client: 'pg', connection: postgresUrl });
  try {
    await work(server);
  } finally {
    await server.destroy();
  }
}
