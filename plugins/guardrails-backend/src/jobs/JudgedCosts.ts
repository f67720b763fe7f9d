/**
 * Remembers what the costs of each project were when they were judged, day by day, and so from which day on they have to
 * be judged again: a verdict depends on nothing after its day.
 *
 * Remembered in this process alone. Another replica, or this one after a restart, judges the lookback once and comes to the
 * same alerts.
 */
import type { PlannedActivityRecord } from '../database';
import {
  firstChange,
  type ConfiguredRule,
  type CostDigests,
} from '../detection';

interface Remembered {
  readonly digests: CostDigests;
  readonly rules: string;
  readonly activities: readonly string[];
}

/** What decides on verdicts and alerts beside the costs. */
export interface JudgedBy {
  readonly rules: readonly ConfiguredRule[];
  readonly activities: readonly PlannedActivityRecord[];
}

export class JudgedCosts {
  readonly #known = new Map<string, Remembered>();
  /** Rules are the same object for most projects. */
  readonly #described = new WeakMap<readonly ConfiguredRule[], string>();

  /** Start of the first day that was not judged as it is now; −Infinity when everything has to be. */
  changedFrom(
    projectId: string,
    digests: CostDigests,
    { rules, activities }: JudgedBy,
  ): number {
    const known = this.#known.get(projectId);
    const isSame =
      known !== undefined &&
      known.rules === this.#description(rules) &&
      // One that was cancelled may have kept something quiet.
      known.activities.every(id => activities.some(each => each.id === id));
    return isSame ? firstChange(known.digests, digests) : -Infinity;
  }

  /** To be called once everything that came of it is stored. */
  remember(
    projectId: string,
    digests: CostDigests,
    { rules, activities }: JudgedBy,
  ): void {
    this.#known.set(projectId, {
      digests,
      rules: this.#description(rules),
      activities: activities.map(({ id }) => id),
    });
  }

  forget(projectId: string): void {
    this.#known.delete(projectId);
  }

  #description(rules: readonly ConfiguredRule[]): string {
    let text = this.#described.get(rules);
    if (text === undefined) {
      text = JSON.stringify(
        rules
          .filter(({ rule }) => rule.appliesTo === 'cost')
          .map(({ rule, parameters }) => [rule.name, rule.version, parameters]),
      );
      this.#described.set(rules, text);
    }
    return text;
  }
}
