/*
 * What waits to be told to an outlet, oldest event first: whoever claims the next delivery reads from the front of the
 * queue to the first that is due, however long the queue is. The index before was on the time of the next attempt, and
 * all that waited had to be put in order for every single delivery.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(
    `create index deliveries_queue_index on deliveries (outlet, event_id) where status = 'pending'`,
  );
  await knex.raw('drop index deliveries_pending_index');
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(
    `create index deliveries_pending_index on deliveries (next_attempt_at) where status = 'pending'`,
  );
  await knex.raw('drop index deliveries_queue_index');
};
