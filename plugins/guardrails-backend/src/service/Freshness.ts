/** Says how current the stored data of a project are: from the runs that pulled them, and from the data themselves. */
import type {
  Freshness as FreshnessView,
  JobId,
} from '@cloudops/plugin-guardrails-common';
import type { GuardrailsConfig } from '../config';
import { EVENT_TYPES, type RunMetadata, WHOLE_RUN } from '../audit';
import type {
  EventRecord,
  ProjectRecord,
  Standing,
  Stores,
} from '../database/interfaces';
import { notAhead } from './notAhead';

/** The job that pulls each kind of data. */
const JOB_OF: Record<FreshnessView['source'], JobId> = {
  costs: 'ingest-costs',
  metrics: 'ingest-metrics',
};

export class Freshness {
  readonly #stores: Stores;
  readonly #config: GuardrailsConfig;
  readonly #now: () => Date;

  constructor(options: {
    stores: Stores;
    config: GuardrailsConfig;
    now: () => Date;
  }) {
    this.#stores = options.stores;
    this.#config = options.config;
    this.#now = options.now;
  }

  /** The newest runs that ended of the jobs that pull data, and the newest detection without failures, by job. */
  async newestRuns(): Promise<ReadonlyMap<string, EventRecord>> {
    return this.#stores.runs.newestEnds([
      ...Object.values(JOB_OF).map(jobId => ({ jobId })),
      { jobId: 'detect', succeeded: true },
    ]);
  }

  /** By project id, of what is stored of the projects and of the {@link newestRuns}. */
  async ofProjects(
    projects: readonly ProjectRecord[],
    standings: ReadonlyMap<string, Pick<Standing, 'costs' | 'lastPoint'>>,
    lastRuns: ReadonlyMap<string, EventRecord>,
  ): Promise<Map<string, FreshnessView[]>> {
    const lastPointOf = ({ id }: ProjectRecord) => standings.get(id)?.lastPoint;
    const [lastCosts, lastMetrics] = [JOB_OF.costs, JOB_OF.metrics].map(job =>
      lastRuns.get(job),
    );
    const [read, pulled] = await Promise.all([
      this.#completions(
        JOB_OF.costs,
        projects,
        lastCosts,
        ({ id }) => standings.get(id)?.costs !== undefined,
      ),
      this.#completions(
        JOB_OF.metrics,
        projects.filter(project =>
          this.#isMeasured(project, lastPointOf(project) !== undefined),
        ),
        lastMetrics,
        project => lastPointOf(project) !== undefined,
      ),
    ]);
    const view = (
      source: FreshnessView['source'],
      project: ProjectRecord,
      known: { asOf?: Date; newest?: string; lastRun?: EventRecord },
    ): FreshnessView => ({
      source,
      asOf: known.asOf?.toISOString(),
      newest: known.newest,
      lastError: known.lastRun && whyNotCompleted(known.lastRun, project),
    });
    return new Map(
      projects.map((project): [string, FreshnessView[]] => [
        project.id,
        [
          view('costs', project, {
            asOf: read.get(project.name),
            newest: standings.get(project.id)?.costs?.last,
            lastRun: lastCosts,
          }),
          view('metrics', project, {
            asOf: pulled.get(project.name),
            newest: lastPointOf(project)?.toISOString(),
            lastRun: lastMetrics,
          }),
        ],
      ]),
    );
  }

  /**
   * When the newest pull that completed the project ended, and never in a time to come; undefined before the first.
   *
   * @param known.hasPoints - whether points of the project were seen already
   */
  async asOf(
    source: FreshnessView['source'],
    project: ProjectRecord,
    known: { readonly hasPoints?: boolean } = {},
  ): Promise<Date | undefined> {
    // No run completes what nothing measures, and all of them would be searched: 35,000 a year.
    if (source === 'metrics') {
      const { metrics } = this.#stores;
      const hasPoints =
        known.hasPoints ||
        (await metrics.lastPoints([project.id])).has(project.id);
      if (!this.#isMeasured(project, hasPoints)) return undefined;
    }
    return (await this.readAsOf(source, [project.name])).get(project.name);
  }

  /** The same for several, by name. */
  async readAsOf(
    source: FreshnessView['source'],
    projects: readonly string[],
  ): Promise<Map<string, Date>> {
    return this.#newestCompletions(JOB_OF[source], projects);
  }

  async #newestCompletions(
    jobId: JobId,
    projects: readonly string[],
  ): Promise<Map<string, Date>> {
    const now = this.#now();
    const found = await this.#stores.runs.newestCompletions(jobId, projects);
    return new Map([...found].map(([name, at]) => [name, notAhead(at, now)]));
  }

  /**
   * By name. Nearly always the newest run has completed them all; only for others of which something is stored are
   * more runs searched, because all of them would be for what none has completed.
   */
  async #completions(
    jobId: JobId,
    projects: readonly ProjectRecord[],
    newest: EventRecord | undefined,
    isStored: (project: ProjectRecord) => boolean,
  ): Promise<Map<string, Date>> {
    const inNewest = new Set(
      (
        newest?.metadata as unknown as RunMetadata | undefined
      )?.completedProjects,
    );
    const others = projects
      .filter(project => !inNewest.has(project.name) && isStored(project))
      .map(({ name }) => name);
    const found =
      newest && others.length > 0
        ? await this.#newestCompletions(jobId, others)
        : new Map<string, Date>();
    return new Map([
      ...found,
      ...projects
        .filter(({ name }) => inNewest.has(name))
        .map(({ name }): [string, Date] => [
          name,
          notAhead(newest!.createdAt, this.#now()),
        ]),
    ]);
  }

  #isMeasured(project: ProjectRecord, hasPoints: boolean): boolean {
    const configured = this.#config.projects.find(
      ({ name }) => name === project.name,
    );
    // What a catalog entity says is known where it is read; here, by what was read.
    return configured ? configured.endpoint !== undefined : hasPoints;
  }
}

/** Why a run left a project incomplete, in words; undefined when it did not, or was not about it. */
function whyNotCompleted(
  run: EventRecord,
  project: ProjectRecord,
): string | undefined {
  const { completedProjects, failures } =
    run.metadata as unknown as RunMetadata;
  if (
    run.eventType === EVENT_TYPES.runSucceeded ||
    completedProjects.includes(project.name)
  ) {
    return undefined;
  }
  const own = failures.filter(({ projects }) =>
    projects?.includes(project.name),
  );
  const why =
    own.length > 0 ? own : failures.filter(({ scope }) => scope === WHOLE_RUN);
  return why.length > 0
    ? why
        .map(({ scope, message, projects = [] }) =>
          // Who may see one of several projects may not see the others.
          projects.length > 1 && scope.startsWith('projects ')
            ? message
            : `${scope}: ${message}`,
        )
        .join('; ')
    : undefined;
}
