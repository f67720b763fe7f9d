/**
 * Notifies the owners of a project's entities through Backstage's notifications when an alert opens, escalates or is
 * resolved. One notification for each alert: a later one replaces it. Who wants to hear of what and when is left to
 * Backstage's own settings, by topic.
 */
import type { AuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  NotificationPayload,
  NotificationSeverity,
} from '@backstage/plugin-notifications-common';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Severity } from '@cloudops/plugin-guardrails-common';
import { ALERT_TOPICS } from '@cloudops/plugin-guardrails-node';
import { EVENT_TYPES } from '../../audit';
import type { ProjectOwners } from '../../permissions';
import type { Happening, Outlet } from '../interfaces';

const SEVERITY: Readonly<Record<Severity, NotificationSeverity>> = {
  high: 'high',
  medium: 'normal',
  low: 'low',
};

export class NotificationOutlet implements Outlet {
  readonly name = 'notifications';
  readonly #notifications: NotificationService;
  readonly #owners: Pick<ProjectOwners, 'byProject'>;
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;

  constructor(options: {
    readonly notifications: NotificationService;
    readonly owners: Pick<ProjectOwners, 'byProject'>;
    readonly catalog: CatalogService;
    readonly auth: AuthService;
  }) {
    this.#notifications = options.notifications;
    this.#owners = options.owners;
    this.#catalog = options.catalog;
    this.#auth = options.auth;
  }

  async deliver(happening: Happening) {
    const lead = leadOf(happening);
    if (lead === undefined) {
      return { skipped: 'no news that anybody is notified of' };
    }
    const { snoozedUntil, announcement } = happening;
    if (snoozedUntil && announcement?.topic === ALERT_TOPICS.changed) {
      return { skipped: `snoozed until ${snoozedUntil.toISOString()}` };
    }
    const skipped = overtaken(happening, lead);
    if (skipped) return { skipped };
    const owners = (await this.#owners.byProject()).get(happening.project);
    if (!owners || owners.size === 0) {
      return {
        skipped: `no catalog entity of project '${happening.project}' has an owner`,
      };
    }
    try {
      await this.#notifications.send({
        recipients: {
          type: 'entity',
          entityRef: [...owners],
          excludeEntityRef: await this.#personOf(happening.event.actor),
        },
        payload: payloadOf(happening, lead),
      });
    } catch (error) {
      if (isNotInstalled(error)) {
        return { skipped: 'the portal has no notifications plugin' };
      }
      throw error;
    }
    return 'delivered' as const;
  }

  /** Who did it need not be told; the trail knows people by their email where they have one. */
  async #personOf(actor: string): Promise<string | undefined> {
    if (actor.startsWith('user:')) {
      return actor;
    }
    if (!actor.includes('@')) {
      return undefined;
    }
    const { items } = await this.#catalog.queryEntities(
      {
        filter: { kind: 'User', 'spec.profile.email': actor },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
        limit: 1,
      },
      { credentials: await this.#auth.getOwnServiceCredentials() },
    );
    return items[0] && stringifyEntityRef(items[0]);
  }
}

/**
 * Why a notification would be wrong by now. One stands for the alert, and the last one told is what people see of it: it
 * may come late, after a failure or from a slow replica. Judged by the alert as it is when it is told, and not as it was.
 */
function overtaken({ alert }: Happening, lead: string): string | undefined {
  const isOver = alert.status === 'resolved';
  if (lead === 'Resolved') {
    return isOver ? undefined : 'its alert is open again meanwhile';
  }
  return isOver ? 'its alert is resolved meanwhile' : undefined;
}

/** The word that a notification begins with; undefined for what nobody is notified of. */
function leadOf({ event, announcement }: Happening): string | undefined {
  if (event.eventType === EVENT_TYPES.escalated) {
    return 'Worse';
  }
  switch (announcement?.topic) {
    case ALERT_TOPICS.opened:
      return event.eventType === EVENT_TYPES.created ? 'New' : 'Reopened';
    case ALERT_TOPICS.resolved:
      return 'Resolved';
    default:
      return undefined;
  }
}

function payloadOf(
  { alert, event, project }: Happening,
  lead: string,
): NotificationPayload {
  const isOver = lead === 'Resolved';
  return {
    title: `${lead}: ${alert.title} (${project})`,
    description: isOver ? event.message : alert.description,
    link: `/guardrails/alerts/${alert.id}`,
    severity: isOver ? 'low' : SEVERITY[alert.severity],
    topic: alert.alertType,
    scope: `alert:${alert.id}`,
  };
}

/** The client of the notifications plugin says only in words that nothing answers there. */
function isNotInstalled(error: unknown): boolean {
  const { statusCode, response, message } = error as {
    statusCode?: number;
    response?: { status?: number };
    message?: string;
  };
  return (
    (statusCode ?? response?.status) === 404 ||
    /\b404\b/.test(String(message ?? ''))
  );
}
