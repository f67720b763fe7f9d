/** Which alerts are snoozed: told by the trail, of which the newest word on an alert counts. */
import type { Knex } from 'knex';
import { jsonField, type Connection } from './dialect';

/**
 * The snoozes that hold at a moment, as `entity_id` and `until` (ISO 8601): those that end later and were neither
 * replaced, nor ended, nor overtaken by the resolution of the alert.
 */
export function snoozesAt(knex: Connection, at: Date): Knex.QueryBuilder {
  const until = jsonField(knex, 'snooze.metadata', 'until');
  const to = jsonField(knex, 'later.metadata', 'to');
  return (
    knex('events as snooze')
      .select('snooze.entity_id', knex.raw(`${until} as until`))
      .whereRaw(`snooze.event_type = 'snoozed'`)
      // Both are as Date writes them, in UTC and to the millisecond, so that text compares as time does.
      .whereRaw(`${until} > ?`, [at.toISOString()])
      .whereNotExists(
        knex('events as later')
          .select(knex.raw('1'))
          .whereRaw('later.entity_id = snooze.entity_id')
          .whereRaw(
            '(later.created_at, later.id) > (snooze.created_at, snooze.id)',
          )
          .whereRaw(
            `(later.event_type in ('snoozed', 'snooze_ended') or (later.event_type = 'status_changed' and ${to} = 'resolved'))`,
          ),
      )
  );
}
