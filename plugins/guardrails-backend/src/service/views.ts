/** How stored records are shown: the API's shapes, with times as ISO 8601 and projects by name. */
import type {
  Alert,
  AuditEvent,
  MetricUnit,
  PlannedActivity,
  Project,
  Recommendation,
  Savings,
} from '@cloudops/plugin-guardrails-common';
import { EVENT_TYPES, type FindingSuppressedMetadata } from '../audit';
import type { GuardrailsConfig } from '../config';
import type {
  AlertRecord,
  EventRecord,
  PlannedActivityRecord,
  ProjectRecord,
  RecommendationRecord,
  ShownAlert,
} from '../database/interfaces';
import { METRIC_NAMES } from '../ingestion';
import { alertWorkflow, recommendationWorkflow } from '../workflow';

/** The currency of `daily_costs` where nothing says otherwise. */
export const DEFAULT_CURRENCY = 'USD';

export function projectView(
  project: ProjectRecord,
  config: GuardrailsConfig,
): Project {
  const configured = config.projects.find(({ name }) => name === project.name);
  return {
    id: project.id,
    name: project.name,
    createdAt: project.createdAt.toISOString(),
    accountId: configured?.accountId,
    entityRef: configured ? undefined : entityRefOf(project.name),
    metrics: configured?.endpoint ? [...METRIC_NAMES] : [],
  };
}

/** A project that is a catalog entity's own has the entity's reference as its name. */
function entityRefOf(name: string): string | undefined {
  return /^[^:/\s]+:[^:/\s]+\/[^:/\s]+$/.test(name) ? name : undefined;
}

/** The unit of a metric: every metric's name ends in it, e.g. `p95_latency_ms`, `5xx_count`. */
export function unitOfMetric(metricName: string): MetricUnit {
  return metricName.endsWith('_ms') ? 'ms' : 'count';
}

export function alertView(alert: ShownAlert): Alert {
  const { name, currency } = alert.project;
  return {
    id: alert.id,
    project: name,
    alertType: alert.alertType,
    status: alert.status,
    severity: alert.severity,
    title: alert.title,
    description: alert.description,
    source: alert.source,
    detectedAt: alert.detectedAt.toISOString(),
    windowStart: alert.windowStart.toISOString(),
    windowEnd: alert.windowEnd.toISOString(),
    serviceName: alert.serviceName,
    metricName: alert.metricName,
    observedValue: alert.observedValue,
    baselineValue: alert.baselineValue,
    thresholdValue: alert.thresholdValue,
    unit: alert.metricName
      ? unitOfMetric(alert.metricName)
      : currency ?? DEFAULT_CURRENCY,
    ruleName: alert.ruleName,
    acknowledgedAt: alert.acknowledgedAt?.toISOString(),
    resolvedAt: alert.resolvedAt?.toISOString(),
    snoozedUntil: alert.snoozedUntil?.toISOString(),
    createdAt: alert.createdAt.toISOString(),
    updatedAt: alert.updatedAt.toISOString(),
    allowedTransitions: [...alertWorkflow.allowedTransitions(alert.status)],
  };
}

export function plannedActivityView(
  activity: PlannedActivityRecord,
  context: {
    readonly project: string;
    readonly now: Date;
    /** Among them those of this activity. */
    readonly suppressions: readonly EventRecord[];
  },
): PlannedActivity {
  const { cancelled } = activity;
  return {
    id: activity.id,
    project: context.project,
    service: activity.serviceName,
    metric: activity.metricName,
    from: activity.from.toISOString(),
    to: activity.to.toISOString(),
    reason: activity.reason,
    state: stateOf(activity, context.now),
    plannedBy: activity.plannedBy,
    plannedAt: activity.plannedAt.toISOString(),
    alertId: activity.alertId,
    cancelledBy: cancelled?.by,
    cancelledAt: cancelled?.at.toISOString(),
    suppressed: context.suppressions
      .filter(({ entityId }) => entityId === activity.id)
      .map(({ metadata, message }) => {
        const { service, metric, alertId, verdict } =
          metadata as unknown as FindingSuppressedMetadata;
        return {
          service,
          metric,
          alertId,
          at: verdict.at,
          title: text(metadata.title),
          message,
        };
      }),
  };
}

function stateOf(
  { cancelled, from, to }: PlannedActivityRecord,
  now: Date,
): PlannedActivity['state'] {
  if (cancelled) return 'cancelled';
  if (to <= now) return 'ended';
  return from <= now ? 'running' : 'planned';
}

export function recommendationView(
  recommendation: RecommendationRecord,
  project: string,
  alert: Pick<AlertRecord, 'title' | 'severity' | 'status'> | undefined,
  savings?: Savings,
): Recommendation {
  return {
    id: recommendation.id,
    project,
    alertId: recommendation.alertId,
    alertTitle: alert?.title,
    alertSeverity: alert?.severity,
    alertStatus: alert?.status,
    status: recommendation.status,
    title: recommendation.title,
    actionSteps: [...recommendation.actionSteps],
    impact: recommendation.impact,
    savings,
    owner: recommendation.owner,
    createdAt: recommendation.createdAt.toISOString(),
    updatedAt: recommendation.updatedAt.toISOString(),
    doneAt: recommendation.doneAt?.toISOString(),
    dismissedAt: recommendation.dismissedAt?.toISOString(),
    allowedTransitions: [
      ...recommendationWorkflow.allowedTransitions(recommendation.status),
    ],
  };
}

/** `entityTitle` is what the alert or recommendation is called; that of a planned activity its events say themselves. */
export function eventView(
  event: EventRecord,
  project: string,
  entityTitle: string | undefined,
): AuditEvent {
  return {
    id: event.id,
    project,
    entityType: event.entityType,
    entityId: event.entityId,
    eventType: event.eventType,
    title: titleOf(event, entityTitle),
    message: event.message,
    actor: event.actor,
    metadata: { ...event.metadata },
    createdAt: event.createdAt.toISOString(),
  };
}

function titleOf(
  { eventType, metadata }: EventRecord,
  entityTitle: string | undefined,
): string | undefined {
  switch (eventType) {
    case EVENT_TYPES.activityPlanned:
    case EVENT_TYPES.activityCancelled:
      return text(metadata.reason);
    case EVENT_TYPES.findingSuppressed:
      return text(metadata.title);
    default:
      return entityTitle;
  }
}

/** Events of older versions may lack a field. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
