/*
 * Savings that were measured outlive the days that they were measured on.
 *
 * The retention deletes days by their age. What these days showed stays true, and cannot be measured a second time. A day
 * that is written anew is another matter: that still deletes what was measured on it.
 */

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(
    knex.client.dialect === 'postgresql'
      ? 'drop trigger daily_costs_savings_delete on daily_costs'
      : 'drop trigger daily_costs_savings_delete',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw(
    knex.client.dialect === 'postgresql'
      ? `create trigger daily_costs_savings_delete after delete on daily_costs referencing old table as removed
         for each statement execute function guardrails_forget_savings()`
      : `create trigger daily_costs_savings_delete after delete on daily_costs begin
           delete from measured_savings
           where project_id = old.project_id and first_day <= old.cost_date and last_day >= old.cost_date;
         end`,
  );
};
