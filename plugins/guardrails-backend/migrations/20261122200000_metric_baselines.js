/*
 * What rules take from the whole days before a UTC day: one row for each metric of a project and day that was judged, the
 * newest two of a metric.
 *
 * A table beside the documented ones, because it is no fact: it can be computed anew from the points at any time. It is
 * stored so that a run which judges an hour of new points does not read four weeks of old ones, whichever process makes
 * it. Writing a point that a row was computed from deletes the row in the same transaction.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('metric_baselines', table => {
    table
      .uuid('project_id')
      .notNullable()
      .references('id')
      .inTable('projects')
      .onDelete('CASCADE');
    table.text('metric_name').notNullable();
    // Start of the day that is judged by it; it was computed from points before.
    table.timestamp('day_start').notNullable();
    // The first point that counted: more history than there was then, and what is usual may be something else.
    table.timestamp('history_from').notNullable();
    // JSON by rule, version and quantity. Text, because nobody asks the database for a part of it.
    table.text('quantities').notNullable();
    table.primary(['project_id', 'metric_name', 'day_start']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('metric_baselines');
};
