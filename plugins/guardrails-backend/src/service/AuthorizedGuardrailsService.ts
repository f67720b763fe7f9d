/** Who may do what: asks the portal's policy before every call, so that every door to the service is guarded alike. */
import type { PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  alertReadPermission,
  alertUpdatePermission,
  costReadPermission,
  eventReadPermission,
  jobReadPermission,
  jobRunPermission,
  recommendationReadPermission,
  recommendationUpdatePermission,
  type AlertDetail,
  type AlertUpdate,
  type CostsQuery,
  type EventEntityType,
  type JobId,
  type ListAlertsQuery,
  type ListEventsQuery,
  type ListProjectsQuery,
  type ListRecommendationsQuery,
  type MetricsQuery,
  type Recommendation,
  type RecommendationDetail,
  type RecommendationUpdate,
} from '@cloudops/plugin-guardrails-common';
import { alertNotFound, recommendationNotFound } from './errors';
import type {
  CallOptions,
  ChangeOptions,
  GuardrailsService,
} from './GuardrailsService';

/** Who may not see a thing may not read what happened to it either. */
const READ_PERMISSION_OF: Readonly<Record<EventEntityType, BasicPermission>> = {
  alert: alertReadPermission,
  recommendation: recommendationReadPermission,
  job: jobReadPermission,
};

export class AuthorizedGuardrailsService implements GuardrailsService {
  readonly #service: GuardrailsService;
  readonly #permissions: PermissionsService;

  constructor(service: GuardrailsService, permissions: PermissionsService) {
    this.#service = service;
    this.#permissions = permissions;
  }

  async listProjects(query: ListProjectsQuery, options: CallOptions) {
    await this.#require(options, costReadPermission);
    return this.#service.listProjects(query, options);
  }

  async getProjectSummary(name: string, options: CallOptions) {
    // A summary shows some of all three, and a count that is left out would read as zero.
    await this.#require(
      options,
      costReadPermission,
      alertReadPermission,
      recommendationReadPermission,
    );
    return this.#service.getProjectSummary(name, options);
  }

  async getCosts(query: CostsQuery, options: CallOptions) {
    await this.#require(options, costReadPermission);
    return this.#service.getCosts(query, options);
  }

  async getMetrics(query: MetricsQuery, options: CallOptions) {
    await this.#require(options, costReadPermission);
    return this.#service.getMetrics(query, options);
  }

  async listAlerts(query: ListAlertsQuery, options: CallOptions) {
    await this.#require(options, alertReadPermission);
    return this.#service.listAlerts(query, options);
  }

  async getAlert(id: string, options: CallOptions) {
    await this.#requireVisible(options, alertReadPermission, alertNotFound(id));
    return this.#visibleAlert(
      await this.#service.getAlert(id, options),
      options,
    );
  }

  async getAlertEvidence(id: string, options: CallOptions) {
    await this.#requireVisible(options, alertReadPermission, alertNotFound(id));
    return this.#service.getAlertEvidence(id, options);
  }

  async updateAlert(id: string, update: AlertUpdate, options: ChangeOptions) {
    await this.#requireVisible(options, alertReadPermission, alertNotFound(id));
    await this.#require(options, alertUpdatePermission);
    return this.#visibleAlert(
      await this.#service.updateAlert(id, update, options),
      options,
    );
  }

  async listRecommendations(
    query: ListRecommendationsQuery,
    options: CallOptions,
  ) {
    await this.#require(options, recommendationReadPermission);
    const list = await this.#service.listRecommendations(query, options);
    return {
      ...list,
      items: await this.#withVisibleAlerts(list.items, options),
    };
  }

  async getRecommendation(id: string, options: CallOptions) {
    await this.#requireVisible(
      options,
      recommendationReadPermission,
      recommendationNotFound(id),
    );
    return this.#visibleRecommendation(
      await this.#service.getRecommendation(id, options),
      options,
    );
  }

  async updateRecommendation(
    id: string,
    update: RecommendationUpdate,
    options: ChangeOptions,
  ) {
    await this.#requireVisible(
      options,
      recommendationReadPermission,
      recommendationNotFound(id),
    );
    await this.#require(options, recommendationUpdatePermission);
    return this.#visibleRecommendation(
      await this.#service.updateRecommendation(id, update, options),
      options,
    );
  }

  async listEvents(query: ListEventsQuery, options: CallOptions) {
    await this.#require(options, eventReadPermission);
    const denied = await this.#deniedOf(
      options,
      Object.values(READ_PERMISSION_OF),
    );
    const types = Object.keys(READ_PERMISSION_OF) as EventEntityType[];
    return this.#service.listEvents(query, {
      ...options,
      ...(denied.length > 0 && {
        visible: types.filter(
          type => !denied.includes(READ_PERMISSION_OF[type]),
        ),
      }),
    });
  }

  async listJobs(options: CallOptions) {
    await this.#require(options, jobReadPermission);
    return this.#service.listJobs(options);
  }

  async runJob(id: JobId, options: CallOptions) {
    await this.#require(options, jobRunPermission);
    return this.#service.runJob(id, options);
  }

  async #deniedOf(
    options: CallOptions,
    permissions: readonly BasicPermission[],
  ): Promise<BasicPermission[]> {
    const decisions = await this.#permissions.authorize(
      permissions.map(permission => ({ permission })),
      { credentials: options.credentials },
    );
    return permissions.filter(
      (_, i) => decisions[i].result !== AuthorizeResult.ALLOW,
    );
  }

  async #require(
    options: CallOptions,
    ...permissions: BasicPermission[]
  ): Promise<void> {
    const denied = await this.#deniedOf(options, permissions);
    if (denied.length > 0) {
      throw new NotAllowedError(
        `The portal's policy does not grant you ${denied
          .map(({ name }) => `'${name}'`)
          .join(', ')}`,
      );
    }
  }

  async #requireVisible(
    options: CallOptions,
    permission: BasicPermission,
    notFound: Error,
  ): Promise<void> {
    if ((await this.#deniedOf(options, [permission])).length > 0)
      throw notFound;
  }

  /** An alert with its recommendations and its events, for those who may see these. */
  async #visibleAlert(
    alert: AlertDetail,
    options: CallOptions,
  ): Promise<AlertDetail> {
    const denied = await this.#deniedOf(options, [
      recommendationReadPermission,
      eventReadPermission,
    ]);
    return {
      ...alert,
      ...(denied.includes(recommendationReadPermission) && {
        recommendations: [],
      }),
      ...(denied.includes(eventReadPermission) && { events: [] }),
    };
  }

  /** A recommendation with its alert and its events, for those who may see these. */
  async #visibleRecommendation(
    detail: RecommendationDetail,
    options: CallOptions,
  ): Promise<RecommendationDetail> {
    const [recommendation] = await this.#withVisibleAlerts([detail], options);
    const denied = await this.#deniedOf(options, [eventReadPermission]);
    return denied.length > 0
      ? { ...recommendation, events: [] }
      : recommendation;
  }

  /** What recommendations tell of their alerts, for those who may see alerts. */
  async #withVisibleAlerts<T extends Recommendation>(
    recommendations: T[],
    options: CallOptions,
  ): Promise<T[]> {
    const denied = await this.#deniedOf(options, [alertReadPermission]);
    return denied.length > 0
      ? recommendations.map(each => ({
          ...each,
          alertTitle: undefined,
          alertSeverity: undefined,
        }))
      : recommendations;
  }
}
