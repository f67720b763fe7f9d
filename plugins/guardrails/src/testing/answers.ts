/** What the API in memory answers: its lists narrowed and in order, and what it counts; pure. */
import type {
  Alert,
  AlertStatistics,
  AlertStatisticsQuery,
  AuditEvent,
  ListAlertsQuery,
  ListEventsQuery,
  ListPlannedActivitiesQuery,
  ListRecommendationsQuery,
  PlannedActivity,
  Recommendation,
  SavingsGroup,
  SavingsQuery,
} from '@cloudops/plugin-guardrails-common';

const SEVERITY_ORDER = ['high', 'medium', 'low'];

export function newestFirst<T>(
  items: readonly T[],
  at: (item: T) => string,
): T[] {
  return [...items].sort((a, b) => at(b).localeCompare(at(a)));
}

/** A page as every list of the API answers it; the cursor is where it begins. */
export function page<T>(
  items: readonly T[],
  { cursor, limit = 50 }: { cursor?: string; limit?: number },
) {
  const start = Number(cursor ?? 0);
  const end = start + limit;
  return {
    items: items.slice(start, end),
    ...(end < items.length && { nextCursor: String(end) }),
    totalItems: items.length,
  };
}

function among<T>(wanted: readonly T[] | undefined, value: T): boolean {
  return !wanted || wanted.length === 0 || wanted.includes(value);
}

/** The range of the statistics of alerts where none is asked for. */
const STATISTICS_DAYS = 84;

export function alertsOf(
  alerts: readonly Alert[],
  query: ListAlertsQuery,
): Alert[] {
  const found = newestFirst(
    alerts.filter(
      alert =>
        (!query.project || alert.project === query.project) &&
        among(query.status, alert.status) &&
        among(query.severity, alert.severity) &&
        (query.snoozed === undefined ||
          query.snoozed === String(alert.snoozedUntil !== undefined)) &&
        (!query.type || alert.alertType === query.type) &&
        (!query.service || alert.serviceName === query.service) &&
        (!query.from || alert.detectedAt >= query.from) &&
        (!query.to || alert.detectedAt < query.to) &&
        (!query.resolvedFrom || (alert.resolvedAt ?? '') >= query.resolvedFrom),
    ),
    alert => alert.detectedAt,
  );
  return query.order === 'severity'
    ? found.sort(
        (a, b) =>
          SEVERITY_ORDER.indexOf(a.severity) -
          SEVERITY_ORDER.indexOf(b.severity),
      )
    : found;
}

/** Counts alone: how long the answers took is not known of what it was given. */
export function statisticsOf(
  alerts: readonly Alert[],
  query: AlertStatisticsQuery,
  now: Date,
): AlertStatistics {
  const to = query.to ?? now.toISOString();
  const from =
    query.from ??
    new Date(Date.parse(to) - STATISTICS_DAYS * 86_400_000).toISOString();
  const within = (at: (alert: Alert) => string | undefined) =>
    alerts.filter(alert => {
      const time = at(alert);
      return (
        time !== undefined &&
        time >= from &&
        time < to &&
        (!query.project || alert.project === query.project)
      );
    }).length;
  const acknowledged = within(alert => alert.acknowledgedAt);
  const resolved = within(alert => alert.resolvedAt);
  return {
    from,
    to,
    opened: within(alert => alert.detectedAt),
    acknowledged,
    resolved,
    mtta: { count: acknowledged },
    mttr: { count: resolved },
    byWeek: [],
  };
}

export function activitiesOf(
  activities: readonly PlannedActivity[],
  { project, state = 'current' }: ListPlannedActivitiesQuery,
): PlannedActivity[] {
  return activities.filter(
    each =>
      (!project || each.project === project) &&
      (state === 'all' ||
        ['planned', 'running'].includes(each.state) === (state === 'current')),
  );
}

export function recommendationsOf(
  recommendations: readonly Recommendation[],
  query: ListRecommendationsQuery,
): Recommendation[] {
  const found = newestFirst(
    recommendations.filter(
      recommendation =>
        (!query.project || recommendation.project === query.project) &&
        among(query.status, recommendation.status) &&
        (!query.owner || recommendation.owner === query.owner) &&
        (!query.alertId || recommendation.alertId === query.alertId),
    ),
    each => each.createdAt,
  );
  if (query.sort === 'money') {
    const expected = ({ savings }: Recommendation) =>
      savings?.expectedPerMonth ?? 0;
    found.sort((a, b) => expected(b) - expected(a));
  }
  if (query.sort === 'severity') {
    const rank = ({ alertSeverity = 'low', alertStatus }: Recommendation) =>
      SEVERITY_ORDER.indexOf(alertSeverity) +
      (alertStatus === 'resolved' ? SEVERITY_ORDER.length : 0);
    found.sort((a, b) => rank(a) - rank(b));
  }
  return found;
}

/** Of the done ones, summed up; what was expected to save most comes first. */
export function savingsOf(
  recommendations: readonly Recommendation[],
  { groupBy }: SavingsQuery,
): SavingsGroup[] {
  const groups = new Map<string | undefined, SavingsGroup>();
  for (const { status, savings, owner, project } of recommendations) {
    if (status !== 'done' || !savings) continue;
    const of = groupBy === 'owner' ? { owner } : { project };
    const key = groupBy === 'owner' ? owner : project;
    const before = groups.get(key);
    const { measuredPerMonth } = savings;
    groups.set(key, {
      ...of,
      currency: savings.currency,
      expectedPerMonth:
        (before?.expectedPerMonth ?? 0) + savings.expectedPerMonth,
      ...((before?.measured || measuredPerMonth !== undefined) && {
        measuredPerMonth:
          (before?.measuredPerMonth ?? 0) + (measuredPerMonth ?? 0),
        plusMinus: Math.hypot(before?.plusMinus ?? 0, savings.plusMinus ?? 0),
      }),
      recommendations: (before?.recommendations ?? 0) + 1,
      measured:
        (before?.measured ?? 0) + (measuredPerMonth === undefined ? 0 : 1),
    });
  }
  return [...groups.values()].sort(
    (a, b) => b.expectedPerMonth - a.expectedPerMonth,
  );
}

export function eventsOf(
  events: readonly AuditEvent[],
  query: ListEventsQuery,
): AuditEvent[] {
  return newestFirst(
    events.filter(
      event =>
        (!query.project || event.project === query.project) &&
        among(query.entityType, event.entityType) &&
        (!query.entityId || event.entityId === query.entityId) &&
        (!query.eventType || event.eventType === query.eventType) &&
        (!query.actor || event.actor === query.actor) &&
        (!query.from || event.createdAt >= query.from) &&
        (!query.to || event.createdAt < query.to),
    ),
    event => event.createdAt,
  );
}
