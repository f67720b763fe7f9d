/** On PostgreSQL alone: SQLite has one writer at a time, whatever is locked. */
import type { Knex } from 'knex';
import type { Database } from './Database';
import { openDatabase, testDatabases } from './__testUtils__/engines';
import { newProject, rdsCost } from './__testUtils__/samples';

const S3 = 'Amazon Simple Storage Service';

const databases = testDatabases();

describe('costs that are locked', () => {
  let knex: Knex;
  let database: Database;
  let projectId: string;

  beforeAll(async () => {
    ({ knex, database } = await openDatabase(databases, 'POSTGRES_18'));
    projectId = (await newProject(database)).id;
  });

  const november = () => ({
    projectId,
    from: '2026-11-01',
    to: '2026-11-30',
  });

  /** Settles once somebody waits for a lock of this database. */
  async function somebodyWaits() {
    let waiting = 0;
    while (waiting === 0) {
      const { rows } = await knex.raw(
        `select count(*)::int as waiting from pg_locks
         where not granted and database = (select oid from pg_database where datname = current_database())`,
      );
      waiting = rows[0].waiting;
    }
  }

  it.each([
    [
      'written',
      () => database.costs.upsert(projectId, [rdsCost({ service: S3 })]),
    ],
    ['deleted', () => database.costs.deleteBefore(projectId, '2026-11-02', 10)],
  ])(
    'are %s once the transaction has ended, while other projects go on',
    async (_, change) => {
      const other = await newProject(database);
      await database.costs.upsert(projectId, [rdsCost({ date: '2026-11-01' })]);
      let changing: Promise<unknown> | undefined;
      let before: unknown;

      await database.transaction(async ({ costs }) => {
        await costs.lock(projectId);
        before = await costs.amounts(november());
        changing = change();
        await somebodyWaits();
        await database.costs.upsert(other.id, [rdsCost()]);
        expect(await costs.amounts(november())).toEqual(before);
      });

      await changing;
      expect(await database.costs.amounts(november())).not.toEqual(before);
    },
  );

  it('can be vacuumed meanwhile', async () => {
    await database.transaction(async ({ costs }) => {
      await costs.lock(projectId);
      await expect(
        knex.transaction(trx =>
          // The lock that VACUUM takes, refused instead of waited for.
          trx.raw(
            'lock table daily_costs in share update exclusive mode nowait',
          ),
        ),
      ).resolves.toBeDefined();
    });
  });
});
