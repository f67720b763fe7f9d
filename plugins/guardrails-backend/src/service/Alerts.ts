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
import type { AlertRecord, GuardrailsDatabase } from '../database/interfaces';
import type { AlertChanges } from './AlertChanges';
import { alertTimeline } from './alertTimeline';
import { alertNotFound } from './errors';
import type { ExpectedAlerts } from './ExpectedAlerts';
import type { GrantedCall, SeenVersion } from './GuardrailsService';
import type { AlertExplainer } from './interfaces';
import type { ProjectScope } from './ProjectScope';
import type { Savings } from './Savings';
import { pageAsked, timesAsked } from './questions';
import { etagOf } from './version';
import {
  alertView,
  eventView,
  recommendationView,
  type AlertContext,
} from './views';

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
    const { items, nextCursor, totalItems } = await this.#database.alerts.list(
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
    );
    const context = await this.#contextOf(items);
    return {
      items: items.map(alert => alertView(alert, context)),
      nextCursor,
      totalItems,
    };
  }

  async get(id: string, options: GrantedCall): Promise<AlertDetail> {
    return this.#detail(await this.#visible(id, options), options);
  }

  async evidence(id: string, options: GrantedCall): Promise<Evidence> {
    return this.#explainer.explain(await this.#visible(id, options));
  }

  async update(
    id: string,
    update: AlertUpdate,
    options: GrantedCall & SeenVersion,
  ): Promise<AlertDetail> {
    return this.#detail(await this.#changes.one(id, update, options), options);
  }

  async expect(
    id: string,
    expectation: Expectation,
    options: GrantedCall & SeenVersion,
  ): Promise<AlertDetail> {
    return this.#detail(
      await this.#expected.expect(id, expectation, options),
      options,
    );
  }

  async addNote(
    id: string,
    note: string,
    options: GrantedCall,
  ): Promise<AlertDetail> {
    return this.#detail(await this.#changes.note(id, note, options), options);
  }

  async updateSeveral(
    update: AlertBulkUpdate,
    options: GrantedCall,
  ): Promise<AlertBulkResult> {
    const outcomes = await this.#changes.several(update, options);
    const changed = outcomes.flatMap(each =>
      'alert' in each ? [each.alert] : [],
    );
    const context = await this.#contextOf(changed);
    return {
      items: outcomes.map(each =>
        'alert' in each
          ? { id: each.id, status: 200, alert: alertView(each.alert, context) }
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

  async #visible(id: string, { grants }: GrantedCall): Promise<AlertRecord> {
    const alert = await this.#database.alerts.byId(id);
    if (!alert || !grants.has(alertReadPermission, alert.projectId)) {
      throw alertNotFound(id);
    }
    return alert;
  }

  async #detail(
    alert: AlertRecord,
    options: GrantedCall,
  ): Promise<AlertDetail> {
    const { grants } = options;
    const { recommendations } = this.#database;
    const [context, advice, timeline] = await Promise.all([
      this.#contextOf([alert]),
      grants.has(recommendationReadPermission, alert.projectId)
        ? recommendations.byAlert(alert.id)
        : [],
      grants.has(eventReadPermission, alert.projectId)
        ? alertTimeline(alert, this.#database)
        : [],
    ]);
    const savings = await this.#savings.of(
      advice,
      new Map([[alert.id, alert]]),
      context.labels,
      options,
    );
    const project = context.labels.get(alert.projectId)!.name;
    return {
      ...alertView(alert, context),
      etag: etagOf(alert),
      recommendations: advice.map(each =>
        recommendationView(each, project, alert, savings.get(each.id)),
      ),
      events: timeline.map(each => eventView(each, project)),
    };
  }

  /** What the rows are shown with beside what they hold themselves. */
  async #contextOf(alerts: readonly AlertRecord[]): Promise<AlertContext> {
    const [labels, snoozes] = await Promise.all([
      this.#database.projects.labels(alerts.map(({ projectId }) => projectId)),
      this.#database.alerts.snoozes(
        alerts.map(({ id }) => id),
        this.#now(),
      ),
    ]);
    return { labels, snoozes };
  }
}
