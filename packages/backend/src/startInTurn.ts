/**
 * Backends that share a database start one after the other: Backstage's migrations do not wait for one another, and of
 * several that make the same table, or hold the same migration lock, all but one fail. The turn is a lock of PostgreSQL,
 * which nobody holds any more once its process is gone.
 */
import {
  coreServices,
  createServiceFactory,
  createServiceRef,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';

/** Any number that nobody else locks in this database will do. */
const TURN = 7_007_000;
/**
 * A start takes seconds, the first one about fifteen. Who has waited so long goes on without the turn: one that hangs
 * must not keep the others from serving.
 */
const PATIENCE_MS = 180_000;
/** How often who waits asks again. */
const PAUSE_MS = 250;

export const startInTurn = createServiceFactory({
  service: createServiceRef<void>({ id: 'portal.startInTurn', scope: 'root' }),
  // Before any plugin is initialized.
  initialization: 'always',
  deps: {
    config: coreServices.rootConfig,
    lifecycle: coreServices.rootLifecycle,
    logger: coreServices.rootLogger,
  },
  async factory({ config, lifecycle, logger }) {
    const connection = connectionOf(config);
    if (!connection) return;
    const client = new Client(connection);
    // The lock is gone with its connection, and the start goes on.
    client.on('error', error =>
      logger.warn(`Lost the turn to start: ${error.message}`),
    );
    await client.connect();
    await takeTurn(client, logger);
    // Once every plugin has started. A start that fails ends the process, and the connection with it.
    lifecycle.addStartupHook(() => client.end());
  },
});

/** Where the plugins keep their data; nothing for SQLite, and for a way of signing in that is Backstage's own. */
function connectionOf(config: Config): ClientConfig | undefined {
  const database = config.getConfig('backend.database');
  if (database.getString('client') !== 'pg') return undefined;
  const connection = database.get<string | (ClientConfig & { type?: string })>(
    'connection',
  );
  if (typeof connection === 'string') return { connectionString: connection };
  if (connection.type && connection.type !== 'default') return undefined;
  // Backstage itself goes to `postgres` to make the databases of its plugins.
  return { database: 'postgres', ...connection };
}

/**
 * Asks again and again. A statement that waits for the lock would keep a snapshot, and an index that is made
 * concurrently (the catalog makes some) waits for every snapshot: both would wait for ever.
 */
async function takeTurn(client: Client, logger: LoggerService): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const { rows } = await client.query(
      'SELECT pg_try_advisory_lock($1) AS "isMine"',
      [TURN],
    );
    if (rows[0].isMine) return;
    await sleep(PAUSE_MS);
  }
  logger.warn(
    `Another backend has been starting for ${
      PATIENCE_MS / 1000
    } seconds or more; starting beside it`,
  );
}
