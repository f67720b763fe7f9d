/** What belongs into a list of alerts, and where: as the API decides it. */
import type {
  Alert,
  ListAlertsQuery,
} from '@cloudops/plugin-guardrails-common';

const RANK = { low: 0, medium: 1, high: 2 } as const;

/** Newest first, or worst first and newest within. */
export function comesBefore(
  a: Alert,
  b: Alert,
  order: ListAlertsQuery['order'],
): boolean {
  const worse = order === 'severity' ? RANK[a.severity] - RANK[b.severity] : 0;
  if (worse !== 0) return worse > 0;
  const newer = Date.parse(a.detectedAt) - Date.parse(b.detectedAt);
  return newer === 0 ? a.id > b.id : newer > 0;
}

/** Whether an alert of the list's scope and type answers its question, as far as an alert can change. */
export function isAskedFor(
  alert: Alert,
  { status, severity, snoozed, from }: ListAlertsQuery,
  now: Date,
): boolean {
  const isSnoozed =
    alert.snoozedUntil !== undefined && Date.parse(alert.snoozedUntil) > +now;
  return (
    (!status || status.includes(alert.status)) &&
    (!severity || severity.includes(alert.severity)) &&
    (snoozed === undefined || snoozed === String(isSnoozed)) &&
    (!from || Date.parse(alert.detectedAt) >= Date.parse(from))
  );
}
