/** The decision that an alert's row shows, as the trail keeps it. */
import { EVENT_TYPES, type AlertCreatedMetadata } from '../audit';
import type { AlertRecord, EventRecord } from '../database';
import { gradeOf } from './grading';

/** The decision, and when it was taken. */
export interface StoredDecision extends AlertCreatedMetadata {
  readonly takenAt: Date;
}

/**
 * The newest decision that says what the row says: a worse finding replaces the one that opened the alert.
 *
 * @param events - all of the alert, oldest first
 */
export function decisionBehind(
  alert: AlertRecord,
  events: readonly EventRecord[],
): StoredDecision {
  const decisions = events.filter(isDecision).map(decisionIn);
  const decision =
    decisions.filter(each => isOfRow(each, alert)).at(-1) ?? decisions[0];
  if (!decision) {
    throw new Error(
      `alert ${alert.id} has no '${EVENT_TYPES.created}' event, which holds how it was decided`,
    );
  }
  return decision;
}

const DECISIVE: readonly string[] = [
  EVENT_TYPES.created,
  EVENT_TYPES.recurred,
  EVENT_TYPES.escalated,
];

function isDecision({ eventType, metadata }: EventRecord): boolean {
  return DECISIVE.includes(eventType) && metadata.verdict !== undefined;
}

function decisionIn({ metadata, createdAt }: EventRecord): StoredDecision {
  return {
    ...(metadata as unknown as AlertCreatedMetadata),
    takenAt: createdAt,
  };
}

function isOfRow({ verdict }: StoredDecision, alert: AlertRecord): boolean {
  const { observed, baseline, threshold } = gradeOf(alert.alertType, {
    ...verdict,
    at: 0,
    fired: true,
    direction: 'above',
  });
  return (
    observed === alert.observedValue &&
    baseline === alert.baselineValue &&
    threshold === alert.thresholdValue
  );
}
