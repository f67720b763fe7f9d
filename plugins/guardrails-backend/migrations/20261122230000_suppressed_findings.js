/*
 * What a planned activity kept off an alert belongs on the alert's timeline, and is an event of the activity: without an
 * index every look at an alert would search all of them.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const alertId =
    knex.client.dialect === 'postgresql'
      ? `(metadata ->> 'alertId')`
      : `json_extract(metadata, '$.alertId')`;
  await knex.raw(
    `create index events_suppressed_alert_index on events (${alertId}) where event_type = 'finding_suppressed'`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('drop index events_suppressed_alert_index');
};
