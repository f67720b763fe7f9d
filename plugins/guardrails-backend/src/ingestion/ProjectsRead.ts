/** Whose costs are read no more because nobody claims any for them: by how accounts were divided, and by the newest run. */
import { EVENT_TYPES, type RunMetadata } from '../audit';
import type { Stores } from '../database';
import { type AccountHistory, accountHistories } from './accountHistories';
import { accountKey } from './costReads';

/** A time in which nobody claimed costs for a project, and all accounts were read without it. */
export interface Unclaimed {
  readonly from: Date;
  /** When the newest run began. */
  readonly to: Date;
}

export class ProjectsRead {
  readonly #stores: Pick<Stores, 'events'>;

  constructor(stores: Pick<Stores, 'events'>) {
    this.#stores = stores;
  }

  /**
   * Those of the projects that had costs of some account, and that nobody claims any for; by name.
   *
   * None unless the newest run has read every account up to its newest days: a project may have moved to one that does
   * not answer, which is then not known to be divided among it. Nor one of which the run had to tell something, because
   * somebody means it: e.g. a claim that two make.
   */
  async unclaimed(
    projects: readonly string[],
  ): Promise<ReadonlyMap<string, Unclaimed>> {
    const unclaimed = new Map<string, Unclaimed>();
    const jobId = 'ingest-costs';
    const { events } = this.#stores;
    const newest = (await events.newestEnds([{ jobId }])).get(jobId);
    if (newest?.eventType !== EVENT_TYPES.runSucceeded) return unclaimed;
    const run = newest.metadata as unknown as RunMetadata;
    const histories = await accountHistories(this.#stores);
    if (!haveAllAnswered(run, histories)) return unclaimed;
    for (const project of projects) {
      const from = leftAt(project, run, histories);
      if (from && !run.problems?.some(each => each.project === project)) {
        unclaimed.set(project, { from, to: new Date(run.startedAt) });
      }
    }
    return unclaimed;
  }
}

/** Of the accounts that were asked; who is up to date has completed the project of what nobody claims. */
function haveAllAnswered(
  { accounts = {}, completedProjects }: RunMetadata,
  histories: readonly AccountHistory[],
): boolean {
  return Object.entries(accounts)
    .filter(([, { requests = 0 }]) => requests > 0)
    .every(([key]) => {
      const history = histories.find(
        ({ accountId }) => accountKey(accountId) === key,
      );
      return history && completedProjects.includes(history.newest.projects[0]);
    });
}

/** Since when no account is divided among a project; undefined while one is, or none ever was. */
function leftAt(
  project: string,
  { accounts = {} }: RunMetadata,
  histories: readonly AccountHistory[],
): Date | undefined {
  const left: number[] = [];
  for (const history of histories) {
    if (history.names.has(project)) {
      // An account that nobody names any more is never divided anew.
      const missing = accounts[accountKey(history.accountId)]?.missing;
      const at = history.left.get(project)?.toISOString() ?? missing?.[project];
      if (at === undefined) return undefined;
      left.push(Date.parse(at));
    }
  }
  return left.length > 0 ? new Date(Math.max(...left)) : undefined;
}
