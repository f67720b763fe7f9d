/** Appends to and reads `events`, and deletes old ones; nothing changes one. */
import type { EventEntityType } from '@cloudops/plugin-guardrails-common';
import { ALL_SERVICES } from '@cloudops/plugin-guardrails-node';
import type { Knex } from 'knex';
import { v7 as uuid, validate as isUuid } from 'uuid';
import {
  jsonField,
  jsonListHas,
  jsonListOf,
  jsonWithout,
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
  toDate,
  toJson,
  toNumber,
  toOptionalText,
  toText,
  type Row,
} from './rows';

/** A first backfill can restate nothing, but a late correction of a year can restate every day of every service. */
const ROWS_PER_STATEMENT = 10_000;

export function toEvent(row: Row): EventRecord {
  return {
    id: toText(row.id),
    projectId: toText(row.project_id),
    entityType: toText(row.entity_type) as EventEntityType,
    entityId: toOptionalText(row.entity_id),
    eventType: toText(row.event_type),
    message: toText(row.message),
    actor: toText(row.actor),
    metadata: toJson(row.metadata),
    createdAt: toDate(row.created_at),
  };
}

/** All but the metadata. */
const COLUMNS = [
  'id',
  'project_id',
  'entity_type',
  'entity_id',
  'event_type',
  'message',
  'actor',
  'created_at',
] as const;

/** Looked up for the rows of a page alone, each by its key. */
const ENTITY_TITLE_SQL = `case entity_type
  when 'alert' then (select title from alerts where alerts.id = events.entity_id)
  when 'recommendation' then (select title from recommendations where recommendations.id = events.entity_id)
end as entity_title`;

const NEWEST_FIRST: KeysetOrder = {
  name: 'events',
  at: 'created_at',
  id: 'id',
};

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
    const query = this.#matching(filter).select(this.#columns(page));
    return this.#page(query, page, toEvent);
  }

  async listNamed(
    filter: EventFilter,
    page: Page,
  ): Promise<PageOf<NamedEvent>> {
    const query = this.#matching(filter).select(
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

  async newestOfJobs(
    jobIds: readonly string[],
    filter: Omit<EventFilter, 'jobId'>,
    page: Pick<EventPage, 'limit' | 'without'>,
  ): Promise<Map<string, EventRecord[]>> {
    const found = new Map(
      jobIds.map((id): [string, EventRecord[]] => [id, []]),
    );
    if (jobIds.length === 0) return found;
    // Each for itself, because each is a few rows of the index, and all together would be the history of the busiest.
    const ofJobs = jobIds.map(jobId =>
      this.#knex
        .select('*')
        .from(
          applyKeyset(
            this.#knex,
            this.#matching({ ...filter, jobId }).select(this.#columns(page)),
            NEWEST_FIRST,
            page,
          ).as('newest'),
        ),
    );
    const rows: Row[] = await this.#knex
      .select('*')
      .from(this.#knex.unionAll(ofJobs).as('newest'))
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ]);
    for (const event of rows.map(toEvent)) {
      found.get(String(event.metadata.jobId))!.push(event);
    }
    return new Map(
      [...found].map(([jobId, events]) => [jobId, events.slice(0, page.limit)]),
    );
  }

  #columns({ without }: Pick<EventPage, 'without'>) {
    return without
      ? [
          ...COLUMNS,
          this.#knex.raw(jsonWithout(this.#knex, 'metadata', without)),
        ]
      : ['*'];
  }

  async count(filter: EventFilter): Promise<number> {
    const [row] = await this.#matching(filter).count({ count: '*' });
    return toNumber(row.count);
  }

  async sumsOfJobs(
    jobIds: readonly string[],
    filter: Omit<EventFilter, 'jobId'>,
    field: 'awsRequests',
  ): Promise<Map<string, number>> {
    if (jobIds.length === 0) return new Map();
    const number = `cast(${jsonField(
      this.#knex,
      'metadata',
      field,
    )} as integer)`;
    const ofJobs = jobIds.map(jobId =>
      this.#matching({ ...filter, jobId }).select(
        this.#knex.raw(`? as job_id, coalesce(sum(${number}), 0) as sum`, [
          jobId,
        ]),
      ),
    );
    const rows: Row[] = await this.#knex.unionAll(ofJobs);
    return new Map(rows.map(row => [toText(row.job_id), toNumber(row.sum)]));
  }

  async newestEnds(
    jobs: Parameters<EventStore['newestEnds']>[0],
  ): Promise<Map<string, EventRecord>> {
    const ofJob = jsonField(this.#knex, 'metadata', 'jobId');
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `select * from events where id in (
           select (select id from events
                   where ${ofJob} = asked.job_id and ${ofJob} is not null
                     and (event_type = 'run_succeeded'
                          or (asked.ended = 'anyhow' and event_type in ('run_failed', 'run_skipped')))
                   order by created_at desc, id desc limit 1)
           from ? as asked)`,
        [
          rowSource(
            this.#knex,
            { job_id: 'text', ended: 'text' },
            jobs.map(({ jobId, succeeded }) => ({
              job_id: jobId,
              ended: succeeded ? 'well' : 'anyhow',
            })),
          ),
        ],
      ),
    );
    return new Map(
      rows.map(toEvent).map(event => [String(event.metadata.jobId), event]),
    );
  }

  async newestCompletions(
    jobId: string,
    projects: readonly string[],
  ): Promise<Map<string, Date>> {
    const found = await this.#newestOfProjects(jobId, projects, 'created_at');
    return new Map([...found].map(([name, at]) => [name, toDate(at)]));
  }

  async newestReads(
    jobId: string,
    projects: readonly string[],
    { from, to }: { readonly from: Date; readonly to: Date },
  ): Promise<Map<string, Date>> {
    const startedAt = jsonField(this.#knex, 'metadata', 'startedAt');
    // A run ends after its start: by the end, the index finds it. ISO 8601 in UTC sorts as time does.
    const found = await this.#newestOfProjects(jobId, projects, startedAt, {
      sql: `and created_at >= ? and ${startedAt} >= ? and ${startedAt} <= ?`,
      bindings: [
        timestamp(this.#knex, from),
        from.toISOString(),
        to.toISOString(),
      ],
    });
    return new Map(
      [...found].map(([name, at]) => [name, new Date(toText(at))]),
    );
  }

  /** A time of the newest end of a run that completed each of the projects, by name. */
  async #newestOfProjects(
    jobId: string,
    projects: readonly string[],
    time: string,
    among: { sql: string; bindings: Knex.RawBinding[] } = {
      sql: '',
      bindings: [],
    },
  ): Promise<Map<string, unknown>> {
    if (projects.length === 0) {
      return new Map();
    }
    const ofJob = jsonField(this.#knex, 'metadata', 'jobId');
    const hasProject = jsonListHas(
      this.#knex,
      'metadata',
      'completedProjects',
      'asked.project',
    );
    const ends = `${ofJob} = ? and ${ofJob} is not null
      and event_type in ('run_succeeded', 'run_failed', 'run_skipped') ${among.sql}`;
    const newestFirst = 'order by created_at desc, id desc limit 1';
    // Nearly always the newest run of the job has completed them all; what it completed is taken apart once.
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `with newest as (select ${time} as at, metadata from events where ${ends} ${newestFirst})
         select asked.project,
                case when asked.project in (${jsonListOf(
                  this.#knex,
                  'newest',
                  'metadata',
                  'completedProjects',
                )}) then (select at from newest)
                else (select ${time} from events where ${ends} and ${hasProject} ${newestFirst}) end as at
         from ? as asked`,
        [
          jobId,
          ...among.bindings,
          jobId,
          ...among.bindings,
          rowSource(
            this.#knex,
            { project: 'text' },
            projects.map(project => ({ project })),
          ),
        ],
      ),
    );
    return new Map(
      rows
        .filter(row => row.at !== null)
        .map(row => [toText(row.project), row.at]),
    );
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

  #matching(filter: EventFilter): Knex.QueryBuilder {
    const query = this.#knex('events');
    if (filter.projectIds) {
      query.whereIn('project_id', [...filter.projectIds]);
    }
    if (filter.entityType) {
      query.whereIn('entity_type', [...filter.entityType]);
    }
    if (filter.entityId !== undefined) {
      // An id that is no UUID belongs to nothing.
      query.whereIn(
        'entity_id',
        isUuid(filter.entityId) ? [filter.entityId] : [],
      );
    }
    if (filter.eventType) {
      query.whereIn('event_type', [...filter.eventType]);
    }
    if (filter.actor !== undefined) {
      query.where('actor', filter.actor);
    }
    if (filter.jobId !== undefined) {
      const jobId = jsonField(this.#knex, 'metadata', 'jobId');
      query.whereRaw(`${jobId} = ? and ${jobId} is not null`, [filter.jobId]);
    }
    if (filter.completedProject !== undefined) {
      query.whereRaw(jsonListHas(this.#knex, 'metadata', 'completedProjects'), [
        filter.completedProject,
      ]);
    }
    if (filter.accountId !== undefined) {
      const accountId = jsonField(this.#knex, 'metadata', 'accountId');
      if (filter.accountId === null) {
        query.whereRaw(`${accountId} is null`);
      } else {
        query.whereRaw(`${accountId} = ?`, [filter.accountId]);
      }
    }
    if (filter.from) {
      query.where('created_at', '>=', timestamp(this.#knex, filter.from));
    }
    if (filter.to) {
      query.where('created_at', '<', timestamp(this.#knex, filter.to));
    }
    if (filter.visible) {
      const { visible } = filter;
      query.where(any => {
        any.whereRaw('1 = 0');
        for (const { entityType, projectIds } of visible) {
          any.orWhere(each => {
            each.where('entity_type', entityType);
            if (projectIds) each.whereIn('project_id', [...projectIds]);
          });
        }
      });
    }
    return query;
  }
}
