/** What an alert is about, in a few words. */
import type {
  Alert,
  AlertStatus,
  AlertUpdate,
} from '@cloudops/plugin-guardrails-common';
import type { Translate, Words } from '../../words';

const METRICS = {
  '5xx_count': 'metric.serverErrors',
  p95_latency_ms: 'metric.latency',
} as const;

/** The AWS service or the metric an alert is about; a metric that has no word here is called as it is stored. */
export function alertSubject(
  { serviceName, metricName, source }: Alert,
  t: Translate,
): string {
  return metricName !== undefined && Object.hasOwn(METRICS, metricName)
    ? t(METRICS[metricName as keyof typeof METRICS])
    : serviceName ?? metricName ?? source;
}

/** The title in two: what happened, and the `on payments-api` with which titles of the built-in rules end. */
export function titleParts({
  title,
  project,
}: Alert): readonly [what: string, where: string] {
  const where = `on ${project}`;
  return title.endsWith(` ${where}`)
    ? [title.slice(0, -where.length - 1), where]
    : [title, ''];
}

/** What was seen: `$141`. */
export function observedText(alert: Alert, words: Words): string {
  return words.quantity(alert.observedValue, alert.unit);
}

/** What it was compared with: `usual $46.10`, or of a fixed limit, which knows no usual value, `limit $100`. */
export function comparedText(
  alert: Alert,
  words: Words,
): {
  readonly with: 'usual' | 'limit';
  readonly value: string;
} {
  return {
    with: isFixedLimit(alert) ? 'limit' : 'usual',
    value: words.quantity(alert.baselineValue, alert.unit),
  };
}

/** The day on which it began: for a cost the UTC day that AWS bills, for a metric the reader's own. */
export function sinceText(
  { alertType, windowStart }: Pick<Alert, 'alertType' | 'windowStart'>,
  words: Words,
): string {
  return alertType === 'cost'
    ? words.day(windowStart.slice(0, 10))
    : words.date(windowStart);
}

/** Whether the rule compared with a configured limit alone: it then stores that limit as the baseline too. */
export function isFixedLimit(
  alert: Pick<Alert, 'baselineValue' | 'thresholdValue'>,
): boolean {
  return alert.baselineValue === alert.thresholdValue;
}

/** The steps of an alert's life, in the order of their buttons. */
export const ALERT_ACTIONS = [
  { to: 'acknowledged', label: 'alerts.acknowledge' },
  { to: 'resolved', label: 'alerts.resolve' },
  { to: 'open', label: 'alerts.reopen' },
] as const;

/** How an alert looks in the moment a step was taken, before the server has answered. */
export function stepped(to: AlertStatus, now: Date): Partial<Alert> {
  const at = now.toISOString();
  switch (to) {
    case 'acknowledged':
      return { status: to, acknowledgedAt: at };
    case 'resolved':
      return { status: to, resolvedAt: at };
    default:
      return { status: to, acknowledgedAt: undefined, resolvedAt: undefined };
  }
}

/** The same of any change; what it leaves alone stays as it is. */
export function updated(
  { status, snoozedUntil }: AlertUpdate,
  now: Date,
): Partial<Alert> {
  return {
    ...(status && stepped(status, now)),
    ...(snoozedUntil !== undefined && {
      snoozedUntil: snoozedUntil ?? undefined,
    }),
  };
}
