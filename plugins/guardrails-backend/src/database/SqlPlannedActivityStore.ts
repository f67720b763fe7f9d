/** Reads planned activities off the trail: what was planned, unless it was cancelled. */
import type { Knex } from 'knex';
import { validate as isUuid } from 'uuid';
import { jsonField, timestamp, type Connection } from './dialect';
import type {
  EventRecord,
  Page,
  PageOf,
  PlannedActivityFilter,
  PlannedActivityRecord,
  PlannedActivityStore,
} from './interfaces';
import { applyKeyset, pageOf, type KeysetOrder } from './keyset';
import {
  toDate,
  toJson,
  toNumber,
  toOptionalText,
  toText,
  type Row,
} from './rows';
import { toEvent } from './matchingEvents';

const NEWEST_FIRST: KeysetOrder = {
  name: 'planned-activities',
  at: 'planned.created_at',
  id: 'planned.entity_id',
};

function toActivity(row: Row): PlannedActivityRecord {
  const plan = toJson(row.metadata) as Record<string, string | undefined>;
  return {
    id: toText(row.entity_id),
    projectId: toText(row.project_id),
    serviceName: plan.service,
    metricName: plan.metric,
    from: new Date(plan.from!),
    to: new Date(plan.to!),
    reason: plan.reason!,
    plannedBy: toText(row.actor),
    plannedAt: toDate(row.created_at),
    alertId: plan.alertId,
    cancelled: toOptionalText(row.cancelled_by)
      ? { by: toText(row.cancelled_by), at: toDate(row.cancelled_at) }
      : undefined,
  };
}

export class SqlPlannedActivityStore implements PlannedActivityStore {
  readonly #knex: Connection;

  constructor(knex: Connection) {
    this.#knex = knex;
  }

  async byId(id: string): Promise<PlannedActivityRecord | undefined> {
    if (!isUuid(id)) {
      return undefined;
    }
    const [row] = await this.#planned().where('planned.entity_id', id);
    return row && toActivity(row);
  }

  async list(
    filter: PlannedActivityFilter,
    page: Page,
  ): Promise<PageOf<PlannedActivityRecord>> {
    const query = this.#planned();
    if (filter.projectIds) {
      query.whereIn('planned.project_id', [...filter.projectIds]);
    }
    if (filter.current) {
      const { is, at } = filter.current;
      query.whereRaw(
        is
          ? `(cancelled.id is null and ${this.#end} > ?)`
          : `(cancelled.id is not null or ${this.#end} <= ?)`,
        [at.toISOString()],
      );
    }
    const rows = await applyKeyset(this.#knex, query, NEWEST_FIRST, page);
    return pageOf<PlannedActivityRecord>(
      rows.map(toActivity),
      page,
      NEWEST_FIRST,
      ({ plannedAt, id }) => ({ at: plannedAt, id }),
    );
  }

  async endingAfter(at: Date): Promise<PlannedActivityRecord[]> {
    const rows = await this.#planned()
      .whereRaw(`cancelled.id is null and ${this.#end} > ?`, [at.toISOString()])
      .orderBy(['planned.created_at', 'planned.entity_id']);
    return rows.map(toActivity);
  }

  async counts(
    projectId: string,
    { at, since }: { readonly at: Date; readonly since: Date },
  ): Promise<{ current: number; planned: number }> {
    const ofProject = () =>
      this.#activities().where('planned.project_id', projectId);
    const [[current], [planned]] = await Promise.all([
      ofProject()
        .whereRaw(`cancelled.id is null and ${this.#end} > ?`, [
          at.toISOString(),
        ])
        .count({ count: '*' }),
      ofProject()
        .where('planned.created_at', '>=', timestamp(this.#knex, since))
        .count({ count: '*' }),
    ]);
    return {
      current: toNumber(current.count),
      planned: toNumber(planned.count),
    };
  }

  async suppressions(ids: readonly string[]): Promise<EventRecord[]> {
    const rows = await this.#knex('events')
      .select('*')
      .whereIn('entity_id', [...ids])
      .whereRaw(`event_type = 'finding_suppressed'`)
      .orderBy(['created_at', 'id']);
    return rows.map(toEvent);
  }

  async suppressionsOf(alertId: string): Promise<EventRecord[]> {
    const rows = await this.#knex('events')
      .select('*')
      .whereRaw(`event_type = 'finding_suppressed'`)
      .whereRaw(`${jsonField(this.#knex, 'metadata', 'alertId')} = ?`, [
        alertId,
      ])
      .orderBy(['created_at', 'id']);
    return rows.map(toEvent);
  }

  #planned(): Knex.QueryBuilder {
    return this.#activities().select(
      'planned.*',
      'cancelled.actor as cancelled_by',
      'cancelled.created_at as cancelled_at',
    );
  }

  #activities(): Knex.QueryBuilder {
    return this.#knex('events as planned')
      .joinRaw(
        `left join events as cancelled
           on cancelled.entity_id = planned.entity_id and cancelled.event_type = 'activity_cancelled'`,
      )
      .whereRaw(`planned.event_type = 'activity_planned'`);
  }

  /** ISO 8601 as Date writes it, so that text compares as time does. */
  get #end(): string {
    return jsonField(this.#knex, 'planned.metadata', 'to');
  }
}
