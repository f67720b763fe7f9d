/*
 * A recommendation belongs to the project of its alert. Two foreign keys cannot say so, and a row that disagreed would
 * show one project's alert to whoever may see another project's recommendations.
 */

const SAYS = 'a recommendation belongs to the project of its alert';

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (knex.client.dialect === 'postgresql') {
    await knex.raw(`
      create function guardrails_recommendation_project() returns trigger language plpgsql as $$
      begin
        -- An alert or project that does not exist is refused by its own foreign key.
        if exists (select 1 from alerts join projects on projects.id = new.project_id
                   where alerts.id = new.alert_id and alerts.project_id <> new.project_id) then
          raise exception '${SAYS}' using errcode = 'foreign_key_violation';
        end if;
        return new;
      end
      $$
    `);
    await knex.raw(`
      create trigger recommendations_project before insert or update of project_id, alert_id on recommendations
      for each row execute function guardrails_recommendation_project()
    `);
    return;
  }
  for (const event of ['insert', 'update of project_id, alert_id']) {
    await knex.raw(`
      create trigger recommendations_project_${
        event.split(' ')[0]
      } before ${event} on recommendations
      when exists (select 1 from alerts join projects on projects.id = new.project_id
                   where alerts.id = new.alert_id and alerts.project_id <> new.project_id)
      begin
        select raise(abort, '${SAYS}');
      end
    `);
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (knex.client.dialect === 'postgresql') {
    await knex.raw('drop trigger recommendations_project on recommendations');
    await knex.raw('drop function guardrails_recommendation_project()');
    return;
  }
  await knex.raw('drop trigger recommendations_project_insert');
  await knex.raw('drop trigger recommendations_project_update');
};
