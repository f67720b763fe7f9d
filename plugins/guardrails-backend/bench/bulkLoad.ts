/** Tens of millions of rows, made inside the database: they never pass through this process. */
import type { Knex } from 'knex';

/** Without the tables' own checks of foreign keys, row by row, and with its indexes made at the end. */
export async function bulkLoad(
  knex: Knex,
  table: string,
  insert: (trx: Knex) => Promise<unknown>,
): Promise<void> {
  await knex.transaction(async trx => {
    await trx.raw('set local session_replication_role = replica');
    await trx.raw(`set local maintenance_work_mem = '512MB'`);
    const { rows: indexes } = await trx.raw(
      `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
       where indrelid = ?::regclass
         and not exists (select 1 from pg_constraint where conindid = indexrelid)`,
      [table],
    );
    const { rows: keys } = await trx.raw(
      `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint own
       where conrelid = ?::regclass and contype in ('p', 'u')
         and not exists (select 1 from pg_constraint other where other.confrelid = own.conrelid)`,
      [table],
    );
    for (const { name } of indexes) await trx.raw(`drop index ${name}`);
    for (const { name } of keys) {
      await trx.raw(`alter table ${table} drop constraint ${name}`);
    }
    await insert(trx);
    for (const { name, definition } of keys) {
      await trx.raw(
        `alter table ${table} add constraint ${name} ${definition}`,
      );
    }
    for (const { definition } of indexes) await trx.raw(definition);
  });
}
