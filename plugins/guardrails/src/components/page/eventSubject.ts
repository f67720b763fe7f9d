/** What an event of the history is about. */
import type { AuditEvent } from '@cloudops/plugin-guardrails-common';

/** Their entity is a planned activity: what it decides is whether there are alerts. */
const OF_ACTIVITIES = new Set([
  'activity_planned',
  'activity_cancelled',
  'finding_suppressed',
]);

/** What they are called is the reason that a person wrote. */
const WRITTEN = new Set(['activity_planned', 'activity_cancelled']);

/** The title is in the language in which the product stores its own. */
export function isTitleStored({ eventType }: AuditEvent): boolean {
  return !WRITTEN.has(eventType);
}

/** The alert it is about, or that the recommendation or planned activity it is about is for. */
export function eventAlertId(event: AuditEvent): string | undefined {
  if (event.entityType === 'alert' && !OF_ACTIVITIES.has(event.eventType)) {
    return event.entityId;
  }
  const { alertId } = event.metadata;
  return typeof alertId === 'string' ? alertId : undefined;
}

/** What an event that bears no title is about, as a key of the words; undefined where its own words say it. */
export function untitled(
  event: AuditEvent,
): 'history.anAlert' | 'history.aRecommendation' | undefined {
  if (event.entityType === 'recommendation') return 'history.aRecommendation';
  return eventAlertId(event) ? 'history.anAlert' : undefined;
}

/** The project it is about; none for what a job does for all of them. */
export function eventProject({
  entityType,
  eventType,
  project,
}: AuditEvent): string | undefined {
  return entityType === 'job' && eventType !== 'cost_restated'
    ? undefined
    : project;
}
