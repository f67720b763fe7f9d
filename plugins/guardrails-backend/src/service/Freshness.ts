/** Says how current the stored data of a project are: from the runs that pulled them, and from the data themselves. */
import type {
  Freshness as FreshnessView,
  JobId,
} from '@cloudops/plugin-guardrails-common';
import type { GuardrailsConfig } from '../config';
import { EVENT_TYPES, type RunMetadata } from '../audit';
import type {
  EventRecord,
  ProjectRecord,
  Stores,
} from '../database/interfaces';

/** The job that pulls each kind of data. */
const JOB_OF: Record<FreshnessView['source'], JobId> = {
  costs: 'ingest-costs',
  metrics: 'ingest-metrics',
};

export class Freshness {
  readonly #stores: Stores;
  readonly #config: GuardrailsConfig;

  constructor(options: { stores: Stores; config: GuardrailsConfig }) {
    this.#stores = options.stores;
    this.#config = options.config;
  }

  async of(project: ProjectRecord): Promise<FreshnessView[]> {
    const [costs, metrics] = await Promise.all([
      this.#stores.costs.extent(project.id),
      this.#stores.metrics.extents(project.id),
    ]);
    const newestPoint = Math.max(...metrics.map(({ last }) => last.getTime()));
    return [
      await this.#view('costs', project, costs?.last),
      await this.#view(
        'metrics',
        project,
        metrics.length > 0 ? new Date(newestPoint).toISOString() : undefined,
      ),
    ];
  }

  /** When the newest pull that completed the project ended; undefined before the first. */
  async asOf(
    source: FreshnessView['source'],
    project: ProjectRecord,
  ): Promise<Date | undefined> {
    // No run completes what nothing measures, and all of them would be searched: 35,000 a year.
    if (source === 'metrics' && !this.#isMeasured(project)) return undefined;
    const run = await this.#newestRun(JOB_OF[source], {
      completedProject: project.name,
    });
    return run?.createdAt;
  }

  /** When the newest detection without failures ended. */
  async lastCheckedAt(): Promise<Date | undefined> {
    const run = await this.#newestRun('detect', {
      eventType: [EVENT_TYPES.runSucceeded],
    });
    return run?.createdAt;
  }

  async #view(
    source: FreshnessView['source'],
    project: ProjectRecord,
    newest: string | undefined,
  ): Promise<FreshnessView> {
    const [asOf, lastRun] = await Promise.all([
      this.asOf(source, project),
      this.#newestRun(JOB_OF[source]),
    ]);
    return {
      source,
      asOf: asOf?.toISOString(),
      newest,
      lastError:
        lastRun &&
        whyNotCompleted(lastRun, project, accountOf(project, this.#config)),
    };
  }

  #isMeasured(project: ProjectRecord): boolean {
    return this.#config.projects.some(
      ({ name, endpoint }) => name === project.name && endpoint !== undefined,
    );
  }

  async #newestRun(
    jobId: JobId,
    filter: {
      readonly completedProject?: string;
      readonly eventType?: readonly string[];
    } = {},
  ): Promise<EventRecord | undefined> {
    const { items } = await this.#stores.events.list(
      {
        eventType: [
          EVENT_TYPES.runSucceeded,
          EVENT_TYPES.runFailed,
          EVENT_TYPES.runSkipped,
        ],
        ...filter,
        jobId,
      },
      { limit: 1 },
    );
    return items[0];
  }
}

/** Why a run left a project incomplete, in words; undefined when it did not, or was not about it. */
function whyNotCompleted(
  run: EventRecord,
  project: ProjectRecord,
  accountId: string | undefined,
): string | undefined {
  const { completedProjects, failures } =
    run.metadata as unknown as RunMetadata;
  if (
    run.eventType === EVENT_TYPES.runSucceeded ||
    completedProjects.includes(project.name)
  ) {
    return undefined;
  }
  const own = failures.filter(({ scope }) =>
    [`project ${project.name}`, `account ${accountId}`].includes(scope),
  );
  // A failure that names no project and no account is the portal's own account's, or the whole run's.
  const general = failures.filter(
    ({ scope }) => !/^(project|account) /.test(scope),
  );
  const why = own.length > 0 ? own : general;
  return why.length > 0
    ? why.map(({ scope, message }) => `${scope}: ${message}`).join('; ')
    : undefined;
}

/** The account that a project's data come from; undefined for the portal's own. */
function accountOf(
  project: ProjectRecord,
  config: GuardrailsConfig,
): string | undefined {
  const configured = config.projects.find(({ name }) => name === project.name);
  return configured
    ? configured.accountId
    : /^default-(\d{12})$/.exec(project.name)?.[1];
}
