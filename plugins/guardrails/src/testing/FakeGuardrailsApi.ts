/** The Guardrails API in memory, for tests and for the plugin's development app. */
import type {
  ActivityPlan,
  Alert,
  AlertDetail,
  AlertStatus,
  AlertBulkResult,
  AlertBulkUpdate,
  AlertStatistics,
  AlertStatisticsQuery,
  AlertUpdate,
  AuditEvent,
  ChangeOptions,
  CostsQuery,
  Backtest,
  BacktestQuery,
  DetectionRules,
  DetectionRulesQuery,
  Evidence,
  Expectation,
  ExportEventsQuery,
  GuardrailsApi,
  Job,
  JobId,
  ListAlertsQuery,
  ListEventsQuery,
  ListPlannedActivitiesQuery,
  ListProjectsQuery,
  ListRecommendationsQuery,
  ListSummariesQuery,
  MetricsQuery,
  PlannedActivity,
  Project,
  ProjectSummary,
  Recommendation,
  RecommendationDetail,
  RecommendationStatus,
  ReconciledAccount,
  ReconciliationQuery,
  RecommendationUpdate,
  RequestOptions,
  SavingsList,
  SavingsQuery,
} from '@cloudops/plugin-guardrails-common';
import { daysBefore, utcDay } from '../format';
import { aBacktest, anEvent, aRun } from './builders';
import {
  activitiesOf,
  alertsOf,
  eventsOf,
  newestFirst,
  page,
  recommendationsOf,
  savingsOf,
  statisticsOf,
} from './answers';
import { RecordedCalls } from './RecordedCalls';
import { refusal } from './refusal';
import { costReport, StoredCosts } from './StoredCosts';

export type ApiMethod = keyof GuardrailsApi;

export interface FakeData {
  readonly projects?: readonly Project[];
  readonly summaries?: readonly ProjectSummary[];
  /** Project → stored daily amounts. */
  readonly costs?: Readonly<Record<string, StoredCosts>>;
  readonly alerts?: readonly Alert[];
  readonly recommendations?: readonly Recommendation[];
  readonly evidence?: readonly Evidence[];
  readonly events?: readonly AuditEvent[];
  readonly plannedActivities?: readonly PlannedActivity[];
  readonly jobs?: readonly Job[];
  readonly statistics?: AlertStatistics;
  readonly rules?: DetectionRules['rules'];
  /** Annotations that cannot be used. */
  readonly ruleProblems?: readonly string[];
  /** What every trial of a rule answers. */
  readonly backtest?: Backtest;
  readonly reconciledAccounts?: readonly ReconciledAccount[];
  /** Who changes what is changed; an email. */
  readonly actor?: string;
  readonly now?: () => Date;
}

const ALERT_TRANSITIONS: Readonly<Record<AlertStatus, AlertStatus[]>> = {
  open: ['acknowledged', 'resolved'],
  acknowledged: ['resolved', 'open'],
  resolved: ['open'],
};

const RECOMMENDATION_TRANSITIONS: Readonly<
  Record<RecommendationStatus, RecommendationStatus[]>
> = {
  open: ['in_progress', 'done', 'dismissed'],
  in_progress: ['done', 'dismissed', 'open'],
  done: ['open'],
  dismissed: ['open'],
};

/** Answers as the backend does, from what it was given; records every call; refuses or waits when told to. */
export class FakeGuardrailsApi
  extends RecordedCalls<ApiMethod>
  implements GuardrailsApi
{
  readonly #projects: readonly Project[];
  #summaries: readonly ProjectSummary[];
  readonly #costs: Readonly<Record<string, StoredCosts>>;
  readonly #evidence: readonly Evidence[];
  #alerts: readonly Alert[];
  #recommendations: readonly Recommendation[];
  #events: readonly AuditEvent[];
  #activities: readonly PlannedActivity[];
  #jobs: readonly Job[];
  readonly #statistics: AlertStatistics | undefined;
  readonly #rules: Pick<DetectionRules, 'rules' | 'problems'>;
  readonly #backtest: Backtest;
  readonly #reconciledAccounts: readonly ReconciledAccount[];
  readonly #actor: string;
  readonly #now: () => Date;
  #stamps = 0;

  constructor(data: FakeData = {}) {
    super();
    const summaries = data.summaries ?? [];
    this.#summaries = summaries;
    this.#projects = data.projects ?? summaries.map(({ project }) => project);
    this.#costs = data.costs ?? {};
    this.#alerts = data.alerts ?? [];
    this.#recommendations = data.recommendations ?? [];
    this.#evidence = data.evidence ?? [];
    this.#events = data.events ?? [];
    this.#activities = data.plannedActivities ?? [];
    this.#jobs = data.jobs ?? [];
    this.#statistics = data.statistics;
    this.#rules = {
      rules: data.rules ?? [],
      problems: [...(data.ruleProblems ?? [])],
    };
    this.#backtest = data.backtest ?? aBacktest();
    this.#reconciledAccounts = data.reconciledAccounts ?? [];
    this.#actor = data.actor ?? 'ana@example.com';
    this.#now = data.now ?? (() => new Date());
  }

  /** Someone else's change, or a run of a job: the data another call will find. */
  change(
    data: Pick<FakeData, 'alerts' | 'recommendations' | 'jobs' | 'summaries'>,
  ): void {
    this.#alerts = data.alerts ?? this.#alerts;
    this.#recommendations = data.recommendations ?? this.#recommendations;
    this.#jobs = data.jobs ?? this.#jobs;
    this.#summaries = data.summaries ?? this.#summaries;
  }

  async listProjects(query: ListProjectsQuery = {}) {
    await this.answering('listProjects', query);
    return {
      items: this.#projects.filter(
        ({ name }) => query.project === undefined || name === query.project,
      ),
    };
  }

  async getProjectSummary(name: string, _options?: RequestOptions) {
    await this.answering('getProjectSummary', name);
    const summary = this.#summaries.find(each => each.project.name === name);
    if (!summary) throw await refusal(404, `There is no project '${name}'`);
    return summary;
  }

  async listSummaries(query: ListSummariesQuery = {}) {
    await this.answering('listSummaries', query);
    const found = this.#summaries
      .filter(({ project }) => !query.project || project.name === query.project)
      .sort((a, b) => a.project.name.localeCompare(b.project.name));
    return page(found, query);
  }

  async getCosts(query: CostsQuery, _options?: RequestOptions) {
    await this.answering('getCosts', query);
    const project = query.project ?? '';
    const costs = this.#costs[project];
    if (!costs) throw await refusal(404, `There is no project '${project}'`);
    return costReport(project, costs, query, utcDay(this.#now()));
  }

  async getMetrics(query: MetricsQuery) {
    await this.answering('getMetrics', query);
    return {
      project: query.project ?? '',
      metric: query.metric,
      unit: 'count' as const,
      from: query.from ?? this.#now().toISOString(),
      to: query.to ?? this.#now().toISOString(),
      resolution: 300,
      points: [],
    };
  }

  /** Shares are those that were given, whatever the range. */
  async getReconciliation(
    query: ReconciliationQuery = {},
    _options?: RequestOptions,
  ) {
    await this.answering('getReconciliation', query);
    const yesterday = daysBefore(utcDay(this.#now()), 1);
    const { from = daysBefore(yesterday, 29), to = yesterday } = query;
    return {
      from,
      to,
      accounts: this.#reconciledAccounts
        .filter(
          ({ accountId }) =>
            query.accountId === undefined || accountId === query.accountId,
        )
        .map(account => ({
          ...account,
          days: account.days.filter(({ date }) => date >= from && date <= to),
        })),
    };
  }

  async getDetectionRules(query: DetectionRulesQuery = {}) {
    await this.answering('getDetectionRules', query);
    return { project: query.project, ...this.#rules };
  }

  async getBacktest(query: BacktestQuery): Promise<Backtest> {
    await this.answering('getBacktest', query);
    return {
      ...this.#backtest,
      project: query.project ?? 'default',
      rule: query.rule,
    };
  }

  async listAlerts(query: ListAlertsQuery = {}, _options?: RequestOptions) {
    await this.answering('listAlerts', query);
    return page(alertsOf(this.#alerts, query), query);
  }

  /** What it was given; otherwise counts alone: how long the answers took is not known of what it was given. */
  async getAlertStatistics(
    query: AlertStatisticsQuery = {},
  ): Promise<AlertStatistics> {
    await this.answering('getAlertStatistics', query);
    if (this.#statistics) return this.#statistics;
    return statisticsOf(this.#alerts, query, this.#now());
  }

  async getAlert(id: string, _options?: RequestOptions): Promise<AlertDetail> {
    await this.answering('getAlert', id);
    return this.#alertDetail(await this.#alert(id));
  }

  async getAlertEvidence(id: string, _options?: RequestOptions) {
    await this.answering('getAlertEvidence', id);
    const evidence = this.#evidence.find(each => each.alertId === id);
    if (!evidence) throw await refusal(404, `There is no alert '${id}'`);
    return evidence;
  }

  async updateAlert(
    id: string,
    update: AlertUpdate,
    options: ChangeOptions = {},
  ): Promise<AlertDetail> {
    await this.answering('updateAlert', id, update, options);
    const before = await this.#alert(id);
    await this.#checkVersion(before, options);
    return this.#alertDetail(await this.#changedAlert(before, update));
  }

  async updateAlerts(
    { ids, ...update }: AlertBulkUpdate,
    _options?: RequestOptions,
  ): Promise<AlertBulkResult> {
    await this.answering('updateAlerts', { ids, ...update });
    const items: AlertBulkResult['items'] = [];
    for (const id of ids) {
      try {
        const alert = await this.#changedAlert(await this.#alert(id), update);
        items.push({ id, status: 200, alert });
      } catch (error: any) {
        const { name, message } = error.body.error;
        items.push({ id, status: error.statusCode, error: { name, message } });
      }
    }
    return { items };
  }

  async addAlertNote(
    id: string,
    note: string,
    _options?: RequestOptions,
  ): Promise<AlertDetail> {
    await this.answering('addAlertNote', id, note);
    const alert = await this.#alert(id);
    this.#record('alert', alert, 'note_added', { note });
    return this.#alertDetail(alert);
  }

  async #changedAlert(
    before: Alert,
    { status, snoozedUntil, note }: AlertUpdate,
  ): Promise<Alert> {
    if (status) await this.#checkTransition(before, status);
    const now = this.#stamp();
    const after: Alert = {
      ...before,
      ...(status && {
        status,
        allowedTransitions: ALERT_TRANSITIONS[status],
        acknowledgedAt: status === 'acknowledged' ? now : undefined,
        resolvedAt: status === 'resolved' ? now : undefined,
      }),
      snoozedUntil:
        snoozedUntil === undefined
          ? before.snoozedUntil
          : snoozedUntil ?? undefined,
      updatedAt: now,
    };
    this.#alerts = this.#alerts.map(each =>
      each.id === before.id ? after : each,
    );
    if (status) {
      const { status: from } = before;
      this.#record('alert', after, 'status_changed', {
        from,
        to: status,
        note,
      });
    }
    if (snoozedUntil) {
      this.#record('alert', after, 'snoozed', { until: snoozedUntil, note });
    }
    if (snoozedUntil === null) {
      this.#record('alert', after, 'snooze_ended', { note });
    }
    return after;
  }

  async markAlertExpected(
    id: string,
    { reason, until }: Expectation,
    options: ChangeOptions = {},
  ): Promise<AlertDetail> {
    await this.answering('markAlertExpected', id, { reason, until }, options);
    const before = await this.#alert(id);
    await this.#checkVersion(before, options);
    const resolved = await this.#changedAlert(before, {
      status: 'resolved',
      note: reason,
    });
    const to = until ?? before.windowEnd;
    const activity: PlannedActivity = {
      id: `activity-${this.#activities.length + 1}`,
      project: before.project,
      service: before.serviceName,
      metric: before.metricName,
      from: before.windowStart,
      to,
      reason,
      state: to > this.#now().toISOString() ? 'running' : 'ended',
      plannedBy: this.#actor,
      plannedAt: this.#stamp(),
      alertId: id,
      suppressed: [],
    };
    this.#activities = [activity, ...this.#activities];
    return this.#alertDetail(resolved);
  }

  async listPlannedActivities(query: ListPlannedActivitiesQuery = {}) {
    await this.answering('listPlannedActivities', query);
    return { items: activitiesOf(this.#activities, query) };
  }

  async planActivity(plan: ActivityPlan) {
    await this.answering('planActivity', plan);
    const activity: PlannedActivity = {
      ...plan,
      id: `activity-${this.#activities.length + 1}`,
      state: plan.from <= this.#now().toISOString() ? 'running' : 'planned',
      plannedBy: this.#actor,
      plannedAt: this.#stamp(),
      suppressed: [],
    };
    this.#activities = [activity, ...this.#activities];
    return activity;
  }

  async cancelPlannedActivity(id: string) {
    await this.answering('cancelPlannedActivity', id);
    const before = this.#activities.find(each => each.id === id);
    if (!before) {
      throw await refusal(404, `No planned activity has the id '${id}'`);
    }
    const cancelled: PlannedActivity = {
      ...before,
      state: 'cancelled',
      cancelledBy: this.#actor,
      cancelledAt: this.#stamp(),
    };
    this.#activities = this.#activities.map(each =>
      each.id === id ? cancelled : each,
    );
    return cancelled;
  }

  async listRecommendations(
    query: ListRecommendationsQuery = {},
    _options?: RequestOptions,
  ) {
    await this.answering('listRecommendations', query);
    return page(recommendationsOf(this.#recommendations, query), query);
  }

  async getSavings(query: SavingsQuery): Promise<SavingsList> {
    await this.answering('getSavings', query);
    return { items: savingsOf(this.#recommendations, query) };
  }

  async getRecommendation(
    id: string,
    _options?: RequestOptions,
  ): Promise<RecommendationDetail> {
    await this.answering('getRecommendation', id);
    return this.#recommendationDetail(await this.#recommendation(id));
  }

  async updateRecommendation(
    id: string,
    update: RecommendationUpdate,
    options: ChangeOptions = {},
  ): Promise<RecommendationDetail> {
    await this.answering('updateRecommendation', id, update, options);
    const before = await this.#recommendation(id);
    await this.#checkVersion(before, options);
    const status = update.status ?? before.status;
    if (update.status) await this.#checkTransition(before, update.status);
    const now = this.#stamp();
    const after: Recommendation = {
      ...before,
      status,
      allowedTransitions: RECOMMENDATION_TRANSITIONS[status],
      owner:
        update.owner === undefined ? before.owner : update.owner ?? undefined,
      doneAt: status === 'done' ? before.doneAt ?? now : undefined,
      dismissedAt:
        status === 'dismissed' ? before.dismissedAt ?? now : undefined,
      updatedAt: now,
    };
    this.#recommendations = this.#recommendations.map(each =>
      each.id === id ? after : each,
    );
    const { note } = update;
    if (update.status) {
      const change = { from: before.status, to: status, note };
      this.#record('recommendation', after, 'status_changed', change);
    }
    if (update.owner !== undefined) {
      const change = { from: before.owner, to: after.owner, note };
      this.#record('recommendation', after, 'owner_changed', change);
    }
    return this.#recommendationDetail(after);
  }

  async listEvents(query: ListEventsQuery = {}, _options?: RequestOptions) {
    await this.answering('listEvents', query);
    const { items, nextCursor } = page(eventsOf(this.#events, query), query);
    return { items, nextCursor };
  }

  async exportEvents(query: ExportEventsQuery = {}): Promise<Blob> {
    await this.answering('exportEvents', query);
    return new Blob([this.#events.map(({ message }) => message).join('\n')], {
      type: 'text/csv',
    });
  }

  async listJobs(_options?: RequestOptions) {
    await this.answering('listJobs');
    return { items: [...this.#jobs] };
  }

  async runJob(id: JobId, _options?: RequestOptions) {
    await this.answering('runJob', id);
    const job = this.#jobs.find(each => each.id === id);
    if (!job) throw await refusal(404, `There is no job '${id}'`);
    const run = aRun({
      status: 'running',
      trigger: 'manual',
      startedAt: this.#stamp(),
      endedAt: undefined,
      rowsWritten: 0,
      awsRequests: 0,
    });
    this.#jobs = this.#jobs.map(each =>
      each.id === id ? { ...each, runs: [run, ...each.runs] } : each,
    );
    return { id };
  }

  // Strictly growing, as the backend's: two changes within a millisecond are two versions.
  #stamp(): string {
    this.#stamps += 1;
    return new Date(this.#now().getTime() + this.#stamps).toISOString();
  }

  async #alert(id: string): Promise<Alert> {
    const alert = this.#alerts.find(each => each.id === id);
    if (!alert) throw await refusal(404, `There is no alert '${id}'`);
    return alert;
  }

  async #recommendation(id: string): Promise<Recommendation> {
    const recommendation = this.#recommendations.find(each => each.id === id);
    if (!recommendation) {
      throw await refusal(404, `There is no recommendation '${id}'`);
    }
    return recommendation;
  }

  #alertDetail(alert: Alert): AlertDetail {
    return {
      ...alert,
      etag: `"${alert.updatedAt}"`,
      recommendations: this.#recommendations.filter(
        each => each.alertId === alert.id,
      ),
      events: this.#timeline(alert.id),
    };
  }

  #recommendationDetail(recommendation: Recommendation): RecommendationDetail {
    return {
      ...recommendation,
      etag: `"${recommendation.updatedAt}"`,
      events: this.#timeline(recommendation.id),
    };
  }

  #timeline(entityId: string): AuditEvent[] {
    return newestFirst(
      this.#events.filter(event => event.entityId === entityId),
      event => event.createdAt,
    ).reverse();
  }

  async #checkVersion(
    { updatedAt }: { readonly updatedAt: string },
    { ifMatch }: ChangeOptions,
  ): Promise<void> {
    if (ifMatch !== undefined && ifMatch !== `"${updatedAt}"`) {
      throw await refusal(412, 'It changed since you read it');
    }
  }

  async #checkTransition(
    before: { readonly status: string; readonly allowedTransitions: string[] },
    to: string,
  ): Promise<void> {
    if (!before.allowedTransitions.includes(to)) {
      throw await refusal(
        409,
        `It is ${before.status} and can become ${before.allowedTransitions.join(
          ' or ',
        )}, not ${to}`,
      );
    }
  }

  #record(
    entityType: 'alert' | 'recommendation',
    entity: {
      readonly id: string;
      readonly project: string;
      readonly title: string;
    },
    eventType:
      | 'status_changed'
      | 'owner_changed'
      | 'note_added'
      | 'snoozed'
      | 'snooze_ended',
    metadata: {
      readonly from?: string;
      readonly to?: string;
      readonly until?: string;
      readonly note?: string;
    },
  ): void {
    this.#events = [
      ...this.#events,
      anEvent({
        project: entity.project,
        entityType,
        entityId: entity.id,
        eventType,
        title: entity.title,
        message: `${metadata.from ?? 'nobody'} → ${metadata.to ?? 'nobody'}`,
        actor: this.#actor,
        metadata: { ...metadata },
        createdAt: this.#stamp(),
      }),
    ];
  }
}
