/** Answers, takes and cancels planned activities: periods in which nothing fires. */
import { ConflictError, InputError } from '@backstage/errors';
import {
  activityPlanPermission,
  alertReadPermission,
  type ActivityPlan,
  type ListPlannedActivitiesQuery,
  type PlannedActivity,
  type PlannedActivityList,
} from '@cloudops/plugin-guardrails-common';
import { ALL_SERVICES } from '@cloudops/plugin-guardrails-node';
import { AuditTrail } from '../audit';
import type {
  GuardrailsDatabase,
  PlannedActivityRecord,
  ProjectRecord,
  Stores,
} from '../database/interfaces';
import { assertPeriod, planned } from './activityPlan';
import type { Caller } from './Caller';
import { plannedActivityNotFound } from './errors';
import { notGranted } from './Grants';
import type { GrantedCall } from './GuardrailsService';
import type { ProjectScope } from './ProjectScope';
import { pageAsked } from './questions';
import { plannedActivityView } from './views';

/** A service that cost nothing for a quarter is one that nobody plans anything for. */
const KNOWN_WITHIN_DAYS = 90;

export class PlannedActivities {
  readonly #database: GuardrailsDatabase;
  readonly #scope: ProjectScope;
  readonly #caller: Caller;
  readonly #now: () => Date;

  constructor(options: {
    database: GuardrailsDatabase;
    scope: ProjectScope;
    caller: Caller;
    now: () => Date;
  }) {
    this.#database = options.database;
    this.#scope = options.scope;
    this.#caller = options.caller;
    this.#now = options.now;
  }

  async list(
    query: ListPlannedActivitiesQuery,
    options: GrantedCall,
  ): Promise<PlannedActivityList> {
    const projectIds = await this.#scope.ids(
      query,
      options,
      alertReadPermission,
    );
    const { state = 'current' } = query;
    const now = this.#now();
    const { plannedActivities } = this.#database;
    const { items, nextCursor } = await plannedActivities.list(
      {
        projectIds,
        ...(state !== 'all' && {
          current: { is: state === 'current', at: now },
        }),
      },
      pageAsked(query),
    );
    const [suppressions, names] = await Promise.all([
      plannedActivities.suppressions(items.map(({ id }) => id)),
      this.#database.projects.names(items.map(({ projectId }) => projectId)),
    ]);
    return {
      items: items.map(each =>
        plannedActivityView(each, {
          project: names.get(each.projectId)!,
          now,
          suppressions,
        }),
      ),
      nextCursor,
    };
  }

  async plan(
    plan: ActivityPlan,
    options: GrantedCall,
  ): Promise<PlannedActivity> {
    const project = await this.#scope.named(
      plan.project,
      options,
      alertReadPermission,
    );
    if (!options.grants.has(activityPlanPermission, project.id)) {
      throw notGranted(activityPlanPermission);
    }
    const { service, metric, reason } = plan;
    if (service !== undefined && metric !== undefined) {
      throw new InputError(
        `metric: got '${metric}' beside service '${service}'; takes one of the two, or neither for the whole project`,
      );
    }
    const now = this.#now();
    const period = { from: new Date(plan.from), to: new Date(plan.to) };
    assertPeriod(period, now);
    const plannedBy = await this.#caller.actorOf(options);
    const warning = await this.#warning(plan, project, now);
    const activity = await this.#database.transaction(stores =>
      planned(
        stores,
        {
          projectId: project.id,
          serviceName: service,
          metricName: metric,
          ...period,
          reason: reason.trim(),
          plannedBy,
        },
        now,
      ),
    );
    return {
      ...plannedActivityView(activity, {
        project: project.name,
        now,
        suppressions: [],
      }),
      warning,
    };
  }

  async cancel(id: string, options: GrantedCall): Promise<PlannedActivity> {
    const now = this.#now();
    const actor = await this.#caller.actorOf(options);
    return this.#database.transaction(async stores => {
      const activity = await changeable(stores, id, options);
      await stores.projects.lock(activity.projectId);
      const { cancelled } = (await stores.plannedActivities.byId(id))!;
      if (cancelled) {
        throw new ConflictError(
          `The planned activity was cancelled by ${
            cancelled.by
          } at ${cancelled.at.toISOString()} already`,
        );
      }
      await new AuditTrail(stores, now).activityCancelled(activity, actor);
      const names = await stores.projects.names([activity.projectId]);
      return plannedActivityView(
        { ...activity, cancelled: { by: actor, at: now } },
        {
          project: names.get(activity.projectId)!,
          now,
          suppressions: await stores.plannedActivities.suppressions([id]),
        },
      );
    });
  }

  /** It may be planned before the first dollar, and it may be misspelt. */
  async #warning(
    { service, metric }: Pick<ActivityPlan, 'service' | 'metric'>,
    { id: projectId, name }: ProjectRecord,
    now: Date,
  ): Promise<string | undefined> {
    const { costs, metrics } = this.#database;
    if (service !== undefined && service !== ALL_SERVICES) {
      const day = (ago: number) =>
        new Date(now.getTime() - ago * 86_400_000).toISOString().slice(0, 10);
      const known = await costs.totalsByService({
        projectId,
        from: day(KNOWN_WITHIN_DAYS),
        to: day(0),
        services: [service],
      });
      return known.length > 0
        ? undefined
        : `No costs of '${service}' are stored for ${name} in the last ${KNOWN_WITHIN_DAYS} days; the name has to be spelt as AWS spells it`;
    }
    if (metric !== undefined) {
      const known = await metrics.extents(projectId);
      return known.some(each => each.metricName === metric)
        ? undefined
        : `No values of '${metric}' are stored for ${name}; it has ${
            known.map(each => `'${each.metricName}'`).join(', ') || 'no metrics'
          }`;
    }
    return undefined;
  }
}

/** @throws NotFoundError when there is none that the caller may see, NotAllowedError when they may only see it */
async function changeable(
  stores: Stores,
  id: string,
  { grants }: GrantedCall,
): Promise<PlannedActivityRecord> {
  const activity = await stores.plannedActivities.byId(id);
  if (!activity || !grants.has(alertReadPermission, activity.projectId)) {
    throw plannedActivityNotFound(id);
  }
  if (!grants.has(activityPlanPermission, activity.projectId)) {
    throw notGranted(activityPlanPermission);
  }
  return activity;
}
