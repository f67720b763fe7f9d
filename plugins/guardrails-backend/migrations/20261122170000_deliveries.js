/*
 * What was told to whom: one row for each event of the trail and each outlet that takes it.
 *
 * A table beside the documented ones, because the trail is append-only and a delivery is not: it is claimed, fails, is
 * tried again. Written from the committed trail, it loses nothing when a process is killed between the two, and a row
 * that is claimed by one replica is no other's.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('deliveries', table => {
    table
      .uuid('event_id')
      .notNullable()
      .references('id')
      .inTable('events')
      .onDelete('CASCADE');
    table.text('outlet').notNullable();
    table
      .text('status')
      .notNullable()
      .checkIn(
        ['pending', 'delivered', 'skipped', 'failed'],
        'deliveries_status_check',
      );
    table.integer('attempts').notNullable().defaultTo(0);
    // When it may be tried (again); while it is claimed, when the claim is given up.
    table.timestamp('next_attempt_at').notNullable();
    table.text('last_error').nullable();
    table.primary(['event_id', 'outlet']);
  });
  // The question of every poll; nearly all rows are past it.
  await knex.raw(
    `create index deliveries_pending_index on deliveries (next_attempt_at) where status = 'pending'`,
  );
  // Whether an outlet was ever used.
  await knex.schema.alterTable('deliveries', table => {
    table.index(['outlet'], 'deliveries_outlet_index');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('deliveries');
};
