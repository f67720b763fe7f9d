/** Chooses the playbook that answers an alert: the first that applies, a portal's own before the built-in ones. */
import type {
  Playbook,
  PlaybookAlert,
  RecommendationDraft,
} from '@cloudops/plugin-guardrails-node';

export interface PlaybookAnswer {
  /** Name of the playbook that answered. */
  readonly playbook: string;
  readonly drafts: readonly RecommendationDraft[];
}

export class Playbooks {
  readonly #playbooks: readonly Playbook[];

  /** In the order in which they are asked. */
  constructor(playbooks: readonly Playbook[]) {
    this.#playbooks = playbooks;
  }

  /** @throws Error when no playbook applies, or the one that does has nothing to say */
  recommend(alert: PlaybookAlert): PlaybookAnswer {
    const playbook = this.#playbooks.find(each => each.applies(alert));
    if (!playbook) {
      throw new Error(
        `no playbook applies to the alert '${alert.title}'; add one that takes every ${alert.alertType} alert`,
      );
    }
    const drafts = playbook.recommend(alert);
    if (drafts.length === 0) {
      throw new Error(
        `playbook '${playbook.name}' applies to the alert '${alert.title}' and recommends nothing; one recommendation or more is accepted`,
      );
    }
    for (const { title, savesPerMonth: saves } of drafts) {
      if (saves !== undefined && !(Number.isFinite(saves) && saves > 0)) {
        throw new Error(
          `playbook '${playbook.name}' says of '${title}' that it saves ${saves} a month; an amount of more than 0 is accepted, or none where nothing is saved`,
        );
      }
    }
    return { playbook: playbook.name, drafts };
  }
}
