/** Keeps which events were told to which outlet, and hands out the ones that are due. */
import { isPostgres, rowsOf, timestamp, type Connection } from './dialect';
import type { Delivery, DeliveryStore } from './interfaces';
import { toNumber, toText, type Row } from './rows';

function toDelivery(row: Row): Delivery {
  return {
    eventId: toText(row.event_id),
    outlet: toText(row.outlet),
    attempts: toNumber(row.attempts),
  };
}

export class SqlDeliveryStore implements DeliveryStore {
  readonly #knex: Connection;

  constructor(knex: Connection) {
    this.#knex = knex;
  }

  async isUsed(outlet: string): Promise<boolean> {
    const row = await this.#knex('deliveries')
      .select('outlet')
      .where({ outlet })
      .first();
    return row !== undefined;
  }

  async enrol(outlet: string, since: Date, now: Date): Promise<number> {
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `insert into deliveries (event_id, outlet, status, attempts, next_attempt_at)
         select events.id, ?, 'pending', 0, ${this.#timestampParameter}
         from events
         where events.entity_type in ('alert', 'recommendation')
           and events.event_type not in
             ('announcement_failed', 'activity_planned', 'activity_cancelled', 'finding_suppressed')
           and events.created_at >= ${this.#timestampParameter}
           and not exists (
             select 1 from deliveries as known where known.event_id = events.id and known.outlet = ?
           )
         on conflict do nothing
         returning event_id`,
        [
          outlet,
          timestamp(this.#knex, now),
          timestamp(this.#knex, since),
          outlet,
        ],
      ),
    );
    return rows.length;
  }

  async claim(
    outlet: string,
    claimedUntil: Date,
    now: Date,
  ): Promise<Delivery | undefined> {
    // Who tells an event holds back the later ones of the same alert until it is told or given up: several replicas
    // take turns, and a receiver that is down for one attempt is not told the end before the beginning. The queue is read
    // in its order, that of the ids, and no further than to the one that is claimed. What another replica claims
    // meanwhile is skipped, or no longer due once its row is free.
    const [row] = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `update deliveries
         set attempts = attempts + 1, next_attempt_at = ${
           this.#timestampParameter
         }
         where (event_id, outlet) in (
           select due.event_id, due.outlet
           from deliveries as due
           join events on events.id = due.event_id
           where due.status = 'pending' and due.outlet = ?
             and due.next_attempt_at <= ${this.#timestampParameter}
             and not exists (
               select 1 from events as earlier
               join deliveries as waiting
                 on waiting.event_id = earlier.id and waiting.outlet = due.outlet
               where earlier.entity_id = events.entity_id and earlier.id < events.id
                 and waiting.status = 'pending'
             )
           order by due.event_id
           limit 1
           ${isPostgres(this.#knex) ? 'for update of due skip locked' : ''}
         )
         returning event_id, outlet, attempts`,
        [
          timestamp(this.#knex, claimedUntil),
          outlet,
          timestamp(this.#knex, now),
        ],
      ),
    );
    return row && toDelivery(row);
  }

  async settle(
    { eventId, outlet }: Delivery,
    outcome: Parameters<DeliveryStore['settle']>[1],
  ): Promise<void> {
    await this.#knex('deliveries')
      .where({ event_id: eventId, outlet })
      .update({
        status: outcome.status,
        last_error: outcome.status === 'delivered' ? null : outcome.reason,
      });
  }

  async postpone(
    { eventId, outlet }: Delivery,
    reason: string,
    until: Date,
  ): Promise<void> {
    await this.#knex('deliveries')
      .where({ event_id: eventId, outlet })
      .update({
        last_error: reason,
        next_attempt_at: timestamp(this.#knex, until),
      });
  }

  get #timestampParameter(): string {
    return isPostgres(this.#knex) ? '?::timestamptz' : '?';
  }
}
