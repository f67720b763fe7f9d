/** Makes the recommendations of an alert, and sizes them anew when the alert turns out to be worse. */
import { AuditTrail, EVENT_TYPES, SYSTEM_ACTOR } from '../audit';
import type { AlertRecord, RecommendationRecord, Stores } from '../database';
import type { PlaybookAnswer, Playbooks } from '../recommendations';
import type { WatchedSeries } from './watchedSeries';

/** What a person decides about a recommendation; from then on its words are theirs. */
const DECIDED: readonly string[] = [
  EVENT_TYPES.statusChanged,
  EVENT_TYPES.ownerChanged,
];

export class AlertRecommendations {
  readonly #playbooks: Playbooks;

  constructor(playbooks: Playbooks) {
    this.#playbooks = playbooks;
  }

  /** @returns how many were made */
  async make(
    alert: AlertRecord,
    watched: WatchedSeries,
    stores: Stores,
    now: Date,
  ): Promise<number> {
    const { playbook, drafts } = this.#answer(alert, watched);
    const made = await stores.recommendations.insert(
      drafts.map(draft => ({
        projectId: alert.projectId,
        alertId: alert.id,
        ...draft,
      })),
      now,
    );
    await new AuditTrail(stores, now).recommendationsCreated(made, playbook);
    return made.length;
  }

  /**
   * Brings impact and steps of the open ones that nobody has decided on to the alert's values. A draft is the same
   * recommendation when it has the same title.
   *
   * @returns how many changed
   */
  async resize(
    alert: AlertRecord,
    watched: WatchedSeries,
    stores: Stores,
    now: Date,
  ): Promise<number> {
    const { drafts } = this.#answer(alert, watched);
    let changed = 0;
    for (const { id } of await stores.recommendations.byAlert(alert.id)) {
      const before = await stores.recommendations.byIdForUpdate(id);
      const draft = drafts.find(({ title }) => title === before?.title);
      if (
        before &&
        draft &&
        draft.impact !== before.impact &&
        (await isUndecided(before, stores))
      ) {
        const resized = await stores.recommendations.resize(id, draft, now);
        if (resized) {
          await new AuditTrail(stores, resized.updatedAt).recommendationResized(
            resized,
            before.impact,
          );
          changed += 1;
        }
      }
    }
    return changed;
  }

  #answer(
    alert: AlertRecord,
    { project, series }: WatchedSeries,
  ): PlaybookAnswer {
    return this.#playbooks.recommend({
      ...alert,
      project: project.name,
      unit: series.unit,
      windowStart: alert.windowStart.toISOString(),
      windowEnd: alert.windowEnd.toISOString(),
    });
  }
}

async function isUndecided(
  { id, status, owner }: RecommendationRecord,
  stores: Stores,
): Promise<boolean> {
  if (status !== 'open' || owner !== undefined) {
    return false;
  }
  const events = await stores.events.byEntity('recommendation', id);
  return !events.some(
    ({ eventType, actor }) =>
      actor !== SYSTEM_ACTOR && DECIDED.includes(eventType),
  );
}
