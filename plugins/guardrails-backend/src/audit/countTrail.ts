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
  return withOwn(database, {
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
  });
}

function observed(
  store: EventStore,
  note: (events: readonly EventRecord[]) => void,
): EventStore {
  return withOwn(store, {
    async append(events, now) {
      const written = await store.append(events, now);
      note(written);
      return written;
    },
  });
}

/** Does some things in its own way, and passes everything else on. */
function withOwn<T extends object>(target: T, own: Partial<T>): T {
  return new Proxy(target, {
    get(_, key) {
      if (key in own) return Reflect.get(own, key);
      const value = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
