/** Resolves the cost alerts of projects that have ended: no day of them is read any more whose cost could do it. */
import { AuditTrail, SYSTEM_ACTOR } from '../audit';
import type { GuardrailsDatabase, ProjectRecord } from '../database';
import { dayInWords } from '../detection/wording';
import { reopenedAt } from './reopenedAt';

/** For which projects nobody claims costs any more. */
export interface UnclaimedProjects {
  /**
   * Those among the projects that had costs before, by name, with the time up to the newest run that reads costs in which
   * nobody claimed any for them; without those of which it could not be read whether somebody does.
   */
  among(
    projects: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly from: Date; readonly to: Date }>>;
}

/**
 * As long as an alert on a service takes to end that costs nothing from one day to the next: four quiet days, and three
 * until they are final.
 */
const ENDED_AFTER_DAYS = 7;
const ENDED_AFTER_MS = ENDED_AFTER_DAYS * 86_400_000;

export class EndedProjects {
  readonly #database: GuardrailsDatabase;
  readonly #unclaimed: UnclaimedProjects;

  constructor(options: {
    readonly database: GuardrailsDatabase;
    readonly unclaimed: UnclaimedProjects;
  }) {
    this.#database = options.database;
    this.#unclaimed = options.unclaimed;
  }

  /**
   * @param projects - with cost alerts that are not resolved
   * @returns how many alerts it resolved
   */
  async resolve(
    projects: readonly ProjectRecord[],
    now: Date,
  ): Promise<number> {
    if (projects.length === 0) return 0;
    const unclaimed = await this.#unclaimed.among(
      projects.map(({ name }) => name),
    );
    let resolved = 0;
    for (const { id, name } of projects) {
      const time = unclaimed.get(name);
      if (time) {
        for (const alert of await this.#database.alerts.unresolved(id)) {
          if (alert.alertType === 'cost') {
            resolved += await this.#resolve(alert.id, name, time, now);
          }
        }
      }
    }
    return resolved;
  }

  async #resolve(
    alertId: string,
    project: string,
    { from, to }: { readonly from: Date; readonly to: Date },
    now: Date,
  ): Promise<number> {
    return this.#database.transaction(async stores => {
      const alert = await stores.alerts.byIdForUpdate(alertId);
      // Who opens an alert of an ended project again has as long to close it.
      const since = Math.max(
        from.getTime(),
        (await reopenedAt(stores, alertId)) ?? -Infinity,
      );
      if (
        !alert ||
        alert.status === 'resolved' ||
        to.getTime() - since < ENDED_AFTER_MS
      ) {
        return 0;
      }
      const change = { from: alert.status, to: 'resolved' as const };
      const resolved = await stores.alerts.transition(alertId, change, now);
      if (!resolved) return 0;
      const note = `nobody has claimed costs for ${project} since ${dayInWords(
        from.getTime(),
      )}: no more days of it are read that could show how it went on`;
      await new AuditTrail(stores, resolved.updatedAt).alertStatusChanged(
        resolved,
        { ...change, note, actor: SYSTEM_ACTOR },
      );
      return 1;
    });
  }
}
