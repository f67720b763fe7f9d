/** Answers which projects there are, and how each one stands. */
import {
  alertReadPermission,
  costReadPermission,
  recommendationReadPermission,
  type AlertCounts,
  type AlertStatus,
  type ListProjectsQuery,
  type ListSummariesQuery,
  type ProjectList,
  type ProjectSummary,
  type Severity,
  type SummaryList,
} from '@cloudops/plugin-guardrails-common';
import type { GuardrailsConfig } from '../config';
import type {
  CostExtent,
  DayRange,
  ProjectRecord,
  Stores,
} from '../database/interfaces';
import { addDays, dayCount, dayOf } from './days';
import type { Freshness } from './Freshness';
import { notGranted } from './Grants';
import type { GrantedCall } from './GuardrailsService';
import { notAhead } from './notAhead';
import type { ProjectScope } from './ProjectScope';
import { cursorAfter, nameInCursor, pageAsked } from './questions';
import { expectedSavings } from './Savings';
import { DEFAULT_CURRENCY, projectView, recommendationView } from './views';

/** A month as people compare months, without its varying length. */
const COMPARED_DAYS = 30;

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
    const projects = await this.#scope.several(
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
    const [summary] = await this.#summaries([project]);
    return summary;
  }

  /** By name; of the projects that all three permissions hold for. */
  async summaries(
    query: ListSummariesQuery,
    options: GrantedCall,
  ): Promise<SummaryList> {
    const asked = await this.#scope.asked(query, options, costReadPermission);
    const granted = options.grants.projectsOf(
      costReadPermission,
      alertReadPermission,
      recommendationReadPermission,
    );
    const { cursor, limit } = pageAsked(query);
    const { items, hasMore, totalItems } = await this.#stores.projects.page(
      asked ? [asked.id].filter(id => granted?.includes(id) ?? true) : granted,
      { after: cursor === undefined ? undefined : nameInCursor(cursor), limit },
    );
    return {
      items: await this.#summaries(items),
      nextCursor: hasMore
        ? cursorAfter(items[items.length - 1].name)
        : undefined,
      totalItems,
    };
  }

  /** Two statements, however many projects there are. */
  async #summaries(
    projects: readonly ProjectRecord[],
  ): Promise<ProjectSummary[]> {
    const ids = projects.map(({ id }) => id);
    const periods = this.#periods();
    const [standings, runs] = await Promise.all([
      this.#stores.projects.standings(ids, [
        periods.month,
        periods.last30,
        periods.previous30,
      ]),
      this.#freshness.newestRuns(),
    ]);
    const freshness = await this.#freshness.ofProjects(
      projects,
      standings,
      runs,
    );
    const checked = runs.get('detect')?.createdAt;
    const lastCheckedAt =
      checked && notAhead(checked, this.#now()).toISOString();
    return projects.map(project => {
      const { costs, totals, alerts, openRecommendations, nextStep } =
        standings.get(project.id)!;
      const currency = costs?.currency ?? DEFAULT_CURRENCY;
      const countsOf = (status: AlertStatus): AlertCounts => {
        const count = (severity: Severity) =>
          alerts.find(
            each => each.status === status && each.severity === severity,
          )?.count ?? 0;
        return {
          low: count('low'),
          medium: count('medium'),
          high: count('high'),
        };
      };
      return {
        project: projectView(project, this.#config),
        ...spendOf(totals, costs, periods),
        currency,
        openAlerts: countsOf('open'),
        acknowledgedAlerts: countsOf('acknowledged'),
        openRecommendations,
        topRecommendation:
          nextStep &&
          recommendationView(
            nextStep,
            project.name,
            nextStep.alert,
            expectedSavings(nextStep, currency),
          ),
        freshness: freshness.get(project.id)!,
        lastCheckedAt,
      };
    });
  }

  #periods(): Periods {
    const today = dayOf(this.#now());
    const lastFinal = addDays(today, -this.#config.costs.finalAfterDays);
    const last30 = {
      from: addDays(lastFinal, 1 - COMPARED_DAYS),
      to: lastFinal,
    };
    return {
      month: { from: `${today.slice(0, 8)}01`, to: today },
      last30,
      previous30: {
        from: addDays(last30.from, -COMPARED_DAYS),
        to: addDays(last30.from, -1),
      },
    };
  }
}

/** What a summary adds up. */
interface Periods {
  readonly month: DayRange;
  readonly last30: DayRange;
  readonly previous30: DayRange;
}

/** The totals are of the periods, in the order in which they are declared. */
function spendOf(
  [monthToDate, last30Days, previous30Days]: readonly number[],
  extent: CostExtent | undefined,
  { last30, previous30 }: Periods,
) {
  const isPreviousStored =
    extent !== undefined && extent.first <= previous30.from;
  // A project that is younger than the period would otherwise seem cheaper a day than it is.
  const daysStored =
    extent && extent.first > last30.from
      ? Math.max(dayCount(extent.first, last30.to), 1)
      : COMPARED_DAYS;
  return {
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
