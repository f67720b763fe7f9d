/*
 * The audit trail: what the product and people did, and every run of a job.
 */

/** Creation time by the database's clock, in the type that each engine stores times in. */
function now(knex) {
  return knex.client.dialect === 'postgresql'
    ? knex.raw('now()')
    : knex.raw("(cast(unixepoch('subsec') * 1000 as integer))");
}

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = knex.client.dialect === 'postgresql';

  await knex.schema.createTable('events', table => {
    table.uuid('id').notNullable().primary().defaultTo(knex.fn.uuid());
    table
      .uuid('project_id')
      .notNullable()
      .references('id')
      .inTable('projects')
      .onDelete('CASCADE');
    table
      .text('entity_type')
      .notNullable()
      .checkIn(['alert', 'recommendation', 'job'], 'events_entity_type_check');
    // Refers to rows of different tables, so no foreign key can hold it; a job event may be about no single run.
    table.uuid('entity_id').nullable();
    table.text('event_type').notNullable();
    table.text('message').notNullable();
    table.text('actor').notNullable();
    table.jsonb('metadata').notNullable();
    table.timestamp('created_at').notNullable().defaultTo(now(knex));

    table.check(
      `entity_type = 'job' or entity_id is not null`,
      {},
      'events_entity_id_check',
    );

    // The history: of all projects, of one, of one alert or recommendation or run, of one kind, of one person.
    table.index(['created_at', 'id'], 'events_created_at_index');
    table.index(
      ['project_id', 'created_at', 'id'],
      'events_project_id_created_at_index',
    );
    table.index(
      ['entity_id', 'created_at', 'id'],
      'events_entity_id_created_at_index',
    );
    table.index(
      ['entity_type', 'created_at', 'id'],
      'events_entity_type_created_at_index',
    );
    table.index(
      ['event_type', 'created_at', 'id'],
      'events_event_type_created_at_index',
    );
    table.index(['actor', 'created_at', 'id'], 'events_actor_created_at_index');
  });

  const field = name =>
    isPostgres
      ? `(metadata ->> '${name}')`
      : `json_extract(metadata, '$.${name}')`;
  // Runs of one job. Partial, because most events are restatements, which belong to no question about runs.
  await knex.raw(
    `create index events_job_id_created_at_index on events (${field(
      'jobId',
    )}, created_at, id) where ${field('jobId')} is not null`,
  );
  // Restatements of one service of a project, read when the decision behind an alert is replayed.
  await knex.raw(
    `create index events_restatements_index on events (project_id, ${field(
      'service',
    )}, created_at, id) where event_type = 'cost_restated'`,
  );

  // A trail that can be rewritten proves nothing. Only UPDATE is refused: deleting a project must cascade to its
  // events, and an operator may have to delete old ones.
  if (isPostgres) {
    await knex.raw(`
      create function guardrails_events_append_only() returns trigger language plpgsql as $$
      begin
        raise exception 'events are append-only';
      end
      $$
    `);
    await knex.raw(`
      create trigger events_append_only before update on events
      for each row execute function guardrails_events_append_only()
    `);
  } else {
    await knex.raw(`
      create trigger events_append_only before update on events
      begin
        select raise(abort, 'events are append-only');
      end
    `);
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('events');
  if (knex.client.dialect === 'postgresql') {
    await knex.raw('drop function guardrails_events_append_only()');
  }
};
