/** What an event of the audit trail says, as a colleague would say it. */
import type { AuditEvent } from '@cloudops/plugin-guardrails-common';

const SYSTEM_ACTOR = 'system';

/** Who did it: the product's name for what no person did, the bare name of a user of the default namespace. */
export function actorName(actor: string): string {
  if (actor === SYSTEM_ACTOR) return 'Guardrails';
  return actor.replace(/^user:default\//, '');
}

const STATUS_VERBS: Readonly<Record<string, string>> = {
  acknowledged: 'acknowledged this',
  resolved: 'resolved this',
  in_progress: 'started this',
  done: 'marked this done',
  dismissed: 'dismissed this',
  open: 'reopened this',
};

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() ? value : undefined;
}

/** What the actor did, as it reads after their name: `acknowledged this`. */
export function eventInWords(event: AuditEvent): string {
  const to = text(event.metadata.to);
  switch (event.eventType) {
    case 'created':
      return event.entityType === 'recommendation'
        ? 'recommended this'
        : 'opened this';
    case 'status_changed':
      return (to && STATUS_VERBS[to]) ?? 'changed the status';
    case 'owner_changed':
      return to ? `assigned this to ${actorName(to)}` : 'cleared the owner';
    case 'note_added':
      return 'added a note';
    case 'escalated':
      return to ? `raised the severity to ${to}` : 'raised the severity';
    case 'recurred':
      return 'saw it again';
    default:
      return `wrote ${event.eventType.replace(/_/g, ' ')}`;
  }
}

/** The note a person left with the event. */
export function eventNote(event: AuditEvent): string | undefined {
  return text(event.metadata.note);
}

/** What the product adds to its own events: the numbers behind them. */
export function eventMessage(event: AuditEvent): string | undefined {
  return event.actor === SYSTEM_ACTOR ? text(event.message) : undefined;
}
