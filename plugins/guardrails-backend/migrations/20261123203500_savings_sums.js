/*
 * What the savings of each project come to by owner, as long as nothing of them changes: one row for each project.
 *
 * A table beside the documented ones, because it is no fact: it can be added up anew at any time. It is stored because a
 * year's report would read hundreds of recommendations with their alerts, each on a page of its own. Triggers empty a
 * project's row in the transaction of whatever changes what was added up, whoever does, and never add up themselves.
 */

/** Table and event to the condition on which a project's sums are no longer known, and where the project stands. */
const CHANGES = [
  ['recommendations', 'insert', `new.status = 'done'`, 'new.project_id'],
  [
    'recommendations',
    'update',
    `(old.status = 'done' or new.status = 'done')`,
    'new.project_id',
  ],
  ['recommendations', 'delete', `old.status = 'done'`, 'old.project_id'],
  // Also of alerts of which nothing is done: a step that is marked as done meanwhile cannot be seen from here.
  [
    'alerts',
    'update',
    `(old.window_start <> new.window_start or coalesce(old.service_name, '') <> coalesce(new.service_name, ''))`,
    'new.project_id',
  ],
  ...[
    ['insert', 'new'],
    ['update', 'new'],
    ['delete', 'old'],
  ].flatMap(([event, row]) => [
    ['measured_savings', event, '1 = 1', `${row}.project_id`],
    [
      'expected_savings',
      event,
      '1 = 1',
      `(select project_id from recommendations where id = ${row}.recommendation_id)`,
    ],
  ]),
];

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('savings_sums', table => {
    table
      .uuid('project_id')
      .notNullable()
      .primary()
      .references('id')
      .inTable('projects')
      .onDelete('CASCADE');
    // Of the measuring: another version finds nothing and adds up anew.
    table.integer('method').nullable();
    // JSON: a list for each owner. Empty when it has to be added up anew.
    table.text('owners').nullable();
    // Of the costs; absent where there are none.
    table.text('currency').nullable();
    // The day on which some were measured that are to be measured on later ones too; absent when all are complete.
    table.date('last_final').nullable();
    // Of what was done since one of these moments, the earliest and the latest, and since all between them.
    table.timestamp('since_first').nullable();
    table.timestamp('since_last').nullable();
  });
  for (const [table, event, condition, project] of CHANGES) {
    const name = `savings_sums_${table}_${event}`;
    const forget = `update savings_sums set owners = null where project_id = ${project}`;
    if (knex.client.dialect === 'postgresql') {
      await knex.raw(`
        create function guardrails_${name}() returns trigger language plpgsql
        -- Whoever changes them may look for tables elsewhere.
        set search_path from current as $$
        begin
          ${forget};
          return null;
        end
        $$
      `);
      await knex.raw(
        `create trigger ${name} after ${event} on ${table} for each row when (${condition})
         execute function guardrails_${name}()`,
      );
    } else {
      await knex.raw(
        `create trigger ${name} after ${event} on ${table} when ${condition} begin ${forget}; end`,
      );
    }
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const isPostgres = knex.client.dialect === 'postgresql';
  for (const [table, event] of CHANGES) {
    const name = `savings_sums_${table}_${event}`;
    await knex.raw(`drop trigger ${name}${isPostgres ? ` on ${table}` : ''}`);
    if (isPostgres) await knex.raw(`drop function guardrails_${name}()`);
  }
  await knex.schema.dropTable('savings_sums');
};
