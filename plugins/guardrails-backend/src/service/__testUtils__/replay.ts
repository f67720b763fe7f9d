/** What the trail alone says of an alert or a recommendation: every column of its row. */
import type {
  AlertRecord,
  EventRecord,
  SizedRecommendation,
} from '../../database';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** `snoozedUntil` is no column: it is what the trail says at a moment. */
export type ReplayedAlert = AlertRecord & { readonly snoozedUntil?: string };

/** The columns that an event says, with its times as the row has them. */
function columnsIn(said: any): any {
  return Object.fromEntries(
    Object.entries(said ?? {}).map(([name, value]) => [
      name,
      /^(detectedAt|windowStart|windowEnd)$/.test(name)
        ? new Date(value as string)
        : value,
    ]),
  );
}

/** @param at - the moment that the snooze is looked at */
export function replayAlert(
  events: readonly EventRecord[],
  at: Date,
): ReplayedAlert {
  let row = {} as Writable<ReplayedAlert>;
  for (const event of events) {
    const { eventType, metadata, createdAt } = event;
    const { alert, to, until, description } = metadata as any;
    switch (eventType) {
      case 'created':
        row = {
          ...columnsIn(alert),
          id: event.entityId,
          projectId: event.projectId,
          status: 'open',
          createdAt,
        };
        break;
      case 'recurred':
      case 'escalated':
        Object.assign(row, columnsIn(alert));
        break;
      case 'status_changed':
        row.status = to;
        if (description !== undefined) row.description = description;
        if (to === 'acknowledged') row.acknowledgedAt = createdAt;
        if (to === 'open') row.acknowledgedAt = undefined;
        row.resolvedAt = to === 'resolved' ? createdAt : undefined;
        if (to === 'resolved') row.snoozedUntil = undefined;
        break;
      case 'snoozed':
        row.snoozedUntil = until;
        break;
      case 'snooze_ended':
        row.snoozedUntil = undefined;
        break;
      default:
        // A note changes no row.
        continue;
    }
    row.updatedAt = createdAt;
  }
  if (row.snoozedUntil && row.snoozedUntil <= at.toISOString()) {
    row.snoozedUntil = undefined;
  }
  return row;
}

export function replayRecommendation(
  events: readonly EventRecord[],
): SizedRecommendation {
  let row = {} as Writable<SizedRecommendation>;
  for (const event of events) {
    const { eventType, metadata, createdAt } = event;
    const { alertId, recommendation, to } = metadata as any;
    switch (eventType) {
      case 'created':
        row = {
          ...recommendation,
          id: event.entityId,
          projectId: event.projectId,
          alertId,
          status: 'open',
          createdAt,
        };
        break;
      case 'resized':
        // What is not said of what it saves is that it saves nothing.
        Object.assign(row, { savesPerMonth: undefined }, recommendation);
        break;
      case 'status_changed':
        row.status = to;
        row.doneAt = to === 'done' ? createdAt : undefined;
        row.dismissedAt = to === 'dismissed' ? createdAt : undefined;
        break;
      case 'owner_changed':
        row.owner = to ?? undefined;
        break;
      default:
        continue;
    }
    row.updatedAt = createdAt;
  }
  return row;
}
