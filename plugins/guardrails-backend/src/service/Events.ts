/** Answers the audit trail. */
import type {
  AuditEventList,
  ListEventsQuery,
} from '@cloudops/plugin-guardrails-common';
import type { Stores } from '../database/interfaces';
import type { ListEventsOptions } from './GuardrailsService';
import type { ProjectScope } from './ProjectScope';
import { pageAsked } from './questions';
import { eventView } from './views';

export class Events {
  readonly #stores: Stores;
  readonly #scope: ProjectScope;

  constructor(options: { stores: Stores; scope: ProjectScope }) {
    this.#stores = options.stores;
    this.#scope = options.scope;
  }

  async list(
    query: ListEventsQuery,
    options: ListEventsOptions,
  ): Promise<AuditEventList> {
    const { ids, names } = await this.#scope.several(query, options);
    const asked = query.entityType && [query.entityType];
    const { items, nextCursor } = await this.#stores.events.list(
      {
        projectIds: ids,
        entityType: options.visible
          ? (asked ?? options.visible).filter(each =>
              options.visible!.includes(each),
            )
          : asked,
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
