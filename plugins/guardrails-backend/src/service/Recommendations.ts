/** Answers recommendations, and records what people make of them: status, owner, notes. */
import { InputError } from '@backstage/errors';
import {
  alertReadPermission,
  eventReadPermission,
  recommendationReadPermission,
  recommendationUpdatePermission,
  type ListRecommendationsQuery,
  type RecommendationDetail,
  type RecommendationList,
  type RecommendationUpdate,
} from '@cloudops/plugin-guardrails-common';
import { AuditTrail } from '../audit';
import type {
  GuardrailsDatabase,
  RecommendationRecord,
  ShownRecommendation,
  Stores,
} from '../database/interfaces';
import { recommendationWorkflow } from '../workflow';
import { assigneeAsked, type Assignees } from './Assignees';
import type { Caller } from './Caller';
import { changedMeanwhile, readBack, recommendationNotFound } from './errors';
import { notGranted } from './Grants';
import type { GrantedCall, SeenVersion } from './GuardrailsService';
import type { ProjectScope } from './ProjectScope';
import type { Savings } from './Savings';
import { pageAsked } from './questions';
import { assertVersion, etagOf } from './version';
import { eventView, recommendationView } from './views';

export class Recommendations {
  readonly #database: GuardrailsDatabase;
  readonly #scope: ProjectScope;
  readonly #caller: Caller;
  readonly #assignees: Assignees;
  readonly #savings: Savings;
  readonly #now: () => Date;

  constructor(options: {
    database: GuardrailsDatabase;
    scope: ProjectScope;
    caller: Caller;
    assignees: Assignees;
    savings: Savings;
    now: () => Date;
  }) {
    this.#database = options.database;
    this.#scope = options.scope;
    this.#caller = options.caller;
    this.#assignees = options.assignees;
    this.#savings = options.savings;
    this.#now = options.now;
  }

  async list(
    query: ListRecommendationsQuery,
    options: GrantedCall,
  ): Promise<RecommendationList> {
    const projectIds = await this.#scope.ids(
      query,
      options,
      recommendationReadPermission,
    );
    const { items, nextCursor, totalItems } =
      await this.#database.recommendations.list(
        {
          projectIds,
          status: query.status,
          owner: query.owner && assigneeAsked(query.owner),
          alertId: query.alertId,
        },
        { ...pageAsked(query), order: query.sort ?? 'createdAt' },
      );
    const savings = await this.#savings.of(items, options);
    return {
      items: items.map(each =>
        recommendationView(
          each,
          each.project.name,
          options.grants.has(alertReadPermission, each.projectId)
            ? each.alert
            : undefined,
          savings.get(each.id),
        ),
      ),
      nextCursor,
      totalItems,
    };
  }

  async get(id: string, options: GrantedCall): Promise<RecommendationDetail> {
    const recommendation = await this.#database.recommendations.shown(id);
    assertVisible(id, recommendation, options);
    return this.#detail(recommendation, options);
  }

  /** The row and its events are written together, or none of them is. */
  async update(
    id: string,
    update: RecommendationUpdate,
    options: GrantedCall & SeenVersion,
  ): Promise<RecommendationDetail> {
    if (Object.values(update).every(each => each === undefined)) {
      throw new InputError('takes at least one of status, owner and note');
    }
    const actor = await this.#caller.actorOf(options);
    const now = this.#now();
    const owner =
      update.owner && (await this.#assignees.named(update.owner, options));
    const changed = await this.#database.transaction(async stores => {
      const before = await stores.recommendations.byIdForUpdate(id);
      assertVisible(id, before, options);
      if (
        !options.grants.has(recommendationUpdatePermission, before.projectId)
      ) {
        throw notGranted(recommendationUpdatePermission);
      }
      assertVersion(options.ifMatch, before);
      if (update.status) {
        recommendationWorkflow.assertTransition(before.status, update.status);
      }
      const after = await this.#write(
        stores,
        before,
        { ...update, owner },
        now,
      );
      const at = after === before ? now : after.updatedAt;
      await recordChange(new AuditTrail(stores, at), {
        before,
        after,
        note: update.note,
        actor,
      });
      return after;
    });
    return readBack(
      this.#database.recommendations
        .shown(id)
        .then(shown => this.#detail({ ...shown!, ...changed }, options)),
    );
  }

  async #write(
    stores: Stores,
    before: RecommendationRecord,
    { status, owner }: RecommendationUpdate,
    now: Date,
  ): Promise<RecommendationRecord> {
    const isOwnerNew =
      owner !== undefined && (owner ?? undefined) !== before.owner;
    if (!status && !isOwnerNew) return before;
    const after = await stores.recommendations.update(
      before.id,
      {
        from: before.status,
        to: status,
        owner: isOwnerNew ? owner : undefined,
      },
      now,
    );
    if (!after) throw changedMeanwhile();
    return after;
  }

  async #detail(
    recommendation: ShownRecommendation,
    options: GrantedCall,
  ): Promise<RecommendationDetail> {
    const { grants } = options;
    const { id, projectId, project } = recommendation;
    const [timeline, savings] = await Promise.all([
      grants.has(eventReadPermission, projectId)
        ? this.#database.events.byEntity('recommendation', id)
        : [],
      this.#savings.of([recommendation], options),
    ]);
    return {
      ...recommendationView(
        recommendation,
        project.name,
        grants.has(alertReadPermission, projectId)
          ? recommendation.alert
          : undefined,
        savings.get(id),
      ),
      etag: etagOf(recommendation),
      events: timeline.map(each =>
        eventView(each, project.name, recommendation.title),
      ),
    };
  }
}

/** @throws NotFoundError when there is none that the caller may see */
function assertVisible<R extends RecommendationRecord>(
  id: string,
  recommendation: R | undefined,
  { grants }: GrantedCall,
): asserts recommendation is R {
  if (
    !recommendation ||
    !grants.has(recommendationReadPermission, recommendation.projectId)
  ) {
    throw recommendationNotFound(id);
  }
}

/** One event for each thing that changed; the note stands on the first, or alone. */
async function recordChange(
  trail: AuditTrail,
  change: {
    readonly before: RecommendationRecord;
    readonly after: RecommendationRecord;
    readonly note: string | undefined;
    readonly actor: string;
  },
): Promise<void> {
  const { before, after, note, actor } = change;
  const isMoved = after.status !== before.status;
  const isReassigned = after.owner !== before.owner;
  if (isMoved) {
    await trail.recommendationStatusChanged(after, {
      from: before.status,
      to: after.status,
      note,
      actor,
    });
  }
  if (isReassigned) {
    await trail.recommendationOwnerChanged(after, {
      from: before.owner,
      to: after.owner,
      note: isMoved ? undefined : note,
      actor,
    });
  }
  if (note !== undefined && !isMoved && !isReassigned) {
    await trail.recommendationNoteAdded(after, { note, actor });
  }
}
