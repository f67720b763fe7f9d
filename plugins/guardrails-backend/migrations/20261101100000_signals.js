/*
 * What happened: projects, and the costs and metrics that AWS reported for them.
 *
 * The columns are those of the documented schema and no others; what is added is what keeps them true: NOT NULL,
 * foreign keys, value sets. PostgreSQL is the reference. SQLite approximates the types: UUID and DATE are text,
 * TIMESTAMPTZ is milliseconds since the epoch, NUMERIC is a double that the stores round to the documented scale.
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
  await knex.schema.createTable('projects', table => {
    table.uuid('id').notNullable().primary().defaultTo(knex.fn.uuid());
    // Configuration and annotations name projects, so a name must mean one project only.
    table
      .text('name')
      .notNullable()
      .unique({ indexName: 'projects_name_unique' });
    table.timestamp('created_at').notNullable().defaultTo(now(knex));
  });

  await knex.schema.createTable('daily_costs', table => {
    table.uuid('id').notNullable().primary().defaultTo(knex.fn.uuid());
    table
      .uuid('project_id')
      .notNullable()
      .references('id')
      .inTable('projects')
      .onDelete('CASCADE');
    table.date('cost_date').notNullable();
    table.text('service').notNullable();
    // Negative amounts are legal: credits and refunds.
    table.decimal('amount', 12, 4).notNullable();
    table.text('currency').notNullable().defaultTo('USD');
    table.timestamp('created_at').notNullable().defaultTo(now(knex));
    // Its index also answers every read: all of them are by project and range of days.
    table.unique(['project_id', 'cost_date', 'service'], {
      indexName: 'daily_costs_project_id_cost_date_service_unique',
    });
  });

  await knex.schema.createTable('reliability_metrics', table => {
    table.uuid('id').notNullable().primary().defaultTo(knex.fn.uuid());
    table
      .uuid('project_id')
      .notNullable()
      .references('id')
      .inTable('projects')
      .onDelete('CASCADE');
    table.timestamp('metric_ts').notNullable();
    // No value set: other sources and later rules store other metrics than the two documented ones.
    table.text('metric_name').notNullable();
    table.decimal('value', 16, 6).notNullable();
    table
      .text('unit')
      .notNullable()
      .checkIn(['count', 'ms'], 'reliability_metrics_unit_check');
    table.timestamp('created_at').notNullable().defaultTo(now(knex));
    table.unique(['project_id', 'metric_ts', 'metric_name'], {
      indexName: 'reliability_metrics_project_id_metric_ts_metric_name_unique',
    });
    // One metric over time, and its first and last point, without reading the project's other metrics. `value` is
    // part of it so that a chart is drawn from the index alone: points arrive for all projects at once, so those of
    // one lie each on a page of its own (10 million rows: 90 days of 5 minutes read 25,000 pages for 25,000 points).
    table.index(
      ['project_id', 'metric_name', 'metric_ts', 'value'],
      'reliability_metrics_series_index',
    );
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('reliability_metrics');
  await knex.schema.dropTable('daily_costs');
  await knex.schema.dropTable('projects');
};
