/**
 * All events that a filter finds, newest first, page by page; without the names of the projects that runs completed, which
 * are hundreds in each and of no use to who reads this many.
 */
import type { EventFilter, EventRecord, EventStore } from '../database';

// A day's runs of a job that runs every 15 minutes have 96 ends.
const EVENTS_PER_PAGE = 200;

export async function* allEvents(
  events: EventStore,
  filter: EventFilter,
): AsyncGenerator<EventRecord> {
  let cursor: string | undefined;
  do {
    const page = await events.list(filter, {
      limit: EVENTS_PER_PAGE,
      cursor,
      without: 'completedProjects',
    });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor);
}
