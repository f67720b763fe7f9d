/*
 * What the recommendations of the alerts that cost the most are read along, alert by alert: what is over costs nothing
 * more, and stands below all that is not. It takes the place of the index that did not know the difference.
 */

/** What an alert cost over its baseline. */
const EXCESS_COST = `(case when alert_type = 'cost' and observed_value > baseline_value then round(observed_value - baseline_value, 6) else 0 end)`;

/** To the letter what src/database/ranks.ts says. */
const COST_AT_STAKE = `(${EXCESS_COST} - (case status when 'resolved' then 10000000000 else 0 end))`;

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(
    `create index alerts_cost_at_stake_index on alerts (${COST_AT_STAKE}, detected_at, id)`,
  );
  await knex.raw('drop index alerts_excess_cost_index');
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(
    `create index alerts_excess_cost_index on alerts (${EXCESS_COST}, detected_at, id)`,
  );
  await knex.raw('drop index alerts_cost_at_stake_index');
};
