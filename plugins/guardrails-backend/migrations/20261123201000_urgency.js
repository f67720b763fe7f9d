/*
 * What the recommendations of the worst alerts are read along, alert by alert: an alert that is over is less urgent than
 * every one that is not, however severe it was. Without it a page would sort the recommendations of all alerts.
 */

/** To the letter what src/database/ranks.ts says. */
const URGENCY_RANK = `((case status when 'resolved' then 0 else 3 end) + (case severity when 'high' then 3 when 'medium' then 2 else 1 end))`;

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(
    `create index alerts_urgency_index on alerts (${URGENCY_RANK}, detected_at, id)`,
  );
  await knex.raw(
    `create index alerts_project_id_urgency_index on alerts (project_id, ${URGENCY_RANK}, detected_at, id)`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('drop index alerts_project_id_urgency_index');
  await knex.raw('drop index alerts_urgency_index');
};
