/** Who may do what: asks the portal's policy before every call, so that every door to the service is guarded alike. */
import {
  activityPlanPermission,
  alertReadPermission,
  alertUpdatePermission,
  costReadPermission,
  eventReadPermission,
  jobReadPermission,
  jobRunPermission,
  recommendationReadPermission,
  recommendationUpdatePermission,
  type ActivityPlan,
  type AlertBulkUpdate,
  type AlertStatisticsQuery,
  type AlertUpdate,
  type BacktestQuery,
  type CostsQuery,
  type DetectionRulesQuery,
  type Expectation,
  type ExportEventsQuery,
  type JobId,
  type ListAlertsQuery,
  type ListEventsQuery,
  type ListPlannedActivitiesQuery,
  type ListProjectsQuery,
  type ListRecommendationsQuery,
  type ListSummariesQuery,
  type MetricsQuery,
  type ReconciliationQuery,
  type RecommendationUpdate,
  type SavingsQuery,
} from '@cloudops/plugin-guardrails-common';
import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import type { Permission } from '@backstage/plugin-permission-common';
import type {
  CallOptions,
  ChangeOptions,
  GrantedCall,
  GuardrailsService,
  KnownCredentials,
} from './GuardrailsService';
import type { Policy } from './Policy';

/** An alert is shown with its recommendations, what these save and its timeline, to those who may see these. */
const ALERT_DETAIL = [
  alertReadPermission,
  recommendationReadPermission,
  costReadPermission,
  eventReadPermission,
];

/** A recommendation is shown with what it tells of its alert, what it saves and its timeline, to those who may. */
const RECOMMENDATION_DETAIL = [
  recommendationReadPermission,
  alertReadPermission,
  costReadPermission,
  eventReadPermission,
];

/** What shows some of all three is shown to those who may see all: what is left out would read as zero. */
const MONEY_AND_WORK = [
  costReadPermission,
  alertReadPermission,
  recommendationReadPermission,
];

/** Who may not see a thing may not read what happened to it either. */
const TOLD_BY_EVENTS = [
  alertReadPermission,
  recommendationReadPermission,
  jobReadPermission,
];

/**
 * Every method names the permissions that the call is refused without, and those that decide what else its answer
 * shows. What they grant goes along with the call: the service inside looks for nothing beyond it.
 */
export class AuthorizedGuardrailsService implements GuardrailsService {
  readonly #service: GuardrailsService<GrantedCall>;
  readonly #policy: Policy;

  constructor(service: GuardrailsService<GrantedCall>, policy: Policy) {
    this.#service = service;
    this.#policy = policy;
  }

  async listProjects(query: ListProjectsQuery, options: CallOptions) {
    return this.#service.listProjects(
      query,
      await this.#granted(options, [costReadPermission]),
    );
  }

  async getProjectSummary(name: string, options: CallOptions) {
    return this.#service.getProjectSummary(
      name,
      await this.#granted(options, MONEY_AND_WORK),
    );
  }

  async listSummaries(query: ListSummariesQuery, options: CallOptions) {
    return this.#service.listSummaries(
      query,
      await this.#granted(options, MONEY_AND_WORK),
    );
  }

  async getCosts(query: CostsQuery, options: CallOptions) {
    return this.#service.getCosts(
      query,
      await this.#granted(options, [costReadPermission]),
    );
  }

  async getMetrics(query: MetricsQuery, options: CallOptions) {
    return this.#service.getMetrics(
      query,
      await this.#granted(options, [costReadPermission]),
    );
  }

  async getReconciliation(query: ReconciliationQuery, options: CallOptions) {
    return this.#service.getReconciliation(
      query,
      await this.#granted(options, [costReadPermission]),
    );
  }

  async listAlerts(query: ListAlertsQuery, options: CallOptions) {
    return this.#service.listAlerts(
      query,
      await this.#granted(options, [alertReadPermission]),
    );
  }

  async getAlertStatistics(query: AlertStatisticsQuery, options: CallOptions) {
    return this.#service.getAlertStatistics(
      query,
      await this.#granted(options, [alertReadPermission]),
    );
  }

  // An id is refused by the service inside, in the words of one that does not exist.

  async getAlert(id: string, options: CallOptions) {
    return this.#service.getAlert(
      id,
      await this.#granted(options, [], ALERT_DETAIL),
    );
  }

  async getAlertEvidence(id: string, options: CallOptions) {
    return this.#service.getAlertEvidence(
      id,
      await this.#granted(options, [], [alertReadPermission]),
    );
  }

  async updateAlert(id: string, update: AlertUpdate, options: ChangeOptions) {
    return this.#service.updateAlert(
      id,
      update,
      await this.#granted(
        options,
        [],
        [alertUpdatePermission, ...ALERT_DETAIL],
      ),
    );
  }

  async updateAlerts(update: AlertBulkUpdate, options: CallOptions) {
    return this.#service.updateAlerts(
      update,
      await this.#granted(
        options,
        [],
        [alertReadPermission, alertUpdatePermission],
      ),
    );
  }

  async addAlertNote(id: string, note: string, options: CallOptions) {
    return this.#service.addAlertNote(
      id,
      note,
      await this.#granted(
        options,
        [],
        [alertUpdatePermission, ...ALERT_DETAIL],
      ),
    );
  }

  async markAlertExpected(
    id: string,
    expectation: Expectation,
    options: ChangeOptions,
  ) {
    return this.#service.markAlertExpected(
      id,
      expectation,
      await this.#granted(
        options,
        [],
        [alertUpdatePermission, activityPlanPermission, ...ALERT_DETAIL],
      ),
    );
  }

  async listPlannedActivities(
    query: ListPlannedActivitiesQuery,
    options: CallOptions,
  ) {
    return this.#service.listPlannedActivities(
      query,
      await this.#granted(options, [alertReadPermission]),
    );
  }

  async getDetectionRules(query: DetectionRulesQuery, options: CallOptions) {
    return this.#service.getDetectionRules(
      query,
      await this.#granted(options, [alertReadPermission]),
    );
  }

  async getBacktest(query: BacktestQuery, options: CallOptions) {
    return this.#service.getBacktest(
      query,
      await this.#granted(options, [alertReadPermission]),
    );
  }

  // As an id, a project is refused by the service inside, in the words of one that does not exist.

  async planActivity(plan: ActivityPlan, options: CallOptions) {
    return this.#service.planActivity(
      plan,
      await this.#granted(
        options,
        [],
        [alertReadPermission, activityPlanPermission],
      ),
    );
  }

  async cancelPlannedActivity(id: string, options: CallOptions) {
    return this.#service.cancelPlannedActivity(
      id,
      await this.#granted(
        options,
        [],
        [alertReadPermission, activityPlanPermission],
      ),
    );
  }

  async listRecommendations(
    query: ListRecommendationsQuery,
    options: CallOptions,
  ) {
    return this.#service.listRecommendations(
      query,
      await this.#granted(
        options,
        [recommendationReadPermission],
        [alertReadPermission, costReadPermission],
      ),
    );
  }

  async getRecommendation(id: string, options: CallOptions) {
    return this.#service.getRecommendation(
      id,
      await this.#granted(options, [], RECOMMENDATION_DETAIL),
    );
  }

  async updateRecommendation(
    id: string,
    update: RecommendationUpdate,
    options: ChangeOptions,
  ) {
    return this.#service.updateRecommendation(
      id,
      update,
      await this.#granted(
        options,
        [],
        [recommendationUpdatePermission, ...RECOMMENDATION_DETAIL],
      ),
    );
  }

  async getSavings(query: SavingsQuery, options: CallOptions) {
    return this.#service.getSavings(
      query,
      await this.#granted(options, MONEY_AND_WORK),
    );
  }

  async listEvents(query: ListEventsQuery, options: CallOptions) {
    return this.#service.listEvents(
      query,
      await this.#granted(options, [eventReadPermission], TOLD_BY_EVENTS),
    );
  }

  async exportEvents(query: ExportEventsQuery, options: CallOptions) {
    return this.#service.exportEvents(
      query,
      await this.#granted(options, [eventReadPermission], TOLD_BY_EVENTS),
    );
  }

  async listJobs(options: CallOptions) {
    return this.#service.listJobs(
      await this.#granted(options, [jobReadPermission]),
    );
  }

  async runJob(id: JobId, options: CallOptions) {
    return this.#service.runJob(
      id,
      await this.#granted(options, [jobRunPermission]),
    );
  }

  async #granted<C extends CallOptions>(
    options: C,
    required: readonly Permission[],
    also: readonly Permission[] = [],
  ): Promise<C & GrantedCall> {
    const { credentials } = options;
    assertKnown(credentials);
    const grants = await this.#policy.grants({ credentials }, [
      ...required,
      ...also,
    ]);
    grants.assert(...required);
    return { ...options, credentials, grants };
  }
}

/** @throws AuthenticationError when nobody is known to call */
function assertKnown(
  credentials: BackstageCredentials,
): asserts credentials is KnownCredentials {
  const { type } = credentials.principal as { type?: string };
  if (type !== 'user' && type !== 'service') {
    throw new AuthenticationError(
      'Guardrails acts on behalf of a signed-in user or a service only',
    );
  }
}
