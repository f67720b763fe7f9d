/** What the history says of an event, beside its time and its actor. */
import type { AuditEvent } from '@cloudops/plugin-guardrails-common';
import { quotedName } from '../timeline';

/** Where the numbers begin in the sentence of an event that a rule caused: they are told in their unit instead. */
const NUMBERS_IN_SENTENCE =
  /( \(rule \S+ v\d+| at \d{4}-\d\d-\d\dT[\d:.]+Z): observed .*$/;

/**
 * The sentence without the name of the actor, which stands beside it.
 *
 * @param numbersBelow - the numbers stand below it, so the sentence does without them
 */
export function eventSentence(
  event: AuditEvent,
  numbersBelow: boolean,
): string {
  const { actor, message } = event;
  const sentence = message.startsWith(`${actor} `)
    ? message.slice(actor.length + 1)
    : message;
  return numbersBelow ? sentence.replace(NUMBERS_IN_SENTENCE, '') : sentence;
}

/** Events whose message names what they are about, and that are told in words of their own. */
const NAMED = new Set([
  'created',
  'status_changed',
  'owner_changed',
  'note_added',
  'snoozed',
  'snooze_ended',
  'resized',
  'finding_suppressed',
  'activity_planned',
  'activity_cancelled',
]);

/** Events of older versions do not name their alert in words; how it was shown from then on stands beside the decision. */
const SHOWN_AS = new Set(['recurred', 'escalated']);

/** The alert or the recommendation that it is about: what the message names in its first quotation marks. */
export function eventTitle({
  entityType,
  eventType,
  message,
  metadata,
}: AuditEvent): string | undefined {
  if (SHOWN_AS.has(eventType)) {
    const { title } = (metadata.alert ?? {}) as { readonly title?: unknown };
    return typeof title === 'string' ? title : undefined;
  }
  if (entityType === 'job' || !NAMED.has(eventType)) return undefined;
  return quotedName(message);
}

/** Their entity is a planned activity: what it decides is whether there are alerts. */
const OF_ACTIVITIES = new Set([
  'activity_planned',
  'activity_cancelled',
  'finding_suppressed',
]);

/** What they name is the reason that a person wrote. */
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
