/** The database, with everything that is written into its trail counted: whoever writes an event need not think of it. */
import type {
  EventRecord,
  EventStore,
  GuardrailsDatabase,
} from '../database/interfaces';
import type { TrailMetrics } from './TrailMetrics';

export function countTrail(
  database: GuardrailsDatabase,
  metrics: TrailMetrics,
): GuardrailsDatabase {
  return {
    projects: database.projects,
    costs: database.costs,
    metrics: database.metrics,
    alerts: database.alerts,
    recommendations: database.recommendations,
    deliveries: database.deliveries,
    events: observed(database.events, events => metrics.count(events)),
    async transaction(work) {
      const written: EventRecord[] = [];
      const result = await database.transaction(stores =>
        work({
          ...stores,
          events: observed(stores.events, events => written.push(...events)),
        }),
      );
      // Not before: what was rolled back never happened.
      metrics.count(written);
      return result;
    },
    afterCommit: listener => database.afterCommit(listener),
    exclusively: (name, work) => database.exclusively(name, work),
    ping: () => database.ping(),
  };
}

function observed(
  store: EventStore,
  note: (events: readonly EventRecord[]) => void,
): EventStore {
  return {
    async append(events, now) {
      const written = await store.append(events, now);
      note(written);
      return written;
    },
    list: (filter, page) => store.list(filter, page),
    byId: id => store.byId(id),
    byEntity: (entityType, entityId) => store.byEntity(entityType, entityId),
    restatements: (projectId, service, from) =>
      store.restatements(projectId, service, from),
  };
}
