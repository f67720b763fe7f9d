/** The projects of which AWS bills nothing any more, though somebody claims costs for them. */
import type { RecordedClaims, RunMetadata } from '../audit';
import type { ProjectRecord, Stores } from '../database';
import { accountHistories, type AccountHistory } from './accountHistories';
import { dayAfter, dayAt, dayBefore, daysFrom, utcDayOf } from './days';

/** A time in which a project cost nothing. */
export interface Unbilled {
  /** The start of the first day without a cost. */
  readonly from: Date;
  /** The end of the newest day that others of the same accounts have costs of. */
  readonly to: Date;
}

export class UnbilledProjects {
  readonly #stores: Pick<Stores, 'costs' | 'events' | 'projects' | 'runs'>;

  constructor(stores: Pick<Stores, 'costs' | 'events' | 'projects' | 'runs'>) {
    this.#stores = stores;
  }

  /**
   * Those among the projects, by name, whose newest cost is older than that of others who claim in the same way of the
   * same account, and ever did of this one alone. What nobody else claims by is no sign: a tag that is not active any more
   * is on no cost either. And only of accounts that the newest run has read up to their newest days.
   *
   * @param days - that there are without a cost, at least
   */
  async among(
    projects: readonly ProjectRecord[],
    days: number,
  ): Promise<ReadonlyMap<string, Unbilled>> {
    const unbilled = new Map<string, Unbilled>();
    const jobId = 'ingest-costs';
    const newest = (await this.#stores.runs.newestEnds([{ jobId }])).get(jobId);
    if (!newest) return unbilled;
    const run = newest.metadata as unknown as RunMetadata;
    const newestDay = dayBefore(utcDayOf(new Date(run.startedAt)));
    const lastDays = await this.#lastDays(projects);
    const silent = [...lastDays].filter(
      ([, last]) => daysFrom(last, newestDay).length > days,
    );
    if (silent.length === 0) return unbilled;
    const histories = await accountHistories(this.#stores);
    const all = await this.#stores.projects.list();
    for (const [name, last] of silent) {
      const groups = othersLike(name, run, histories);
      const others = new Set(groups.flat());
      const found = await this.#lastDays(
        all.filter(each => others.has(each.name)),
      );
      const until = groups
        .map(group => group.flatMap(each => found.get(each) ?? []).sort())
        .map(ofGroup => ofGroup.at(-1) ?? last)
        .sort()[0];
      if (until && last < until) {
        unbilled.set(name, {
          from: dayAt(dayAfter(last)).toJSDate(),
          to: dayAt(dayAfter(until)).toJSDate(),
        });
      }
    }
    return unbilled;
  }

  /** The newest day that each project has usage of, by name. */
  async #lastDays(
    projects: readonly ProjectRecord[],
  ): Promise<Map<string, string>> {
    const extents = await this.#stores.costs.extents(
      projects.map(({ id }) => id),
    );
    return new Map(
      projects.flatMap(({ id, name }) => {
        const last = extents.get(id)?.last;
        return last === undefined ? [] : [[name, last] as const];
      }),
    );
  }
}

/**
 * Of each account, and tag or cost category, by which a project claims spend: who else does. Empty where one of the accounts
 * was not read to its newest days, or nobody else does.
 */
function othersLike(
  project: string,
  { failures, completedProjects }: RunMetadata,
  histories: readonly AccountHistory[],
): string[][] {
  const accounts = histories.filter(({ newest }) =>
    newest.projects.includes(project),
  );
  const areRead =
    !failures.some(({ projects }) => !projects || projects.includes(project)) &&
    accounts.every(({ newest }) =>
      completedProjects.includes(newest.projects[0]),
    );
  const groups = accounts.flatMap(account => {
    // What one has costs of may be of another account, where it was in several.
    const elsewhere = histories.filter(each => each !== account);
    const { claims } = account.newest;
    return (claims ? claimantsLike(project, claims) : [[]]).map(group =>
      group.filter(each => !elsewhere.some(({ names }) => names.has(each))),
    );
  });
  return areRead && groups.length > 0 && groups.every(({ length }) => length)
    ? groups
    : [];
}

/** Of each tag or cost category by which a project claims spend: the other ones that claim by it. */
function claimantsLike(
  project: string,
  { values }: RecordedClaims,
): string[][] {
  const keyOf = ({ dimension }: (typeof values)[number]) =>
    `${dimension.type} ${dimension.key}`;
  const own = values.filter(each => each.project === project);
  const keys = new Set(own.map(keyOf));
  return keys.size === 0
    ? [[]]
    : [...keys].map(key =>
        values
          .filter(each => keyOf(each) === key && each.project !== project)
          .map(each => each.project),
      );
}
