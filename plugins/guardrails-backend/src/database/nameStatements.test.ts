/** PostgreSQL keeps what it is asked often, as far as the portal lets it, and never more than a connection can hold. */
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { Database } from './Database';
import { SqlDeliveryStore } from './SqlDeliveryStore';
import { openDatabase, testDatabases } from './__testUtils__/engines';

const databases = testDatabases(['POSTGRES_18']);

/** Texts that one connection has prepared. */
async function preparedBy(
  knex: Knex,
  work: (trx: Knex) => Promise<unknown>,
): Promise<string[]> {
  return knex.transaction(async trx => {
    await work(trx);
    const { rows } = await trx.raw(
      `select statement from pg_prepared_statements where not from_sql`,
    );
    return rows.map((row: { statement: string }) => row.statement);
  });
}

describe('statements', () => {
  it('are prepared once, whatever they are asked with', async () => {
    const { knex } = await openDatabase(databases, 'POSTGRES_18');
    const prepared = await preparedBy(knex, async trx => {
      for (const name of ['one', 'other', 'third']) {
        await trx('projects').where({ name });
      }
    });
    expect(
      prepared.filter(sql => sql.includes('from "projects" where')),
    ).toEqual(['select * from "projects" where "name" = $1']);
  });

  it('answer what they are asked', async () => {
    const { database } = await openDatabase(databases, 'POSTGRES_18');
    await database.projects.ensure(['one', 'other']);
    for (const name of ['one', 'other', 'one']) {
      expect((await database.projects.byName(name))?.name).toBe(name);
    }
  });

  it('that grow with what is asked for are not kept', async () => {
    const { knex } = await openDatabase(databases, 'POSTGRES_18');
    const prepared = await preparedBy(knex, async trx => {
      await trx('projects').whereIn(
        'name',
        Array.from({ length: 100 }, (_, i) => `project-${i}`),
      );
    });
    expect(prepared.join()).not.toContain('"projects"');
  });

  it('of deliveries outlive a column that a newer version adds', async () => {
    const { knex } = await openDatabase(databases, 'POSTGRES_18');
    const now = new Date('2026-11-18T12:00:00Z');
    const outlet = 'webhook';
    const claimed = await knex.transaction(async trx => {
      const deliveries = new SqlDeliveryStore(trx);
      const ask = async () => {
        await deliveries.isUsed(outlet);
        await deliveries.enrol(outlet, now, now);
        await deliveries.settle(
          { eventId: randomUUID(), outlet, attempts: 1 },
          { status: 'delivered' },
        );
        return deliveries.claim(outlet, now, now);
      };
      await ask();
      await trx.schema.alterTable('deliveries', table => table.text('newer'));
      return ask();
    });
    expect(claimed).toBeUndefined();
  });

  it('are not prepared where the portal says so', async () => {
    const knex = await databases.init('POSTGRES_18');
    await Database.create(
      { getClient: async () => knex },
      { preparedStatements: false },
    );
    const prepared = await preparedBy(knex, trx => trx('projects'));
    expect(prepared.join()).not.toContain('"projects"');
  });
});
