/** Resolves the cost alerts of projects that have ended: there is no day of them any more whose cost could do it. */
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
  among(projects: readonly string[]): Promise<ReadonlyMap<string, Ended>>;
}

/** Of which projects AWS bills nothing any more. */
export interface UnbilledProjects {
  /**
   * Those among the projects that somebody claims costs for, by name, with the time up to the newest day of their accounts
   * of which there are none, so many days or more; without those of which AWS might be silent for another reason.
   */
  among(
    projects: readonly ProjectRecord[],
    days: number,
  ): Promise<ReadonlyMap<string, Ended>>;
}

/** A time without costs of a project. */
interface Ended {
  readonly from: Date;
  readonly to: Date;
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
  readonly #unbilled: UnbilledProjects;

  constructor(options: {
    readonly database: GuardrailsDatabase;
    readonly unclaimed: UnclaimedProjects;
    readonly unbilled: UnbilledProjects;
  }) {
    this.#database = options.database;
    this.#unclaimed = options.unclaimed;
    this.#unbilled = options.unbilled;
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
    const unbilled = await this.#unbilled.among(projects, ENDED_AFTER_DAYS);
    let resolved = 0;
    for (const { id, name } of projects) {
      for (const [ended, note] of [
        [unclaimed.get(name), unclaimedInWords],
        [unbilled.get(name), unbilledInWords],
      ] as const) {
        if (ended && lasts(ended)) {
          for (const alert of await this.#database.alerts.unresolved(id)) {
            if (alert.alertType === 'cost') {
              const words = note(name, dayInWords(ended.from.getTime()));
              resolved += await this.#resolve(alert.id, words, ended, now);
            }
          }
        }
      }
    }
    return resolved;
  }

  async #resolve(
    alertId: string,
    note: string,
    { from, to }: Ended,
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
        !lasts({ from: new Date(since), to })
      ) {
        return 0;
      }
      const change = { from: alert.status, to: 'resolved' as const };
      const resolved = await stores.alerts.transition(alertId, change, now);
      if (!resolved) return 0;
      await new AuditTrail(stores, resolved.updatedAt).alertStatusChanged(
        resolved,
        { ...change, note, actor: SYSTEM_ACTOR },
      );
      return 1;
    });
  }
}

function lasts({ from, to }: Ended): boolean {
  return to.getTime() - from.getTime() >= ENDED_AFTER_MS;
}

function unclaimedInWords(project: string, since: string): string {
  return `nobody has claimed costs for ${project} since ${since}: no more days of it are read that could show how it went on`;
}

function unbilledInWords(project: string, since: string): string {
  return `AWS has billed nothing for ${project} since ${since}, and has for others of its account`;
}
