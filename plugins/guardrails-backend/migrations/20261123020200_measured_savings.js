/*
 * What the bills showed of the recommendations that are done: one row for each that was measured.
 *
 * A table beside the documented ones, because it is no fact: it can be measured anew from the costs at any time. It is
 * stored because a year's report would read 80,000 days of costs for it. A row says what it was measured on, and whoever
 * finds another day there measures for himself; a change of one of these days' costs deletes it in the same transaction.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('measured_savings', table => {
    table
      .uuid('recommendation_id')
      .notNullable()
      .primary()
      .references('id')
      .inTable('recommendations')
      .onDelete('CASCADE');
    table
      .uuid('project_id')
      .notNullable()
      .references('id')
      .inTable('projects')
      .onDelete('CASCADE');
    // Of the calculation: another version finds nothing and measures anew.
    table.integer('method').notNullable();
    table.date('first_day').notNullable();
    table.date('done_on').notNullable();
    table.date('last_day').notNullable();
    table.integer('days').notNullable();
    // Absent while there are too few days.
    table.double('per_month').nullable();
    table.double('plus_minus').nullable();
    // How a change of costs finds what was measured on them.
    table.index(['project_id', 'last_day'], 'measured_savings_project_index');
  });
  if (knex.client.dialect === 'postgresql') {
    await forgetOnPostgres(knex);
  } else {
    await forgetOnSqlite(knex);
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (knex.client.dialect === 'postgresql') {
    for (const event of ['insert', 'update', 'delete', 'truncate']) {
      await knex.raw(
        `drop trigger daily_costs_savings_${event} on daily_costs`,
      );
    }
    await knex.raw('drop function guardrails_forget_savings()');
  } else {
    for (const event of ['insert', 'update', 'delete']) {
      await knex.raw(`drop trigger daily_costs_savings_${event}`);
    }
  }
  await knex.schema.dropTable('measured_savings');
};

async function forgetOnPostgres(knex) {
  const forget = rows => `
    delete from measured_savings using (
      select project_id, min(cost_date) as first, max(cost_date) as last from ${rows} group by project_id
    ) as changed
    where measured_savings.project_id = changed.project_id
      and measured_savings.first_day <= changed.last and measured_savings.last_day >= changed.first`;
  await knex.raw(`
    create function guardrails_forget_savings() returns trigger language plpgsql
    -- Whoever changes costs may look for tables elsewhere.
    set search_path from current as $$
    begin
      if tg_op = 'TRUNCATE' then
        delete from measured_savings;
        return null;
      end if;
      if tg_op <> 'DELETE' then
        ${forget('added')};
      end if;
      if tg_op <> 'INSERT' then
        ${forget('removed')};
      end if;
      return null;
    end
    $$
  `);
  const tables = {
    insert: 'referencing new table as added',
    update: 'referencing old table as removed new table as added',
    delete: 'referencing old table as removed',
    truncate: '',
  };
  for (const [event, referencing] of Object.entries(tables)) {
    await knex.raw(`
      create trigger daily_costs_savings_${event} after ${event} on daily_costs ${referencing}
      for each statement execute function guardrails_forget_savings()
    `);
  }
}

async function forgetOnSqlite(knex) {
  const forget = row => `
    delete from measured_savings
    where project_id = ${row}.project_id and first_day <= ${row}.cost_date and last_day >= ${row}.cost_date;`;
  const bodies = {
    insert: forget('new'),
    update: forget('old') + forget('new'),
    delete: forget('old'),
  };
  for (const [event, body] of Object.entries(bodies)) {
    await knex.raw(
      `create trigger daily_costs_savings_${event} after ${event} on daily_costs begin ${body} end`,
    );
  }
}
