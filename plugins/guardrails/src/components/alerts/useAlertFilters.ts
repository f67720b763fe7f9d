/** Which alerts a reader wants to see: choices that live in the page's address, and the question they ask the API. */
import type { ListAlertsQuery } from '@cloudops/plugin-guardrails-common';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useQueryParameter } from '../../data';

export const STATUS_CHOICES = [
  'unresolved',
  'open',
  'acknowledged',
  'snoozed',
  'resolved',
  'all',
] as const;
export const TYPE_CHOICES = ['all', 'cost', 'reliability'] as const;
export const SEVERITY_CHOICES = ['all', 'high', 'medium', 'low'] as const;
const RANGE_CHOICES = ['all', '7d', '30d', '90d'] as const;
export const ORDER_CHOICES = ['detectedAt', 'severity'] as const;

export type StatusChoice = (typeof STATUS_CHOICES)[number];
export type TypeChoice = (typeof TYPE_CHOICES)[number];
export type SeverityChoice = (typeof SEVERITY_CHOICES)[number];
export type RangeChoice = (typeof RANGE_CHOICES)[number];
export type OrderChoice = (typeof ORDER_CHOICES)[number];

export const DAY_MS = 86_400_000;

/** Days back; undefined for any time. In the order in which they are offered. */
export const RANGE_DAYS: Readonly<Record<RangeChoice, number | undefined>> = {
  all: undefined,
  '7d': 7,
  '30d': 30,
  '90d': 90,
};

const STATUSES: Readonly<Record<StatusChoice, ListAlertsQuery['status']>> = {
  unresolved: ['open', 'acknowledged'],
  open: ['open'],
  acknowledged: ['acknowledged'],
  // Of which only those that are muted are asked for.
  snoozed: ['open', 'acknowledged'],
  resolved: ['resolved'],
  all: undefined,
};

export interface AlertFilters {
  readonly status: StatusChoice;
  readonly type: TypeChoice;
  readonly severity: SeverityChoice;
  readonly range: RangeChoice;
  readonly order: OrderChoice;
  readonly setStatus: (value: StatusChoice) => void;
  readonly setType: (value: TypeChoice) => void;
  readonly setSeverity: (value: SeverityChoice) => void;
  readonly setRange: (value: RangeChoice) => void;
  readonly setOrder: (value: OrderChoice) => void;
  /** Nothing is narrowed: what is not resolved, of any type, severity and age. */
  readonly isDefault: boolean;
  readonly clear: () => void;
  /** Names the question. */
  readonly key: string;
  /** The question itself, asked at `now`. */
  readonly query: (now: Date) => ListAlertsQuery;
}

export function useAlertFilters(): AlertFilters {
  const [status, setStatus] = useQueryParameter<StatusChoice>(
    'status',
    'unresolved',
    STATUS_CHOICES,
  );
  const [type, setType] = useQueryParameter<TypeChoice>(
    'type',
    'all',
    TYPE_CHOICES,
  );
  const [severity, setSeverity] = useQueryParameter<SeverityChoice>(
    'severity',
    'all',
    SEVERITY_CHOICES,
  );
  const [range, setRange] = useQueryParameter<RangeChoice>(
    'range',
    'all',
    RANGE_CHOICES,
  );
  const [order, setOrder] = useQueryParameter<OrderChoice>(
    'order',
    'detectedAt',
    ORDER_CHOICES,
  );
  const [, setParameters] = useSearchParams();
  const clear = useCallback(
    () =>
      setParameters(
        before => {
          const after = new URLSearchParams(before);
          for (const name of ['status', 'type', 'severity', 'range']) {
            after.delete(name);
          }
          return after;
        },
        { replace: true },
      ),
    [setParameters],
  );
  const days = RANGE_DAYS[range];
  return {
    status,
    type,
    severity,
    range,
    order,
    setStatus,
    setType,
    setSeverity,
    setRange,
    setOrder,
    isDefault:
      status === 'unresolved' &&
      type === 'all' &&
      severity === 'all' &&
      range === 'all',
    clear,
    key: [status, type, severity, range, order].join(' '),
    query: now => ({
      status: STATUSES[status],
      snoozed: status === 'snoozed' ? 'true' : undefined,
      type: type === 'all' ? undefined : type,
      severity: severity === 'all' ? undefined : [severity],
      from:
        days === undefined
          ? undefined
          : new Date(now.getTime() - days * DAY_MS).toISOString(),
      order,
    }),
  };
}
