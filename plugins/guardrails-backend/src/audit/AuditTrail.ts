/** The one way to write what became of alerts and recommendations: every event's type, sentence and metadata are made here. */
import type {
  AlertStatus,
  RecommendationStatus,
  Severity,
} from '@cloudops/plugin-guardrails-common';
import type {
  AlertRecord,
  NewEvent,
  PlannedActivityRecord,
  RecommendationRecord,
  SizedRecommendation,
  Stores,
} from '../database/interfaces';
import {
  EVENT_TYPES,
  SYSTEM_ACTOR,
  type ActivityPlannedMetadata,
  type AlertCreatedMetadata,
  type DriversFoundMetadata,
  type FindingSuppressedMetadata,
} from './interfaces';
import * as messages from './messages';

/** A person's or the product's change of a status. */
export interface AuditedStatusChange<S extends string> {
  readonly from: S;
  readonly to: S;
  readonly note?: string;
  /** The planned activity by which an alert was said to be expected. */
  readonly activityId?: string;
  /** What the description of an alert has become with it, where it has changed. */
  readonly description?: string;
  readonly actor: string;
}

/**
 * Writes the events of one moment on one connection. Made from the stores of a transaction, what it writes is kept
 * or lost together with the change that it tells of.
 */
export class AuditTrail {
  readonly #stores: Pick<Stores, 'events'>;
  readonly #now: Date;

  constructor(stores: Pick<Stores, 'events'>, now: Date) {
    this.#stores = stores;
    this.#now = now;
  }

  async alertCreated(
    alert: AlertRecord,
    decision: AlertCreatedMetadata,
  ): Promise<void> {
    await this.#ofAlert(alert, {
      eventType: EVENT_TYPES.created,
      message: messages.alertOpened(SYSTEM_ACTOR, alert.title, decision),
      actor: SYSTEM_ACTOR,
      metadata: { ...decision, alert: openedAs(alert) },
    });
  }

  /** The whole decision: from then on it may be the one whose values the alert shows. */
  async alertRecurred(
    alert: AlertRecord,
    decision: AlertCreatedMetadata,
  ): Promise<void> {
    await this.#ofAlert(alert, {
      eventType: EVENT_TYPES.recurred,
      message: messages.alertRecurred(
        SYSTEM_ACTOR,
        alert.title,
        decision.verdict,
      ),
      actor: SYSTEM_ACTOR,
      metadata: { ...decision, alert: shownAs(alert) },
    });
  }

  async alertEscalated(
    alert: AlertRecord,
    change: {
      readonly from: Severity;
      readonly to: Severity;
      readonly decision: AlertCreatedMetadata;
    },
  ): Promise<void> {
    const { from, to, decision } = change;
    await this.#ofAlert(alert, {
      eventType: EVENT_TYPES.escalated,
      message: messages.alertEscalated(
        SYSTEM_ACTOR,
        alert.title,
        from,
        to,
        decision.verdict,
      ),
      actor: SYSTEM_ACTOR,
      metadata: { from, to, ...decision, alert: shownAs(alert) },
    });
  }

  async alertStatusChanged(
    alert: AlertRecord,
    change: AuditedStatusChange<AlertStatus>,
  ): Promise<void> {
    const { actor, ...metadata } = change;
    await this.#ofAlert(alert, {
      eventType: EVENT_TYPES.statusChanged,
      message: messages.alertStatusChanged(actor, alert.title, metadata),
      actor,
      metadata,
    });
  }

  async alertSnoozed(
    alert: AlertRecord,
    change: {
      readonly until: Date;
      readonly note?: string;
      readonly actor: string;
    },
  ): Promise<void> {
    const { actor, note } = change;
    const until = change.until.toISOString();
    await this.#ofAlert(alert, {
      eventType: EVENT_TYPES.snoozed,
      message: messages.alertSnoozed(actor, alert.title, { until, note }),
      actor,
      metadata: { until, note },
    });
  }

  /** `until` is when it would have ended by itself. */
  async alertSnoozeEnded(
    alert: AlertRecord,
    change: {
      readonly until: Date;
      readonly note?: string;
      readonly actor: string;
    },
  ): Promise<void> {
    const { actor, note } = change;
    await this.#ofAlert(alert, {
      eventType: EVENT_TYPES.snoozeEnded,
      message: messages.alertSnoozeEnded(actor, alert.title, note),
      actor,
      metadata: { until: change.until.toISOString(), note },
    });
  }

  async alertNoteAdded(
    alert: AlertRecord,
    { note, actor }: { readonly note: string; readonly actor: string },
  ): Promise<void> {
    await this.#ofAlert(alert, {
      eventType: EVENT_TYPES.noteAdded,
      message: messages.noteAdded(actor, alert.title, note),
      actor,
      metadata: { note },
    });
  }

  /** Somebody was to be told of an alert and could not be. */
  async announcementFailed(
    alert: AlertRecord,
    failure: {
      readonly outlet: string;
      /** Id of the event that was to be told. */
      readonly eventId: string;
      readonly attempts: number;
      readonly reason: string;
    },
  ): Promise<void> {
    await this.#ofAlert(alert, {
      eventType: EVENT_TYPES.announcementFailed,
      message: messages.announcementFailed(SYSTEM_ACTOR, failure),
      actor: SYSTEM_ACTOR,
      metadata: { ...failure },
    });
  }

  /** `largest` is the one that drove the alert most, in words. */
  async driversFound(
    alert: AlertRecord,
    found: DriversFoundMetadata,
    largest: string,
  ): Promise<void> {
    await this.#ofAlert(alert, {
      eventType: EVENT_TYPES.driversFound,
      message: messages.driversFound(SYSTEM_ACTOR, found, largest),
      actor: SYSTEM_ACTOR,
      metadata: { ...found },
    });
  }

  /** Nobody knows yet, or will, what drove a cost alert. */
  async driversFailed(
    alert: AlertRecord,
    failure: {
      readonly attempt: number;
      readonly attempts: number;
      readonly reason: string;
    },
  ): Promise<void> {
    await this.#ofAlert(alert, {
      eventType: EVENT_TYPES.driversFailed,
      message: messages.driversFailed(SYSTEM_ACTOR, failure),
      actor: SYSTEM_ACTOR,
      metadata: { ...failure },
    });
  }

  /** Makes a planned activity: what it is, the trail alone says. */
  async activityPlanned(
    projectId: string,
    id: string,
    plan: ActivityPlannedMetadata,
    actor: string,
  ): Promise<void> {
    await this.#ofActivity(
      { projectId, id },
      {
        eventType: EVENT_TYPES.activityPlanned,
        message: messages.activityPlanned(actor, plan),
        actor,
        metadata: { ...plan },
      },
    );
  }

  async activityCancelled(
    activity: PlannedActivityRecord,
    actor: string,
  ): Promise<void> {
    await this.#ofActivity(activity, {
      eventType: EVENT_TYPES.activityCancelled,
      message: messages.activityCancelled(actor, activity.reason),
      actor,
      metadata: { to: activity.to.toISOString(), reason: activity.reason },
    });
  }

  /** A finding of which nothing came, because of a planned activity. */
  async findingSuppressed(
    activity: PlannedActivityRecord,
    title: string,
    decision: FindingSuppressedMetadata,
  ): Promise<void> {
    await this.#ofActivity(activity, {
      eventType: EVENT_TYPES.findingSuppressed,
      message: messages.findingSuppressed(
        SYSTEM_ACTOR,
        title,
        activity,
        decision,
      ),
      actor: SYSTEM_ACTOR,
      metadata: { ...decision, title },
    });
  }

  /** `playbook` is the name of the one that made them. */
  async recommendationsCreated(
    recommendations: readonly SizedRecommendation[],
    playbook: string,
  ): Promise<void> {
    await this.#append(
      recommendations.map(recommendation => ({
        projectId: recommendation.projectId,
        entityType: 'recommendation',
        entityId: recommendation.id,
        eventType: EVENT_TYPES.created,
        message: messages.recommendationMade(
          SYSTEM_ACTOR,
          recommendation.title,
        ),
        actor: SYSTEM_ACTOR,
        metadata: {
          alertId: recommendation.alertId,
          playbook,
          recommendation: saidBy(recommendation),
        },
      })),
    );
  }

  async recommendationStatusChanged(
    recommendation: RecommendationRecord,
    change: AuditedStatusChange<RecommendationStatus>,
  ): Promise<void> {
    const { actor, ...moved } = change;
    const { title, alertId } = recommendation;
    await this.#ofRecommendation(recommendation, {
      eventType: EVENT_TYPES.statusChanged,
      message: messages.recommendationStatusChanged(actor, title, moved),
      actor,
      metadata: { alertId, ...moved },
    });
  }

  /** An absent `from` or `to` means nobody; the metadata says null. */
  async recommendationOwnerChanged(
    recommendation: RecommendationRecord,
    change: {
      readonly from?: string;
      readonly to?: string;
      readonly note?: string;
      readonly actor: string;
    },
  ): Promise<void> {
    const { actor, from, to, note } = change;
    const { title, alertId } = recommendation;
    await this.#ofRecommendation(recommendation, {
      eventType: EVENT_TYPES.ownerChanged,
      message: messages.ownerChanged(actor, title, change),
      actor,
      metadata: { alertId, from: from ?? null, to: to ?? null, note },
    });
  }

  async recommendationNoteAdded(
    recommendation: RecommendationRecord,
    change: { readonly note: string; readonly actor: string },
  ): Promise<void> {
    const { actor, note } = change;
    const { title, alertId } = recommendation;
    await this.#ofRecommendation(recommendation, {
      eventType: EVENT_TYPES.noteAdded,
      message: messages.noteAdded(actor, title, note),
      actor,
      metadata: { alertId, note },
    });
  }

  /** `from` is the impact before; what it is now, the recommendation says. */
  async recommendationResized(
    recommendation: SizedRecommendation,
    from: string,
  ): Promise<void> {
    const { alertId, impact: to, title } = recommendation;
    await this.#ofRecommendation(recommendation, {
      eventType: EVENT_TYPES.resized,
      message: messages.recommendationResized(SYSTEM_ACTOR, title, from, to),
      actor: SYSTEM_ACTOR,
      metadata: {
        alertId,
        from,
        to,
        recommendation: saidBy(recommendation),
      },
    });
  }

  async #ofAlert(
    alert: AlertRecord,
    event: Pick<NewEvent, 'eventType' | 'message' | 'actor' | 'metadata'>,
  ): Promise<void> {
    await this.#append([
      {
        projectId: alert.projectId,
        entityType: 'alert',
        entityId: alert.id,
        ...event,
      },
    ]);
  }

  async #ofActivity(
    activity: Pick<PlannedActivityRecord, 'id' | 'projectId'>,
    event: Pick<NewEvent, 'eventType' | 'message' | 'actor' | 'metadata'>,
  ): Promise<void> {
    await this.#append([
      {
        projectId: activity.projectId,
        entityType: 'alert',
        entityId: activity.id,
        ...event,
      },
    ]);
  }

  async #ofRecommendation(
    recommendation: RecommendationRecord,
    event: Pick<NewEvent, 'eventType' | 'message' | 'actor' | 'metadata'>,
  ): Promise<void> {
    await this.#append([
      {
        projectId: recommendation.projectId,
        entityType: 'recommendation',
        entityId: recommendation.id,
        ...event,
      },
    ]);
  }

  async #append(events: readonly NewEvent[]): Promise<void> {
    await this.#stores.events.append(events, this.#now);
  }
}

/** The columns that a finding decides, as they stand after it: with those of `created` the whole row. */
function shownAs(alert: AlertRecord) {
  return {
    severity: alert.severity,
    title: alert.title,
    description: alert.description,
    windowStart: alert.windowStart.toISOString(),
    windowEnd: alert.windowEnd.toISOString(),
    observedValue: alert.observedValue,
    baselineValue: alert.baselineValue,
    thresholdValue: alert.thresholdValue,
    ruleName: alert.ruleName,
  };
}

function openedAs(alert: AlertRecord) {
  return {
    ...shownAs(alert),
    alertType: alert.alertType,
    source: alert.source,
    detectedAt: alert.detectedAt.toISOString(),
    serviceName: alert.serviceName,
    metricName: alert.metricName,
  };
}

/** What a playbook decides. */
function saidBy(recommendation: SizedRecommendation) {
  const { title, actionSteps, impact, savesPerMonth } = recommendation;
  return { title, actionSteps, impact, savesPerMonth };
}
