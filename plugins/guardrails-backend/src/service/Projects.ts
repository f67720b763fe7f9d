/** Answers which projects there are, and how each one stands. */
import {
  alertReadPermission,
  costReadPermission,
  recommendationReadPermission,
  type AlertCounts,
  type ListProjectsQuery,
  type ProjectList,
  type ProjectSummary,
  type Recommendation,
} from '@cloudops/plugin-guardrails-common';
import type { GuardrailsConfig } from '../config';
import type { Day, ProjectRecord, Stores } from '../database/interfaces';
import { addDays, dayCount, dayOf } from './days';
import type { Freshness } from './Freshness';
import { notGranted } from './Grants';
import type { GrantedCall } from './GuardrailsService';
import type { ProjectScope } from './ProjectScope';
import { DEFAULT_CURRENCY, projectView, recommendationView } from './views';

/** A month as people compare months, without its varying length. */
const COMPARED_DAYS = 30;

/** Alerts that are looked through, worst first, for one with something left to do. */
const ALERTS_WITH_ADVICE = 20;

export class Projects {
  readonly #stores: Stores;
  readonly #scope: ProjectScope;
  readonly #freshness: Freshness;
  readonly #config: GuardrailsConfig;
  readonly #now: () => Date;

  constructor(options: {
    stores: Stores;
    scope: ProjectScope;
    freshness: Freshness;
    config: GuardrailsConfig;
    now: () => Date;
  }) {
    this.#stores = options.stores;
    this.#scope = options.scope;
    this.#freshness = options.freshness;
    this.#config = options.config;
    this.#now = options.now;
  }

  async list(
    query: ListProjectsQuery,
    options: GrantedCall,
  ): Promise<ProjectList> {
    const { projects } = await this.#scope.several(
      query,
      options,
      costReadPermission,
    );
    return {
      items: projects.map(project => projectView(project, this.#config)),
    };
  }

  async summary(name: string, options: GrantedCall): Promise<ProjectSummary> {
    const project = await this.#scope.named(name, options, costReadPermission);
    const hidden = [alertReadPermission, recommendationReadPermission].filter(
      permission => !options.grants.has(permission, project.id),
    );
    if (hidden.length > 0) throw notGranted(...hidden);
    const [spend, alerts, recommendations, top, freshness, lastCheckedAt] =
      await Promise.all([
        this.#spend(project),
        this.#stores.alerts.counts([project.id]),
        this.#stores.recommendations.counts([project.id]),
        this.#topRecommendation(project),
        this.#freshness.of(project),
        this.#freshness.lastCheckedAt(),
      ]);
    const countsOf = (status: string): AlertCounts => {
      const ofStatus = alerts.filter(each => each.status === status);
      const count = (severity: string) =>
        ofStatus.find(each => each.severity === severity)?.count ?? 0;
      return {
        low: count('low'),
        medium: count('medium'),
        high: count('high'),
      };
    };
    return {
      project: projectView(project, this.#config),
      ...spend,
      openAlerts: countsOf('open'),
      acknowledgedAlerts: countsOf('acknowledged'),
      openRecommendations: recommendations
        .filter(({ status }) => status === 'open' || status === 'in_progress')
        .reduce((sum, { count }) => sum + count, 0),
      topRecommendation: top,
      freshness,
      lastCheckedAt: lastCheckedAt?.toISOString(),
    };
  }

  async #spend(project: ProjectRecord) {
    const today = dayOf(this.#now());
    const lastFinal = addDays(today, -this.#config.costs.finalAfterDays);
    const last30: Range = [addDays(lastFinal, 1 - COMPARED_DAYS), lastFinal];
    const previous30: Range = [
      addDays(last30[0], -COMPARED_DAYS),
      addDays(last30[0], -1),
    ];
    const { costs } = this.#stores;
    const total = ([from, to]: Range) =>
      costs.total({ projectId: project.id, from, to });
    const [extent, monthToDate, last30Days, previous30Days] = await Promise.all(
      [
        costs.extent(project.id),
        total([`${today.slice(0, 8)}01`, today]),
        total(last30),
        total(previous30),
      ],
    );
    const isPreviousStored =
      extent !== undefined && extent.first <= previous30[0];
    // A project that is younger than the period would otherwise seem cheaper a day than it is.
    const daysStored =
      extent && extent.first > last30[0]
        ? Math.max(dayCount(extent.first, lastFinal), 1)
        : COMPARED_DAYS;
    return {
      currency: extent?.currency ?? DEFAULT_CURRENCY,
      monthToDate,
      last30Days,
      previous30Days,
      change:
        isPreviousStored && previous30Days > 0
          ? last30Days / previous30Days - 1
          : undefined,
      dailyAverage: last30Days / daysStored,
    };
  }

  /** The first step of the worst unresolved alert that has one left. */
  async #topRecommendation(
    project: ProjectRecord,
  ): Promise<Recommendation | undefined> {
    const { items } = await this.#stores.alerts.list(
      { projectIds: [project.id], status: ['open', 'acknowledged'] },
      { order: 'severity', limit: ALERTS_WITH_ADVICE },
    );
    for (const alert of items) {
      const recommendations = await this.#stores.recommendations.byAlert(
        alert.id,
      );
      const next = recommendations.find(
        ({ status }) => status === 'open' || status === 'in_progress',
      );
      if (next) return recommendationView(next, project.name, alert);
    }
    return undefined;
  }
}

/** First and last day, both included. */
type Range = readonly [Day, Day];
