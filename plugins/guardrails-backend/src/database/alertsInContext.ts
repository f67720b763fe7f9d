/** Alerts with what they are shown with (project, currency, snooze), in one statement: each round trip costs more than it reads. */
import type { Knex } from 'knex';
import type { Connection } from './dialect';
import type { AlertRecord, ShownAlert } from './interfaces';
import { toOptionalText, toText, type Row } from './rows';
import { snoozesAt } from './snoozes';

/** The rows of a query on `alerts`, which is cut to its page before anything is joined; in no particular order. */
export function withContext(
  knex: Connection,
  alerts: Knex.QueryBuilder,
  at: Date,
): Knex.QueryBuilder {
  return knex
    .select('page.*', ...contextOf(knex), 'snoozes.until as snoozed_until')
    .from(alerts.as('page'))
    .join('projects', 'projects.id', 'page.project_id')
    .leftJoin(
      snoozesAt(knex, at).as('snoozes'),
      'snoozes.entity_id',
      'page.id',
    );
}

/** Columns that {@link toLabel} reads, beside the `page` of rows that belong to `projects`. */
export function contextOf(knex: Connection): (string | Knex.Raw)[] {
  return [
    'projects.name as project_name',
    // One look into the index, which the order is for: without it, the planner may look for the row in the whole table.
    knex.raw(
      '(select currency from daily_costs where project_id = projects.id order by cost_date limit 1) as project_currency',
    ),
  ];
}

export function toLabel(row: Row): ShownAlert['project'] {
  return {
    name: toText(row.project_name),
    currency: toOptionalText(row.project_currency),
  };
}

export function toShownAlert(row: Row, alert: AlertRecord): ShownAlert {
  const until = toOptionalText(row.snoozed_until);
  return {
    ...alert,
    project: toLabel(row),
    snoozedUntil: until === undefined ? undefined : new Date(until),
  };
}
