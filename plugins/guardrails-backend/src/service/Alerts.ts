/** Answers alerts with all that belongs to them. */
import {
  alertReadPermission,
  eventReadPermission,
  recommendationReadPermission,
  type AlertBulkResult,
  type AlertBulkUpdate,
  type AlertDetail,
  type AlertList,
  type AlertUpdate,
  type Evidence,
  type Expectation,
  type ListAlertsQuery,
} from '@cloudops/plugin-guardrails-common';
import type {
  AlertRecord,
  GuardrailsDatabase,
  ShownAlert,
} from '../database/interfaces';
import type { AlertChanges } from './AlertChanges';
import { alertTimeline } from './alertTimeline';
import { alertNotFound, readBack } from './errors';
import type { ExpectedAlerts } from './ExpectedAlerts';
import type { GrantedCall, SeenVersion } from './GuardrailsService';
import type { AlertExplainer } from './interfaces';
import type { ProjectScope } from './ProjectScope';
import type { Savings } from './Savings';
import { pageAsked, timesAsked } from './questions';
import { etagOf } from './version';
import { alertView, eventView, recommendationView } from './views';

/** Of the refusals that one alert of several may meet. */
const STATUS_OF: Readonly<Record<string, number>> = {
  NotAllowedError: 403,
  NotFoundError: 404,
  ConflictError: 409,
};

export class Alerts {
  readonly #database: GuardrailsDatabase;
  readonly #scope: ProjectScope;
  readonly #changes: AlertChanges;
  readonly #expected: ExpectedAlerts;
  readonly #explainer: AlertExplainer;
  readonly #savings: Savings;
  readonly #now: () => Date;

  constructor(options: {
    database: GuardrailsDatabase;
    scope: ProjectScope;
    changes: AlertChanges;
    expected: ExpectedAlerts;
    explainer: AlertExplainer;
    savings: Savings;
    now: () => Date;
  }) {
    this.#database = options.database;
    this.#scope = options.scope;
    this.#changes = options.changes;
    this.#expected = options.expected;
    this.#explainer = options.explainer;
    this.#savings = options.savings;
    this.#now = options.now;
  }

  async list(query: ListAlertsQuery, options: GrantedCall): Promise<AlertList> {
    const times = timesAsked(query);
    const resolved = timesAsked(
      { from: query.resolvedFrom, to: query.resolvedTo },
      ['resolvedFrom', 'resolvedTo'],
    );
    const projectIds = await this.#scope.ids(
      query,
      options,
      alertReadPermission,
    );
    const { items, nextCursor, totalItems } =
      await this.#database.alerts.listShown(
        {
          ...times,
          projectIds,
          status: query.status,
          alertType: query.type,
          severity: query.severity,
          serviceName: query.service,
          snoozed: query.snoozed && {
            is: query.snoozed === 'true',
            at: this.#now(),
          },
          resolvedFrom: resolved.from,
          resolvedTo: resolved.to,
        },
        { ...pageAsked(query), order: query.order ?? 'detectedAt' },
        this.#now(),
      );
    return {
      items: items.map(alertView),
      nextCursor,
      totalItems,
    };
  }

  async get(id: string, options: GrantedCall): Promise<AlertDetail> {
    const [alert] = await this.#database.alerts.shown([id], this.#now());
    assertVisible(id, alert, options);
    return this.#detail(alert, options);
  }

  async evidence(id: string, options: GrantedCall): Promise<Evidence> {
    const alert = await this.#database.alerts.byId(id);
    assertVisible(id, alert, options);
    return this.#explainer.explain(alert);
  }

  async update(
    id: string,
    update: AlertUpdate,
    options: GrantedCall & SeenVersion,
  ): Promise<AlertDetail> {
    return this.#changed(await this.#changes.one(id, update, options), options);
  }

  async expect(
    id: string,
    expectation: Expectation,
    options: GrantedCall & SeenVersion,
  ): Promise<AlertDetail> {
    return this.#changed(
      await this.#expected.expect(id, expectation, options),
      options,
    );
  }

  async addNote(
    id: string,
    note: string,
    options: GrantedCall,
  ): Promise<AlertDetail> {
    return this.#changed(await this.#changes.note(id, note, options), options);
  }

  async updateSeveral(
    update: AlertBulkUpdate,
    options: GrantedCall,
  ): Promise<AlertBulkResult> {
    const outcomes = await this.#changes.several(update, options);
    return {
      items: outcomes.map(each =>
        'alert' in each
          ? {
              id: each.id,
              status: 200,
              alert: alertView(each.alert),
            }
          : {
              id: each.id,
              status: STATUS_OF[each.refusal.name],
              error: {
                name: each.refusal.name,
                message: each.refusal.message,
              },
            },
      ),
    };
  }

  /** As it was changed: what it is shown with is read anew. */
  async #changed(
    alert: AlertRecord,
    options: GrantedCall,
  ): Promise<AlertDetail> {
    const { alerts } = this.#database;
    return readBack(
      alerts
        .shown([alert.id], this.#now())
        .then(([shown]) => this.#detail({ ...shown, ...alert }, options)),
    );
  }

  async #detail(alert: ShownAlert, options: GrantedCall): Promise<AlertDetail> {
    const { grants } = options;
    const { recommendations } = this.#database;
    const [advice, timeline] = await Promise.all([
      grants.has(recommendationReadPermission, alert.projectId)
        ? recommendations.byAlert(alert.id)
        : [],
      grants.has(eventReadPermission, alert.projectId)
        ? alertTimeline(alert, this.#database)
        : [],
    ]);
    const savings = await this.#savings.of(
      advice.map(each => ({ ...each, alert, project: alert.project })),
      options,
    );
    const project = alert.project.name;
    return {
      ...alertView(alert),
      etag: etagOf(alert),
      recommendations: advice.map(each =>
        recommendationView(each, project, alert, savings.get(each.id)),
      ),
      events: timeline.map(each => eventView(each, project, alert.title)),
    };
  }
}

/** @throws NotFoundError when there is none that the caller may see */
function assertVisible(
  id: string,
  alert: AlertRecord | undefined,
  { grants }: GrantedCall,
): asserts alert is AlertRecord {
  if (!alert || !grants.has(alertReadPermission, alert.projectId)) {
    throw alertNotFound(id);
  }
}
