/** How the events of a filter are asked for, in which order, and read. */
import type { EventEntityType } from '@cloudops/plugin-guardrails-common';
import type { Knex } from 'knex';
import { validate as isUuid } from 'uuid';
import {
  jsonField,
  jsonListHas,
  jsonWithout,
  timestamp,
  type Connection,
} from './dialect';
import type { EventFilter, EventPage, EventRecord } from './interfaces';
import type { KeysetOrder } from './keyset';
import { toDate, toJson, toOptionalText, toText, type Row } from './rows';

export const NEWEST_FIRST: KeysetOrder = {
  name: 'events',
  at: 'created_at',
  id: 'id',
};

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

/** What of an event is read. */
export function columnsRead(
  knex: Connection,
  { without }: Pick<EventPage, 'without'>,
) {
  return without
    ? [...COLUMNS, knex.raw(jsonWithout(knex, 'metadata', without))]
    : ['*'];
}

export function matchingEvents(
  knex: Connection,
  filter: EventFilter,
): Knex.QueryBuilder {
  const query = knex('events');
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
    const jobId = jsonField(knex, 'metadata', 'jobId');
    query.whereRaw(`${jobId} = ? and ${jobId} is not null`, [filter.jobId]);
  }
  if (filter.completedProject !== undefined) {
    query.whereRaw(jsonListHas(knex, 'metadata', 'completedProjects'), [
      filter.completedProject,
    ]);
  }
  if (filter.accountId !== undefined) {
    const accountId = jsonField(knex, 'metadata', 'accountId');
    if (filter.accountId === null) {
      query.whereRaw(`${accountId} is null`);
    } else {
      query.whereRaw(`${accountId} = ?`, [filter.accountId]);
    }
  }
  if (filter.from) {
    query.where('created_at', '>=', timestamp(knex, filter.from));
  }
  if (filter.to) {
    query.where('created_at', '<', timestamp(knex, filter.to));
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
