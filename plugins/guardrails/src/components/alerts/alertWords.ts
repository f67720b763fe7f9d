/** What an alert is about, in a few words. */
import type {
  Alert,
  AlertStatus,
  AlertType,
} from '@cloudops/plugin-guardrails-common';
import { formatQuantity } from '../../format';
import type { Action } from '../actions';

export const alertTypeWord: Readonly<Record<AlertType, string>> = {
  cost: 'Cost',
  reliability: 'Reliability',
};

/** The AWS service or the metric an alert is about. */
export function alertSubject(alert: Alert): string {
  return alert.serviceName ?? alert.metricName ?? alert.source;
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
export function observedText(alert: Alert): string {
  return formatQuantity(alert.observedValue, alert.unit);
}

/** What it was compared with: `usual $46.10`, or of a fixed limit, which knows no usual value, `limit $100`. */
export function comparedText(alert: Alert): {
  readonly with: 'usual' | 'limit';
  readonly value: string;
} {
  return {
    with: isFixedLimit(alert) ? 'limit' : 'usual',
    value: formatQuantity(alert.baselineValue, alert.unit),
  };
}

/** Whether the rule compared with a configured limit alone: it then stores that limit as the baseline too. */
export function isFixedLimit(
  alert: Pick<Alert, 'baselineValue' | 'thresholdValue'>,
): boolean {
  return alert.baselineValue === alert.thresholdValue;
}

/** The steps of an alert's life, in the order of their buttons. */
export const ALERT_ACTIONS: readonly Action<AlertStatus>[] = [
  { to: 'acknowledged', label: 'Acknowledge' },
  { to: 'resolved', label: 'Resolve' },
  { to: 'open', label: 'Reopen' },
];

const DONE_WORDS: Readonly<Record<AlertStatus, string>> = {
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
  open: 'Reopened',
};

/** What is announced once a step was saved. */
export function savedWords(to: AlertStatus, title: string): string {
  return `${DONE_WORDS[to]}: ${title}`;
}

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
