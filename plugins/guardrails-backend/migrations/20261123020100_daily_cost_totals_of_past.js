/*
 * Adds up what was stored before there were totals: one project after the other, each in a transaction of its own, so
 * that a portal that still runs the version before waits for milliseconds with its writing, and never with its reading.
 */

/** No transaction around all: it would hold the lock until the last project. */
exports.config = { transaction: false };

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = knex.client.dialect === 'postgresql';
  const isCharge = `substr(service, 1, 7) = 'charge:'`;
  const amount = isPostgres
    ? '(amount * 10000)::bigint'
    : 'cast(round(amount * 10000) as integer)';
  const projects = await knex('projects').select('id');
  for (const { id } of projects) {
    await knex.transaction(async trx => {
      // Whoever is writing ends first, and whoever comes next adds to what is complete by then.
      if (isPostgres) await trx.raw('lock table daily_costs in share mode');
      // A migration that was interrupted begins anew.
      await trx('daily_cost_totals').where({ project_id: id }).delete();
      await trx.raw(
        `insert into daily_cost_totals
           (project_id, cost_date, usage_ten_thousandths, charges_ten_thousandths, usage_rows, charge_rows)
         select project_id, cost_date,
                sum(case when ${isCharge} then 0 else ${amount} end), sum(case when ${isCharge} then ${amount} else 0 end),
                sum(case when ${isCharge} then 0 else 1 end), sum(case when ${isCharge} then 1 else 0 end)
         from daily_costs where project_id = ? group by project_id, cost_date`,
        [id],
      );
    });
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down() {};
