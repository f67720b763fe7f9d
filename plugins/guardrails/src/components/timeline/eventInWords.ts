/** What an event of the audit trail says, as a colleague would say it. */
import type { AuditEvent } from '@cloudops/plugin-guardrails-common';
import { formatMoment, formatNumber, formatQuantity } from '../../format';

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

/** What going back to `open` means depends on where one comes from. */
const BACK_TO_OPEN: Readonly<Record<string, string>> = {
  acknowledged: 'took back the acknowledgement',
  in_progress: 'stopped work on this',
};

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() ? value : undefined;
}

/** What the actor did, as it reads after their name: `acknowledged this`. */
export function eventInWords(event: AuditEvent): string {
  const from = text(event.metadata.from);
  const to = text(event.metadata.to);
  switch (event.eventType) {
    case 'created':
      return event.entityType === 'recommendation'
        ? 'recommended this'
        : 'opened this';
    case 'status_changed':
      if (to === 'open' && from && BACK_TO_OPEN[from]) {
        return BACK_TO_OPEN[from];
      }
      return (to && STATUS_VERBS[to]) ?? 'changed the status';
    case 'owner_changed':
      return to ? `assigned this to ${actorName(to)}` : 'cleared the owner';
    case 'note_added':
      return 'added a note';
    case 'resized':
      return to ? `sized this anew: ${to}` : 'sized this anew';
    case 'escalated':
      return to ? `raised the severity to ${to}` : 'raised the severity';
    case 'recurred':
      return 'saw it again';
    default:
      // A kind of event that is newer than this screen; its message begins with its actor.
      return event.message.startsWith(`${event.actor} `)
        ? event.message.slice(event.actor.length + 1)
        : event.message;
  }
}

/** The note a person left with the event. */
export function eventNote(event: AuditEvent): string | undefined {
  return text(event.metadata.note);
}

interface Decision {
  readonly rule: string;
  readonly ruleVersion: number;
  readonly inputs: { readonly periodSeconds: number };
  readonly verdict: {
    readonly at: string;
    readonly observed: number;
    readonly baseline: number;
    readonly threshold: number;
  };
}

function decisionOf({ metadata }: AuditEvent): Decision | undefined {
  const { verdict, inputs } = metadata as Partial<Decision>;
  return verdict && inputs && Number.isFinite(verdict.observed)
    ? (metadata as unknown as Decision)
    : undefined;
}

/**
 * The numbers behind an event that a rule caused: `Tue, Nov 18: observed $141, usual $46.10, limit $59.93 (cost_spike,
 * version 1)`; undefined for any other event.
 *
 * @param unit - of the alert's values; where only the event is known, the one it names, and plain numbers if it names none
 */
export function eventNumbers(
  event: AuditEvent,
  unit = text(event.metadata.unit),
): string | undefined {
  const decision = decisionOf(event);
  if (!decision) return undefined;
  const { verdict, inputs, rule, ruleVersion } = decision;
  const quantity = (value: number) =>
    unit === undefined ? formatNumber(value) : formatQuantity(value, unit);
  const usual =
    // A fixed limit knows no usual value; it stands in both places.
    verdict.baseline === verdict.threshold
      ? ''
      : `usual ${quantity(verdict.baseline)}, `;
  return `${formatMoment(
    verdict.at,
    inputs.periodSeconds * 1000,
  )}: observed ${quantity(verdict.observed)}, ${usual}limit ${quantity(
    verdict.threshold,
  )} (${rule}, version ${ruleVersion})`;
}
