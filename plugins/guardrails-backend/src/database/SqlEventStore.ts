/** Appends to and reads `events`, and deletes old ones; nothing changes one. */
import type { EventEntityType } from '@cloudops/plugin-guardrails-common';
import { ALL_SERVICES } from '@cloudops/plugin-guardrails-node';
import type { Knex } from 'knex';
import { v7 as uuid, validate as isUuid } from 'uuid';
import {
  jsonField,
  jsonListHas,
  rowSource,
  rowsOf,
  timestamp,
  type Connection,
} from './dialect';
import type {
  EventFilter,
  EventPage,
  EventRecord,
  EventStore,
  NamedEvent,
  NewEvent,
  Page,
  PageOf,
} from './interfaces';
import { applyKeyset, pageOf, type KeysetOrder } from './keyset';
import {
  columnsRead,
  matchingEvents,
  NEWEST_FIRST,
  toEvent,
} from './matchingEvents';
import { toNumber, toOptionalText, toText, type Row } from './rows';

/** A first backfill can restate nothing, but a late correction of a year can restate every day of every service. */
const ROWS_PER_STATEMENT = 10_000;

/** Looked up for the rows of a page alone, each by its key. */
const ENTITY_TITLE_SQL = `case entity_type
  when 'alert' then (select title from alerts where alerts.id = events.entity_id)
  when 'recommendation' then (select title from recommendations where recommendations.id = events.entity_id)
end as entity_title`;

const OLD_EVENTS: KeysetOrder = { ...NEWEST_FIRST, name: 'old-events' };

export class SqlEventStore implements EventStore {
  readonly #knex: Connection;

  constructor(knex: Connection) {
    this.#knex = knex;
  }

  async append(events: readonly NewEvent[], now: Date): Promise<EventRecord[]> {
    if (events.length === 0) {
      return [];
    }
    const rows = events.map(event => ({
      id: uuid(),
      project_id: event.projectId,
      entity_type: event.entityType,
      entity_id: event.entityId ?? null,
      event_type: event.eventType,
      message: event.message,
      actor: event.actor,
      metadata: JSON.stringify(event.metadata),
      created_at: now,
    }));
    const insertOn = async (knex: Connection, some: typeof rows) => {
      const stored = await rowsOf<Row>(
        knex,
        knex.raw(
          `insert into events
             (id, project_id, entity_type, entity_id, event_type, message, actor, metadata, created_at)
           select id, project_id, entity_type, entity_id, event_type, message, actor, metadata, created_at
           from ? as incoming
           returning *`,
          [
            rowSource(
              knex,
              {
                id: 'uuid',
                project_id: 'uuid',
                entity_type: 'text',
                entity_id: 'uuid',
                event_type: 'text',
                message: 'text',
                actor: 'text',
                metadata: 'jsonb',
                created_at: 'timestamptz',
              },
              some,
            ),
          ],
        ),
      );
      return stored.map(toEvent);
    };
    const records: EventRecord[] = [];
    if (rows.length <= ROWS_PER_STATEMENT) {
      // One statement is a transaction of its own, or a part of the one that is open.
      records.push(...(await insertOn(this.#knex, rows)));
    } else {
      await this.#knex.transaction(async trx => {
        for (let i = 0; i < rows.length; i += ROWS_PER_STATEMENT) {
          records.push(
            ...(await insertOn(trx, rows.slice(i, i + ROWS_PER_STATEMENT))),
          );
        }
      });
    }
    // RETURNING promises no order; the ids do, as they were made one after the other.
    return records.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async list(
    filter: EventFilter,
    page: EventPage,
  ): Promise<PageOf<EventRecord>> {
    const query = matchingEvents(this.#knex, filter).select(
      columnsRead(this.#knex, page),
    );
    return this.#page(query, page, toEvent);
  }

  async listNamed(
    filter: EventFilter,
    page: Page,
  ): Promise<PageOf<NamedEvent>> {
    const query = matchingEvents(this.#knex, filter).select(
      '*',
      this.#knex.raw(ENTITY_TITLE_SQL),
    );
    return this.#page(query, page, row => ({
      ...toEvent(row),
      entityTitle: toOptionalText(row.entity_title),
    }));
  }

  async #page<E extends EventRecord>(
    query: Knex.QueryBuilder,
    page: Page,
    read: (row: Row) => E,
  ): Promise<PageOf<E>> {
    const rows: Row[] = await applyKeyset(
      this.#knex,
      query,
      NEWEST_FIRST,
      page,
    );
    return pageOf(rows.map(read), page, NEWEST_FIRST, event => ({
      at: event.createdAt,
      id: event.id,
    }));
  }

  async count(filter: EventFilter): Promise<number> {
    const [row] = await matchingEvents(this.#knex, filter).count({
      count: '*',
    });
    return toNumber(row.count);
  }

  async remainderOf(project: string): Promise<string | undefined> {
    const row = await this.#knex('events')
      .where({ event_type: 'attribution_changed' })
      .whereRaw(jsonListHas(this.#knex, 'metadata', 'projects'), [project])
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .first('project_id');
    return row && toText(row.project_id);
  }

  async byId(id: string): Promise<EventRecord | undefined> {
    const row = await this.#knex('events').where({ id }).first();
    return row && toEvent(row);
  }

  async byEntity(
    entityType: EventEntityType,
    entityId: string,
  ): Promise<EventRecord[]> {
    if (!isUuid(entityId)) {
      return [];
    }
    const rows = await this.#knex('events')
      .select('*')
      .where({ entity_type: entityType, entity_id: entityId })
      .orderBy(['created_at', 'id']);
    return rows.map(toEvent);
  }

  async restatements(
    projectId: string,
    service: string | undefined,
    from: Date,
  ): Promise<EventRecord[]> {
    const query = this.#knex('events')
      .select('*')
      .where('project_id', projectId)
      .whereRaw(`event_type = 'cost_restated'`)
      .where('created_at', '>=', timestamp(this.#knex, from))
      .orderBy(['created_at', 'id']);
    if (service !== undefined) {
      query.whereRaw(`${jsonField(this.#knex, 'metadata', 'service')} = ?`, [
        service,
      ]);
    }
    const rows = await query;
    return rows.map(toEvent);
  }

  async deleteBefore(
    at: Date,
    page: Page,
    kept: ReadonlySet<string> = new Set(),
  ): Promise<{ deleted: number; nextCursor?: string }> {
    const query = this.#knex('events')
      .select('*')
      .where('created_at', '<', timestamp(this.#knex, at));
    const rows = await applyKeyset(this.#knex, query, OLD_EVENTS, page);
    const { items, nextCursor } = pageOf<EventRecord>(
      rows.map(toEvent),
      page,
      OLD_EVENTS,
      event => ({ at: event.createdAt, id: event.id }),
    );
    // Asked by the statement that deletes and not before it: an alert may be reopened meanwhile.
    const live = `(alerts.status <> 'resolved' or alerts.resolved_at >= ?)`;
    const since = timestamp(this.#knex, at);
    const deleted = await this.#knex('events')
      .whereIn(
        'id',
        items.map(({ id }) => id).filter(id => !kept.has(id)),
      )
      .whereRaw(`event_type <> 'attribution_changed'`)
      .whereRaw(
        `not (entity_type = 'alert' and exists (
           select 1 from alerts where alerts.id = events.entity_id and ${live}))`,
        [since],
      )
      .whereRaw(
        `not (entity_type = 'recommendation' and exists (
           select 1 from recommendations join alerts on alerts.id = recommendations.alert_id
           where recommendations.id = events.entity_id and ${live}))`,
        [since],
      )
      .whereRaw(
        `not (event_type = 'cost_restated' and exists (
           select 1 from alerts where alerts.project_id = events.project_id
           and alerts.service_name in (?, ${jsonField(
             this.#knex,
             'events.metadata',
             'service',
           )}) and ${live}))`,
        [ALL_SERVICES, since],
      )
      .whereRaw(
        `not (event_type = 'finding_suppressed' and exists (
           select 1 from alerts where alerts.project_id = events.project_id
           and cast(alerts.id as text) = ${jsonField(
             this.#knex,
             'events.metadata',
             'alertId',
           )} and ${live}))`,
        [since],
      )
      // A planned activity is made of them: without its end, one that was cancelled would hold again.
      .whereRaw(
        `not (event_type in ('activity_planned', 'activity_cancelled') and ${jsonField(
          this.#knex,
          'metadata',
          'to',
        )} > ?)`,
        [at.toISOString()],
      )
      .delete();
    return { deleted, ...(nextCursor !== undefined && { nextCursor }) };
  }
}
