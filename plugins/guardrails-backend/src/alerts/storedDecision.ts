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
 * @returns undefined for an alert that no rule made: somebody else wrote its row
 */
export function decisionBehind(
  alert: AlertRecord,
  events: readonly EventRecord[],
): StoredDecision | undefined {
  const decisions = events.filter(isDecision).map(decisionIn);
  return decisions.filter(each => isOfRow(each, alert)).at(-1) ?? decisions[0];
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

/** Whether the row of an alert shows a verdict. */
export function isOfRow(
  { verdict }: Pick<AlertCreatedMetadata, 'verdict'>,
  alert: AlertRecord,
): boolean {
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
