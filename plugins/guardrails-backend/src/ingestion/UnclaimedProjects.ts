/** The projects that nobody claims costs for any more: by how accounts were divided, and by the newest run. */
import type { RunMetadata } from '../audit';
import type { Stores } from '../database';
import { type AccountHistory, accountHistories } from './accountHistories';
import { accountKey } from './costReads';

/** A time in which nobody claimed costs for a project. */
export interface Unclaimed {
  readonly from: Date;
  /** When the newest run began. */
  readonly to: Date;
}

export class UnclaimedProjects {
  readonly #stores: Pick<Stores, 'events' | 'runs'>;

  constructor(stores: Pick<Stores, 'events' | 'runs'>) {
    this.#stores = stores;
  }

  /**
   * Those among the projects that had costs of some account, and that nobody claims any for; by name.
   *
   * Claims are known of accounts that do not answer as well. So a project is left out only where the newest run failed for
   * an account that is to be divided among it, because it may have moved there, or failed as a whole; and where the run had
   * to tell something of it, because somebody means it: e.g. a claim that two make.
   */
  async among(
    projects: readonly string[],
  ): Promise<ReadonlyMap<string, Unclaimed>> {
    const unclaimed = new Map<string, Unclaimed>();
    const jobId = 'ingest-costs';
    const newest = (await this.#stores.runs.newestEnds([{ jobId }])).get(jobId);
    if (!newest) return unclaimed;
    const run = newest.metadata as unknown as RunMetadata;
    const histories = await accountHistories(this.#stores);
    for (const project of projects) {
      const from = isMeant(project, run)
        ? undefined
        : leftAt(project, run, histories);
      if (from) {
        unclaimed.set(project, { from, to: new Date(run.startedAt) });
      }
    }
    return unclaimed;
  }
}

/** Whether somebody claims costs for a project though no account is divided among it; or nobody knows. */
function isMeant(
  project: string,
  { failures, problems = [] }: RunMetadata,
): boolean {
  return (
    failures.some(({ projects }) => !projects || projects.includes(project)) ||
    problems.some(each => each.project === project)
  );
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
