/** Answers the audit trail. */
import type { Permission } from '@backstage/plugin-permission-common';
import {
  alertReadPermission,
  eventReadPermission,
  jobReadPermission,
  recommendationReadPermission,
  type AuditEventList,
  type EventEntityType,
  type ListEventsQuery,
} from '@cloudops/plugin-guardrails-common';
import type { EventFilter, Stores } from '../database/interfaces';
import type { GrantedCall } from './GuardrailsService';
import type { ProjectScope } from './ProjectScope';
import { pageAsked } from './questions';
import { eventView } from './views';

/** Who may not see a thing may not read what happened to it either. */
const READ_PERMISSION_OF: Readonly<Record<EventEntityType, Permission>> = {
  alert: alertReadPermission,
  recommendation: recommendationReadPermission,
  job: jobReadPermission,
};

export class Events {
  readonly #stores: Stores;
  readonly #scope: ProjectScope;

  constructor(options: { stores: Stores; scope: ProjectScope }) {
    this.#stores = options.stores;
    this.#scope = options.scope;
  }

  async list(
    query: ListEventsQuery,
    options: GrantedCall,
  ): Promise<AuditEventList> {
    const { ids, names } = await this.#scope.several(
      query,
      options,
      eventReadPermission,
    );
    const { items, nextCursor } = await this.#stores.events.list(
      {
        projectIds: ids,
        visible: visibleTo(options),
        entityType: query.entityType && [query.entityType],
        entityId: query.entityId,
        eventType: query.eventType ? [query.eventType] : undefined,
        actor: query.actor,
      },
      pageAsked(query),
    );
    return {
      items: items.map(each => eventView(each, names.get(each.projectId)!)),
      nextCursor,
    };
  }
}

/** Absent when the caller may see every entity of every project. */
function visibleTo({ grants }: GrantedCall): EventFilter['visible'] {
  const visible = Object.entries(READ_PERMISSION_OF).map(
    ([type, permission]) => ({
      entityType: type as EventEntityType,
      projectIds: grants.projectsOf(eventReadPermission, permission),
    }),
  );
  return visible.every(({ projectIds }) => projectIds === undefined)
    ? undefined
    : visible.filter(({ projectIds }) => projectIds?.length !== 0);
}
