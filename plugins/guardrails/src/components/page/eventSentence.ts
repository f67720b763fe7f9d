/** The sentence of an event without the name of its actor, which stands beside it. */
import type { AuditEvent } from '@cloudops/plugin-guardrails-common';

export function eventSentence({ actor, message }: AuditEvent): string {
  const rest = message.startsWith(`${actor} `)
    ? message.slice(actor.length + 1)
    : message;
  return rest;
}
