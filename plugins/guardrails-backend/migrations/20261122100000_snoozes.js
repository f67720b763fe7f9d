/*
 * Which alerts are snoozed now. A snooze is an event of the trail, and its end may be one too; without an index every
 * list of alerts that are not snoozed would search the whole trail.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const until =
    knex.client.dialect === 'postgresql'
      ? `(metadata ->> 'until')`
      : `json_extract(metadata, '$.until')`;
  await knex.raw(
    `create index events_snoozed_until_index on events (${until}) where event_type = 'snoozed'`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('drop index events_snoozed_until_index');
};
