/*
 * Why it happened and what is done about it: alerts with their evidence, and the recommendations that answer them.
 */

/** Creation time by the database's clock, in the type that each engine stores times in. */
function now(knex) {
  return knex.client.dialect === 'postgresql'
    ? knex.raw('now()')
    : knex.raw("(cast(unixepoch('subsec') * 1000 as integer))");
}

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('alerts', table => {
    table.uuid('id').notNullable().primary().defaultTo(knex.fn.uuid());
    table
      .uuid('project_id')
      .notNullable()
      .references('id')
      .inTable('projects')
      .onDelete('CASCADE');
    table
      .text('alert_type')
      .notNullable()
      .checkIn(['cost', 'reliability'], 'alerts_alert_type_check');
    table
      .text('status')
      .notNullable()
      .defaultTo('open')
      .checkIn(['open', 'acknowledged', 'resolved'], 'alerts_status_check');
    table
      .text('severity')
      .notNullable()
      .checkIn(['low', 'medium', 'high'], 'alerts_severity_check');
    table.text('title').notNullable();
    table.text('description').notNullable();
    table.text('source').notNullable();
    table.timestamp('detected_at').notNullable();
    table.timestamp('window_start').notNullable();
    table.timestamp('window_end').notNullable();
    table.text('service_name').nullable();
    table.text('metric_name').nullable();
    // An alert that cannot say what it saw, expected and tolerated explains nothing.
    table.decimal('observed_value', 16, 6).notNullable();
    table.decimal('baseline_value', 16, 6).notNullable();
    table.decimal('threshold_value', 16, 6).notNullable();
    table.text('rule_name').notNullable();
    table.timestamp('acknowledged_at').nullable();
    table.timestamp('resolved_at').nullable();
    table.timestamp('created_at').notNullable().defaultTo(now(knex));
    table.timestamp('updated_at').notNullable().defaultTo(now(knex));

    table.check('window_start <= window_end', {}, 'alerts_window_check');
    // The series that the alert is about: without it neither fingerprint nor evidence can be found.
    table.check(
      `(alert_type = 'cost' and service_name is not null) or (alert_type = 'reliability' and metric_name is not null)`,
      {},
      'alerts_series_check',
    );
    // Stamps and status cannot disagree. A resolved alert may or may not have been acknowledged before.
    table.check(
      `(status = 'resolved') = (resolved_at is not null)`,
      {},
      'alerts_resolved_at_check',
    );
    table.check(
      `status = 'resolved' or (status = 'acknowledged') = (acknowledged_at is not null)`,
      {},
      'alerts_acknowledged_at_check',
    );

    // The lists, each in its order, of all projects and of one. Read backwards for newest (worst) first.
    table.index(['detected_at', 'id'], 'alerts_detected_at_index');
    table.index(
      ['project_id', 'detected_at', 'id'],
      'alerts_project_id_detected_at_index',
    );
    // Counts by project, without reading the rows.
    table.index(
      ['project_id', 'status', 'severity'],
      'alerts_project_id_status_severity_index',
    );
  });

  // Severity has an order that its words do not have.
  const severityRank = `(case severity when 'high' then 3 when 'medium' then 2 else 1 end)`;
  await knex.raw(
    `create index alerts_severity_index on alerts (${severityRank}, detected_at, id)`,
  );
  await knex.raw(
    `create index alerts_project_id_severity_index on alerts (project_id, ${severityRank}, detected_at, id)`,
  );

  // At most one unresolved alert for each fingerprint: (project, type, direction, service or metric). Two replicas
  // that find the same anomaly at once must not both alert; only the database can say which one was first.
  await knex.raw(
    `create unique index alerts_unresolved_fingerprint_unique on alerts (
       project_id, alert_type, (observed_value < baseline_value),
       coalesce(service_name, ''), coalesce(metric_name, '')
     ) where status <> 'resolved'`,
  );

  await knex.schema.createTable('recommendations', table => {
    table.uuid('id').notNullable().primary().defaultTo(knex.fn.uuid());
    table
      .uuid('project_id')
      .notNullable()
      .references('id')
      .inTable('projects')
      .onDelete('CASCADE');
    table
      .uuid('alert_id')
      .notNullable()
      .references('id')
      .inTable('alerts')
      .onDelete('CASCADE');
    table
      .text('status')
      .notNullable()
      .defaultTo('open')
      .checkIn(
        ['open', 'in_progress', 'done', 'dismissed'],
        'recommendations_status_check',
      );
    table.text('title').notNullable();
    table.text('action_steps').notNullable();
    table.text('impact').notNullable();
    table.text('owner').nullable();
    table.timestamp('created_at').notNullable().defaultTo(now(knex));
    table.timestamp('updated_at').notNullable().defaultTo(now(knex));
    table.timestamp('done_at').nullable();
    table.timestamp('dismissed_at').nullable();

    table.check(
      `(status = 'done') = (done_at is not null)`,
      {},
      'recommendations_done_at_check',
    );
    table.check(
      `(status = 'dismissed') = (dismissed_at is not null)`,
      {},
      'recommendations_dismissed_at_check',
    );

    table.index(
      ['alert_id', 'created_at', 'id'],
      'recommendations_alert_id_created_at_index',
    );
    table.index(
      ['project_id', 'status'],
      'recommendations_project_id_status_index',
    );
  });
  // The lists: of all projects, of one, of one owner. Newest first, and in the order they were made within a moment.
  await knex.raw(
    `create index recommendations_created_at_index on recommendations (created_at desc, id)`,
  );
  await knex.raw(
    `create index recommendations_project_id_created_at_index on recommendations (project_id, created_at desc, id)`,
  );
  await knex.raw(
    `create index recommendations_owner_created_at_index on recommendations (owner, created_at desc, id)`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('recommendations');
  await knex.schema.dropTable('alerts');
};
