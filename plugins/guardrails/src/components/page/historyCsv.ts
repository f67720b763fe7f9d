/** The audit trail as a CSV file: one line for each event, newest first. */
import type {
  AuditEvent,
  GuardrailsApi,
  ListEventsQuery,
} from '@cloudops/plugin-guardrails-common';
import { csvOf } from '../../csv';

/** As many as the API hands out at once. */
const PAGE_SIZE = 200;

/** More lines than these are no longer read by people, and keep the portal busy. */
export const MOST_EXPORTED = 10_000;

export interface HistoryExport {
  readonly csv: string;
  readonly events: number;
  /** There is more than was exported. */
  readonly cut: boolean;
}

function lineOf(event: AuditEvent): string[] {
  return [
    event.createdAt,
    event.actor,
    event.project,
    event.entityType,
    event.entityId ?? '',
    event.eventType,
    event.message,
    JSON.stringify(event.metadata),
  ];
}

/** Reads all pages that the question has, up to {@link MOST_EXPORTED} events. */
export async function exportHistory(
  api: Pick<GuardrailsApi, 'listEvents'>,
  query: ListEventsQuery,
): Promise<HistoryExport> {
  const events: AuditEvent[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.listEvents({ ...query, cursor, limit: PAGE_SIZE });
    events.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined && events.length < MOST_EXPORTED);
  return {
    csv: csvOf([
      ['at', 'actor', 'project', 'about', 'id', 'event', 'message', 'metadata'],
      ...events.map(lineOf),
    ]),
    events: events.length,
    cut: cursor !== undefined,
  };
}
