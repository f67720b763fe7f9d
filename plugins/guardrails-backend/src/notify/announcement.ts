/** What an event of the trail says of its alert to the world outside. */
import {
  ALERT_TOPICS,
  type AlertAnnouncement,
} from '@cloudops/plugin-guardrails-node';
import { EVENT_TYPES } from '../audit';
import type { AlertRecord, EventRecord } from '../database';

export function announcementOf(
  event: EventRecord,
  alert: AlertRecord,
  about: { readonly project: string; readonly url: string },
): AlertAnnouncement {
  return {
    id: event.id,
    topic: topicOf(event),
    occurredAt: event.createdAt.toISOString(),
    change: event.eventType,
    actor: event.actor,
    message: event.message,
    alert: {
      id: alert.id,
      project: about.project,
      type: alert.alertType,
      status: alert.status,
      severity: alert.severity,
      title: alert.title,
      description: alert.description,
      service: alert.serviceName,
      metric: alert.metricName,
      observedValue: alert.observedValue,
      baselineValue: alert.baselineValue,
      thresholdValue: alert.thresholdValue,
      rule: alert.ruleName,
      windowStart: alert.windowStart.toISOString(),
      windowEnd: alert.windowEnd.toISOString(),
      url: about.url,
    },
  };
}

function topicOf({
  eventType,
  metadata,
}: EventRecord): AlertAnnouncement['topic'] {
  if (eventType === EVENT_TYPES.created) {
    return ALERT_TOPICS.opened;
  }
  if (eventType === EVENT_TYPES.statusChanged) {
    if (metadata.to === 'resolved') {
      return ALERT_TOPICS.resolved;
    }
    if (metadata.from === 'resolved') {
      return ALERT_TOPICS.opened;
    }
  }
  return ALERT_TOPICS.changed;
}
