/** Answers the audit trail. */
import type { Permission } from '@backstage/plugin-permission-common';
import {
  alertReadPermission,
  eventReadPermission,
  jobReadPermission,
  recommendationReadPermission,
  type AuditEvent,
  type AuditEventList,
  type EventEntityType,
  type ExportEventsQuery,
  type ListEventsQuery,
} from '@cloudops/plugin-guardrails-common';
import type { EventFilter, NamedEvent, Stores } from '../database/interfaces';
import type { GrantedCall } from './GuardrailsService';
import type { ProjectScope } from './ProjectScope';
import { pageAsked, timesAsked } from './questions';
import { eventView } from './views';

/** Who may not see a thing may not read what happened to it either. */
const READ_PERMISSION_OF: Readonly<Record<EventEntityType, Permission>> = {
  alert: alertReadPermission,
  recommendation: recommendationReadPermission,
  job: jobReadPermission,
};

/** Rows of one query of an export: a few hundred kB, and few round trips. */
const EXPORTED_AT_ONCE = 1000;

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
    const filter = await this.#asked(query, options);
    const { items, nextCursor } = await this.#stores.events.listNamed(
      filter,
      pageAsked(query),
    );
    return { items: await this.#views(items), nextCursor };
  }

  /** Everything that the query asks for, read page by page as it is taken. What is refused is refused before. */
  async export(
    query: ExportEventsQuery,
    options: GrantedCall,
  ): Promise<AsyncIterable<AuditEvent>> {
    const filter = await this.#asked(query, options);
    const { events } = this.#stores;
    const first = await events.listNamed(filter, { limit: EXPORTED_AT_ONCE });
    const views = this.#views.bind(this);
    return (async function* pages() {
      let page = first;
      for (;;) {
        // Not yield*: an array cannot be told that its reader has gone.
        for (const view of await views(page.items)) yield view;
        if (!page.nextCursor) return;
        page = await events.listNamed(filter, {
          limit: EXPORTED_AT_ONCE,
          cursor: page.nextCursor,
        });
      }
    })();
  }

  async #asked(
    query: ExportEventsQuery,
    options: GrantedCall,
  ): Promise<EventFilter> {
    const times = timesAsked(query);
    return {
      ...times,
      projectIds: await this.#scope.ids(query, options, eventReadPermission),
      visible: visibleTo(options),
      entityType: query.entityType,
      entityId: query.entityId,
      eventType: query.eventType ? [query.eventType] : undefined,
      actor: query.actor,
    };
  }

  async #views(events: readonly NamedEvent[]): Promise<AuditEvent[]> {
    const names = await this.#stores.projects.names(
      events.map(({ projectId }) => projectId),
    );
    return events.map(each =>
      eventView(each, names.get(each.projectId)!, each.entityTitle),
    );
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
