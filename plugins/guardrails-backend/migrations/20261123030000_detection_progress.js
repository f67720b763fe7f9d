/*
 * What of each series was judged: one row for the costs of a project and one for each of its metrics.
 *
 * A table beside the documented ones, because it is no fact: without it everything within the lookback is judged again, and
 * comes to the same alerts. It is stored so that a restart, or another replica, judges what is new and nothing else. It is
 * written in the transaction of the alerts that came of it, and only where nobody has written it since it was read.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('detection_progress', table => {
    table
      .uuid('project_id')
      .notNullable()
      .references('id')
      .inTable('projects')
      .onDelete('CASCADE');
    table
      .text('series_type')
      .notNullable()
      .checkIn(['cost', 'reliability'], 'detection_progress_type_check');
    // Empty for costs.
    table.text('metric_name').notNullable();
    // Points of a metric before it were judged and stay as they are. Whoever writes an earlier point sets it back.
    table.timestamp('settled_through');
    // JSON: by which rules and settings, and what of it has to be known to go on. Text, because nobody asks the database
    // for a part of it. Empty where nothing was judged yet.
    table.text('state').notNullable();
    // One higher with every change, so that who has read a row knows whether it is still the same.
    table.integer('revision').notNullable();
    table.primary(['project_id', 'series_type', 'metric_name']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('detection_progress');
};
