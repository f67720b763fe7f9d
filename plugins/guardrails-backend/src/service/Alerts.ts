/** Answers alerts with all that belongs to them, and moves them through their workflow. */
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import {
  alertReadPermission,
  alertUpdatePermission,
  eventReadPermission,
  recommendationReadPermission,
  type AlertDetail,
  type AlertList,
  type AlertUpdate,
  type Evidence,
  type ListAlertsQuery,
} from '@cloudops/plugin-guardrails-common';
import { AuditTrail } from '../audit';
import type { AlertRecord, GuardrailsDatabase } from '../database/interfaces';
import { alertWorkflow } from '../workflow';
import type { Caller } from './Caller';
import { alertNotFound, changedMeanwhile } from './errors';
import { notGranted } from './Grants';
import type { GrantedCall, SeenVersion } from './GuardrailsService';
import type { AlertExplainer } from './interfaces';
import type { ProjectScope } from './ProjectScope';
import { pageAsked, timesAsked } from './questions';
import { assertVersion, etagOf } from './version';
import { alertView, eventView, recommendationView } from './views';

export class Alerts {
  readonly #database: GuardrailsDatabase;
  readonly #scope: ProjectScope;
  readonly #caller: Caller;
  readonly #explainer: AlertExplainer;
  readonly #now: () => Date;

  constructor(options: {
    database: GuardrailsDatabase;
    scope: ProjectScope;
    caller: Caller;
    explainer: AlertExplainer;
    now: () => Date;
  }) {
    this.#database = options.database;
    this.#scope = options.scope;
    this.#caller = options.caller;
    this.#explainer = options.explainer;
    this.#now = options.now;
  }

  async list(query: ListAlertsQuery, options: GrantedCall): Promise<AlertList> {
    const times = timesAsked(query);
    const { ids, names } = await this.#scope.several(
      query,
      options,
      alertReadPermission,
    );
    const { items, nextCursor, totalItems } = await this.#database.alerts.list(
      {
        ...times,
        projectIds: ids,
        status: query.status,
        alertType: query.type,
        severity: query.severity,
        serviceName: query.service,
      },
      { ...pageAsked(query), order: query.order ?? 'detectedAt' },
    );
    const context = { names, currencies: await this.#currenciesOf(items) };
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

  /** The row and its event are written together, or neither is. */
  async update(
    id: string,
    { status: to, note }: AlertUpdate,
    options: GrantedCall & SeenVersion,
  ): Promise<AlertDetail> {
    const actor = await this.#caller.actorOf(options);
    const now = this.#now();
    const changed = await this.#database
      .transaction(async stores => {
        const alert = await stores.alerts.byIdForUpdate(id);
        assertMayUpdate(id, alert, options);
        assertVersion(options.ifMatch, alert);
        const from = alert.status;
        alertWorkflow.assertTransition(from, to);
        const moved = await stores.alerts.transition(id, { from, to }, now);
        if (!moved) throw changedMeanwhile();
        await new AuditTrail(stores, now).alertStatusChanged(moved, {
          from,
          to,
          note,
          actor,
        });
        return moved;
      })
      .catch(error => {
        throw isDatabaseConflictError(error) ? newerAlertIsOpen() : error;
      });
    return this.#detail(changed, options);
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
    { grants }: GrantedCall,
  ): Promise<AlertDetail> {
    const { projects, recommendations, events } = this.#database;
    const [all, advice, timeline, currencies] = await Promise.all([
      projects.list(),
      grants.has(recommendationReadPermission, alert.projectId)
        ? recommendations.byAlert(alert.id)
        : [],
      grants.has(eventReadPermission, alert.projectId)
        ? events.byEntity('alert', alert.id)
        : [],
      this.#currenciesOf([alert]),
    ]);
    const names = new Map(all.map(({ id, name }) => [id, name]));
    const project = names.get(alert.projectId)!;
    return {
      ...alertView(alert, { names, currencies }),
      etag: etagOf(alert),
      recommendations: advice.map(each =>
        recommendationView(each, project, alert),
      ),
      events: timeline.map(each => eventView(each, project)),
    };
  }

  async #currenciesOf(
    alerts: readonly AlertRecord[],
  ): Promise<Map<string, string>> {
    return this.#database.costs.currencies([
      ...new Set(alerts.map(({ projectId }) => projectId)),
    ]);
  }
}

/** @throws NotFoundError when there is none that the caller may see, NotAllowedError when they may only see it */
function assertMayUpdate(
  id: string,
  alert: AlertRecord | undefined,
  { grants }: GrantedCall,
): asserts alert is AlertRecord {
  if (!alert || !grants.has(alertReadPermission, alert.projectId)) {
    throw alertNotFound(id);
  }
  if (!grants.has(alertUpdatePermission, alert.projectId)) {
    throw notGranted(alertUpdatePermission);
  }
}

/** Reopening an alert of which a newer one is still unresolved. */
function newerAlertIsOpen(): ConflictError {
  return new ConflictError(
    'status: this alert cannot be reopened, because a newer alert of the same series is not resolved yet; work on that one',
  );
}
