/*
 * What the lists and statistics of answered alerts are read from: how much money is at stake, and when alerts were
 * acknowledged and resolved. Without them every such page would read and sort all alerts.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  // To the letter what src/database/ranks.ts says. Recommendations by money are read along it, alert by alert.
  await knex.raw(
    `create index alerts_excess_cost_index on alerts (
       (case when alert_type = 'cost' and observed_value > baseline_value then round(observed_value - baseline_value, 6) else 0 end),
       detected_at, id)`,
  );
  // Partial, because an alert that nobody answered belongs to no such question. With the detection and the project,
  // so that how long the answers took is read from the index alone.
  for (const stamp of ['acknowledged_at', 'resolved_at']) {
    await knex.raw(
      `create index alerts_${stamp}_index on alerts (${stamp}, detected_at, project_id) where ${stamp} is not null`,
    );
  }
  await knex.raw(
    `create index recommendations_done_at_index on recommendations (done_at, id) where status = 'done'`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const name of [
    'recommendations_done_at_index',
    'alerts_resolved_at_index',
    'alerts_acknowledged_at_index',
    'alerts_excess_cost_index',
  ]) {
    await knex.raw(`drop index ${name}`);
  }
};
