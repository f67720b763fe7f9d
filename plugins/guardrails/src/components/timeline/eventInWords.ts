/** What an event of the audit trail says, as a colleague would say it. */
import type { AuditEvent } from '@cloudops/plugin-guardrails-common';
import { SYSTEM_ACTOR, type NameOf } from '../../people';
import { STORED_LANGUAGE, type Translate, type Words } from '../../words';

const STATUS_VERBS = {
  acknowledged: 'timeline.acknowledged',
  resolved: 'timeline.resolved',
  in_progress: 'timeline.in_progress',
  done: 'timeline.done',
  dismissed: 'timeline.dismissed',
  open: 'timeline.open',
} as const;

/** What going back to `open` means depends on where one comes from. */
const BACK_TO_OPEN = {
  acknowledged: 'timeline.fromAcknowledged',
  in_progress: 'timeline.fromInProgress',
} as const;

const SEVERITIES = {
  high: 'severityWithin.high',
  medium: 'severityWithin.medium',
  low: 'severityWithin.low',
} as const;

/** The entry of a table that the data names; undefined when it names none. */
function entry<V>(
  table: Readonly<Record<string, V>>,
  key: string | undefined,
): V | undefined {
  return key !== undefined && Object.hasOwn(table, key)
    ? table[key]
    : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() ? value : undefined;
}

const METRICS = {
  '5xx_count': 'metric.serverErrors',
  p95_latency_ms: 'metric.latency',
} as const;

/** What people call a metric; its own name where the product does not know it. */
export function metricInWords(
  metric: string | undefined,
  t: Translate,
): string | undefined {
  const known = entry(METRICS, metric);
  return known ? t(known) : metric;
}

/** Whom the event's own words name besides its actor, as it is stored. */
export function personNamed({
  eventType,
  metadata,
}: AuditEvent): string | undefined {
  if (eventType === 'owner_changed') return text(metadata.to);
  if (eventType === 'finding_suppressed') return text(metadata.plannedBy);
  return undefined;
}

/** Everybody whom the events name, as it is stored. */
export function peopleIn(
  events: readonly AuditEvent[],
): readonly (string | undefined)[] {
  return events.flatMap(event => [event.actor, personNamed(event)]);
}

/** What the actor did, as it reads after their name: `acknowledged this`. */
export function eventInWords(
  event: AuditEvent,
  words: Pick<Words, 't' | 'exact' | 'day' | 'money' | 'number'>,
  nameOf: NameOf,
): string {
  const { t, exact } = words;
  const from = text(event.metadata.from);
  const to = text(event.metadata.to);
  const person = personNamed(event);
  switch (event.eventType) {
    case 'created':
      return event.entityType === 'recommendation'
        ? t('timeline.recommended')
        : t('timeline.created');
    case 'status_changed': {
      const verb =
        (to === 'open' ? entry(BACK_TO_OPEN, from) : undefined) ??
        entry(STATUS_VERBS, to);
      return t(verb ?? 'timeline.changedStatus');
    }
    case 'owner_changed':
      return person
        ? t('timeline.assigned', { owner: nameOf(person) })
        : t('timeline.unassigned');
    case 'snoozed': {
      const until = text(event.metadata.until);
      return until
        ? t('timeline.snoozedUntil', { until: exact(until) })
        : t('timeline.snoozed');
    }
    case 'snooze_ended':
      return t('timeline.snoozeEnded');
    case 'note_added':
      return t('timeline.noted');
    case 'resized':
      return to
        ? t('timeline.resizedTo', { impact: to })
        : t('timeline.resized');
    case 'escalated': {
      const [lower, higher] = [from, to].map(each => entry(SEVERITIES, each));
      return lower && higher
        ? t('timeline.escalatedTo', { from: t(lower), to: t(higher) })
        : t('timeline.escalated');
    }
    case 'recurred':
      return t('timeline.recurred');
    case 'drivers_found':
      return driversInWords(event, words) ?? ownWords(event);
    case 'drivers_failed': {
      const { attempt, attempts, reason } = event.metadata;
      return t('timeline.driversFailed', {
        attempt: words.number(Number(attempt)),
        attempts: words.number(Number(attempts)),
        reason: text(reason) ?? '',
      });
    }
    case 'announcement_failed':
      return t('timeline.notAnnounced', {
        outlet: text(event.metadata.outlet) ?? '–',
        reason: text(event.metadata.reason) ?? '–',
      });
    case 'activity_planned': {
      const service = text(event.metadata.service);
      const begin = text(event.metadata.from);
      if (!begin || !to) return ownWords(event);
      return t('timeline.planned', {
        subject:
          service ??
          metricInWords(text(event.metadata.metric), t) ??
          t('timeline.wholeProject'),
        from: exact(begin),
        to: exact(to),
      });
    }
    case 'activity_cancelled':
      return t('timeline.planCancelled');
    case 'finding_suppressed':
      return person
        ? t('timeline.suppressedBy', { by: nameOf(person) })
        : t('timeline.suppressed');
    default:
      // A kind of event that is newer than this screen.
      return ownWords(event);
  }
}

/** The message, which begins with its actor, without it. */
export function ownWords({ actor, message }: AuditEvent): string {
  return message.startsWith(`${actor} `)
    ? message.slice(actor.length + 1)
    : message;
}

/** What of the metadata of `drivers_found` is told. */
interface DriversFound {
  readonly service: string;
  /** UTC, `YYYY-MM-DD`. */
  readonly day: string;
  readonly currency: string;
  readonly parts: readonly {
    readonly dimension: string;
    readonly name: string;
    readonly observed: number;
    readonly baseline: number;
  }[];
}

/** What was looked at, and what changed most of it; undefined where the event does not say. */
function driversInWords(
  { metadata }: AuditEvent,
  { t, day, money }: Pick<Words, 't' | 'day' | 'money'>,
): string | undefined {
  const found = metadata as Partial<DriversFound>;
  const { service, currency, parts } = found;
  if (!service || !found.day || !currency || !parts?.length) return undefined;
  // The whole of a service or an account is one part, and explains less.
  const ofUsage = parts.filter(each => each.dimension === 'usage_type');
  const changes = (ofUsage.length > 0 ? ofUsage : parts).map(
    ({ name, observed, baseline }) => ({
      name,
      change: observed - baseline,
    }),
  );
  const most = changes.reduce((a, b) =>
    Math.abs(b.change) > Math.abs(a.change) ? b : a,
  );
  return t('timeline.driversFound', {
    service,
    day: day(found.day),
    most: `${most.name} ${money(most.change, currency, { signed: true })}`,
  });
}

/** The note a person left with the event, or the reason for which they had planned what kept it quiet. */
export function eventNote(event: AuditEvent): string | undefined {
  return event.eventType === 'finding_suppressed'
    ? text(event.metadata.reason)
    : text(event.metadata.note);
}

/** The language of the note, where the product wrote it; undefined where nobody knows. */
export function noteLanguage({ actor }: AuditEvent): string | undefined {
  return actor === SYSTEM_ACTOR ? STORED_LANGUAGE : undefined;
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
  words: Words,
  unit = text(event.metadata.unit),
): string | undefined {
  const decision = decisionOf(event);
  if (!decision) return undefined;
  const { verdict, inputs, rule, ruleVersion } = decision;
  const quantity = (value: number) =>
    unit === undefined ? words.number(value) : words.quantity(value, unit);
  const told = {
    when: words.moment(verdict.at, inputs.periodSeconds * 1000),
    observed: quantity(verdict.observed),
    limit: quantity(verdict.threshold),
    rule,
    version: String(ruleVersion),
  };
  // A fixed limit knows no usual value; it stands in both places.
  return verdict.baseline === verdict.threshold
    ? words.t('timeline.numbersOfLimit', told)
    : words.t('timeline.numbers', {
        ...told,
        usual: quantity(verdict.baseline),
      });
}
