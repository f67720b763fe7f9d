import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { startInTurn } from './startInTurn';

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

/** As Backstage's plugins do: their migrations while they start, and no waiting for whoever does the same. */
const pluginWithTables = createBackendPlugin({
  pluginId: 'with-tables',
  register: env =>
    env.registerInit({
      deps: { database: coreServices.database },
      init: async ({ database }) => {
        const knex = await database.getClient();
        await knex.migrate.latest({
          migrationSource: {
            getMigrations: async () => ['first'],
            getMigrationName: String,
            getMigration: async () => ({
              // As some of the catalog's: made concurrently, an index waits for every statement under way.
              config: { transaction: false },
              up: async trx => {
                await trx.schema.createTable('things', table =>
                  table.text('id'),
                );
                await trx.raw('CREATE INDEX CONCURRENTLY ON things (id)');
              },
              down: async () => {},
            }),
          },
        });
      },
    }),
});

async function databaseConfig() {
  const knex = await databases.init('POSTGRES_18');
  const { connection } = knex.client.config;
  return {
    client: 'pg',
    pluginDivisionMode: 'schema',
    ensureSchemaExists: true,
    // knex hides the password from whoever lists the keys.
    connection: { ...connection, password: connection.password },
  };
}

const start = (database: object) =>
  startTestBackend({
    features: [
      mockServices.rootConfig.factory({ data: { backend: { database } } }),
      databaseServiceFactory,
      pluginWithTables,
      startInTurn,
    ],
  });

describe('backends that start at once on an empty database', () => {
  it('make its tables one after the other', async () => {
    const database = await databaseConfig();

    const outcomes = await Promise.allSettled(
      Array.from({ length: 4 }, () => start(database)),
    );

    expect(outcomes.map(({ status }) => status)).toEqual(
      Array(4).fill('fulfilled'),
    );
  });
});
