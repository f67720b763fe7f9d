/** What the history says of an event, beside its time and its actor. */
import type { AuditEvent } from '@cloudops/plugin-guardrails-common';

/** The sentence without the name of the actor, which stands beside it. */
export function eventSentence({ actor, message }: AuditEvent): string {
  return message.startsWith(`${actor} `)
    ? message.slice(actor.length + 1)
    : message;
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
