/*
 * What a recommendation is expected to save in a month, as its playbook said: a row for each that saves what the bills can
 * show.
 *
 * A table beside the documented ones, because none of their columns can hold it: `impact` is a sentence for people, and
 * was searched for the end of one; the trail has it too, and is cut back by the retention long before a year of savings
 * has been reported.
 */

/** The mean length of a month, as the sentences were made with it. */
const DAYS_PER_MONTH = 365 / 12;

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('expected_savings', table => {
    table
      .uuid('recommendation_id')
      .notNullable()
      .primary()
      .references('id')
      .inTable('recommendations')
      .onDelete('CASCADE');
    // In the currency of the project's costs.
    table.decimal('per_month', 18, 4).notNullable();
    table.check('per_month > 0', [], 'expected_savings_per_month_check');
  });
  // Until now the sentence alone told which ones save something. This once it is read, and never again.
  await knex.raw(
    `insert into expected_savings (recommendation_id, per_month)
     select recommendations.id, round((alerts.observed_value - alerts.baseline_value) * ${DAYS_PER_MONTH}, 4)
     from recommendations join alerts on alerts.id = recommendations.alert_id
     where recommendations.impact like '% a month if it stays'
       and alerts.alert_type = 'cost'
       and round((alerts.observed_value - alerts.baseline_value) * ${DAYS_PER_MONTH}, 4) > 0`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('expected_savings');
};
