/**
 * Judges what is new of every series of every project and keeps the alerts up to date.
 *
 * What was judged is stored with the alerts that came of it, in one transaction. So whoever makes the next run, this
 * process or another one, goes on from there; and what was not stored is judged again, which changes nothing.
 */
import type { JobId } from '@cloudops/plugin-guardrails-common';
import type {
  CostSource,
  MetricSource,
} from '@cloudops/plugin-guardrails-node';
import { EVENT_TYPES, type RunMetadata } from '../audit';
import {
  EndedProjects,
  Overtaken,
  SeriesLoader,
  type AlertLifecycle,
  type UnbilledProjects,
  type UnclaimedProjects,
} from '../alerts';
import type { GuardrailsConfig } from '../config';
import type {
  DetectionProgressRecord,
  GuardrailsDatabase,
  ProjectRecord,
  Stores,
} from '../database';
import { startOfPeriod, type ConfiguredRule, type RuleSet } from '../detection';
import { CostDetection } from './CostDetection';
import { DetectionProgress, isNews } from './DetectionProgress';
import type { Job, RunProgress, SavingsMeasurement } from './interfaces';
import { MetricDetection } from './MetricDetection';
import type { Judgement, KnownOfProject, ProjectRun } from './projectRun';
import type { RuleAnnotations } from './RuleAnnotations';
import { SeriesAlerts } from './SeriesAlerts';

const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1000;

/** How often a series is judged in a run that somebody else writes meanwhile. */
const ATTEMPTS = 3;

/** Projects whose rows are read together: a query for each would take longer than the rows, all of them too much memory. */
const PROJECTS_AT_A_TIME = 50;

export class DetectJob implements Job {
  readonly id = 'detect';
  readonly title = 'Detect anomalies';
  readonly #database: GuardrailsDatabase;
  readonly #rules: RuleSet;
  readonly #lifecycle: AlertLifecycle;
  readonly #lookbackDays: number;
  readonly #annotations?: Pick<RuleAnnotations, 'byProject'>;
  readonly #savings?: SavingsMeasurement;
  readonly #ended: EndedProjects;
  readonly #loader: SeriesLoader;
  readonly #costs: CostDetection;
  readonly #metrics: MetricDetection;

  constructor(options: {
    readonly database: GuardrailsDatabase;
    readonly rules: RuleSet;
    readonly lifecycle: AlertLifecycle;
    /** Which projects have no costs any more: because nobody claims them, … */
    readonly unclaimed: UnclaimedProjects;
    /** … or because AWS bills none. */
    readonly unbilled: UnbilledProjects;
    readonly config: Pick<GuardrailsConfig, 'costs' | 'metrics' | 'detection'>;
    /** Whose names the alerts carry as their source. */
    readonly sources: {
      readonly costs: Pick<CostSource, 'name'>;
      readonly metrics: Pick<MetricSource, 'name'>;
    };
    /** What entities set over the configuration; absent: nothing. */
    readonly annotations?: Pick<RuleAnnotations, 'byProject'>;
    /** Absent: whoever asks for savings measures them. */
    readonly savings?: SavingsMeasurement;
  }) {
    const { database, lifecycle, config, sources } = options;
    const { finalAfterDays } = config.costs;
    this.#database = database;
    this.#rules = options.rules;
    this.#lifecycle = lifecycle;
    this.#lookbackDays = config.detection.lookbackDays;
    this.#annotations = options.annotations;
    this.#savings = options.savings;
    this.#ended = new EndedProjects(options);
    this.#loader = new SeriesLoader({ database, finalAfterDays });
    const progress = new DetectionProgress(config);
    const alerts = new SeriesAlerts({
      database,
      lifecycle,
      settling: {
        finalAfterDays,
        overlapMinutes: config.metrics.overlapMinutes,
      },
    });
    this.#costs = new CostDetection({
      progress,
      alerts,
      source: sources.costs.name,
    });
    this.#metrics = new MetricDetection({
      database,
      config,
      progress,
      alerts,
      source: sources.metrics.name,
    });
  }

  /** A project that fails is noted, and the others go on. Rejects only when the run was aborted. */
  async run(progress: RunProgress): Promise<void> {
    const today = startOfPeriod(progress.now.getTime(), DAY_MS);
    const opensFrom = today - this.#lookbackDays * DAY_MS;
    const entities = await this.#annotations?.byProject(progress.signal);
    const activities = await this.#database.plannedActivities.endingAfter(
      new Date(opensFrom),
    );
    const projects = await this.#database.projects.list();
    const withCostAlerts: ProjectRecord[] = [];
    const metricsRead = await newestRead(this.#database.runs);
    for (let i = 0; i < projects.length; i += PROJECTS_AT_A_TIME) {
      progress.signal.throwIfAborted();
      const runs = projects
        .slice(i, i + PROJECTS_AT_A_TIME)
        .map((project): ProjectRun => {
          const { rules, problems } = this.#rules.forEntities(
            project.name,
            entities?.get(project.name) ?? [],
          );
          if (problems.length > 0) {
            // Judged all the same, by what is left: one wrong annotation must not end the watch.
            const error = new Error(problems.join('; '));
            progress.failed(`annotations of project ${project.name}`, error);
          }
          return {
            project,
            rules,
            activities: activities.filter(
              ({ projectId }) => projectId === project.id,
            ),
            opensFrom,
            metricsReadThrough: metricsRead(project.name),
            progress,
          };
        });
      withCostAlerts.push(...(await this.#judgeProjects(runs, progress)));
    }
    await this.#ended
      .resolve(withCostAlerts, progress.now)
      .then(count => progress.rowsWritten(count))
      .catch(error => progress.failed('projects that have ended', error));
    await this.#savings
      ?.store()
      .catch(error => progress.failed('savings', error));
  }

  /** Answers those that had a cost alert before which was not resolved. */
  async #judgeProjects(
    runs: readonly ProjectRun[],
    progress: RunProgress,
  ): Promise<ProjectRecord[]> {
    // Rejects later, and for each of the projects.
    const reading = this.#read(runs);
    reading.catch(() => {});
    const quiet: DetectionProgressRecord[] = [];
    const withCostAlerts: ProjectRecord[] = [];
    try {
      for (const run of runs) {
        progress.signal.throwIfAborted();
        try {
          const known = (await reading)(run.project.id);
          if (known.unresolved.some(({ alertType }) => alertType === 'cost')) {
            withCostAlerts.push(run.project);
          }
          await this.#judgeSeries('the cost series', run, known, quiet, each =>
            this.#costs.judge(run, each),
          );
          for (const { metricName } of known.metrics) {
            progress.signal.throwIfAborted();
            await this.#judgeSeries(metricName, run, known, quiet, each =>
              this.#metrics.judge(run, each, metricName),
            );
          }
          progress.completed(run.project.name);
        } catch (error) {
          progress.signal.throwIfAborted();
          progress.failed(`project ${run.project.name}`, error as Error);
        }
      }
    } finally {
      // Also of a run that is stopped: the next one would begin where this one did, and might never get further.
      await this.#keepQuiet(quiet, progress);
    }
    return withCostAlerts;
  }

  /**
   * Stores what comes of a series together with what was judged of it, or nothing of both: another run may have told of
   * the same incident since this one has read. Then it is judged again, by what is stored by then.
   *
   * @param quiet - takes what was judged where no alert changes
   */
  async #judgeSeries(
    title: string,
    run: ProjectRun,
    read: KnownOfProject,
    quiet: DetectionProgressRecord[],
    judge: (known: KnownOfProject) => Promise<Judgement>,
  ): Promise<void> {
    let known = read;
    for (let attempt = 1; ; attempt += 1) {
      const { changes, judged } = await judge(known);
      if (!judged) return;
      if (changes.length === 0) {
        if (isNews(judged, known)) quiet.push(judged);
        return;
      }
      try {
        const rows = await this.#lifecycle.carryOut(
          changes,
          run.progress.now,
          async stores => {
            if ((await stores.progress.put([judged])) === 0) {
              throw new Overtaken();
            }
          },
        );
        run.progress.rowsWritten(rows);
        return;
      } catch (error) {
        if (!(error instanceof Overtaken)) throw error;
        if (attempt === ATTEMPTS) {
          throw new Error(
            `${title} was changed ${ATTEMPTS} times while it was judged; the next run judges it`,
          );
        }
      }
      run.progress.signal.throwIfAborted();
      known = (await this.#read([run]))(run.project.id);
    }
  }

  /** Where no alert has changed, nothing has to be kept together with it: one statement for all. */
  async #keepQuiet(
    quiet: readonly DetectionProgressRecord[],
    progress: RunProgress,
  ): Promise<void> {
    try {
      await this.#database.progress.put(quiet);
    } catch (error) {
      progress.failed('what was judged', error as Error);
    }
  }

  /** What is stored of each of the projects, with one query for each kind of row. */
  async #read(
    runs: readonly ProjectRun[],
  ): Promise<(projectId: string) => KnownOfProject> {
    const ids = runs.map(({ project }) => project.id);
    const memory = Math.max(...runs.map(({ rules }) => memoryOfCosts(rules)));
    const [{ opensFrom, progress }] = runs;
    // First of all: who writes a point after this is noticed when it is stored.
    const judged = await this.#database.progress.ofProjects(ids);
    const unresolved = await this.#database.alerts.unresolvedOfProjects(ids);
    const costs = await this.#loader.costsOfProjects(ids, {
      from: new Date(opensFrom - memory * DAY_MS),
      to: progress.now,
    });
    const metrics = await this.#database.metrics.extentsOfProjects(ids);
    const baselines = await this.#database.baselines.ofProjects(ids);
    return id => ({
      unresolved: unresolved.filter(({ projectId }) => projectId === id),
      costs: costs.get(id),
      metrics: metrics.get(id) ?? [],
      baselines: baselines.get(id) ?? [],
      judged: judged.get(id) ?? [],
    });
  }
}

/** Until when the newest run that read metrics has read those of a project; undefined where it could not. */
async function newestRead(
  runs: Stores['runs'],
): Promise<(project: string) => number | undefined> {
  const jobId: JobId = 'ingest-metrics';
  const newest = (await runs.newestEnds([{ jobId }])).get(jobId);
  if (!newest || newest.eventType === EVENT_TYPES.runSkipped) {
    return () => undefined;
  }
  const { startedAt, failures } = newest.metadata as unknown as RunMetadata;
  return project =>
    failures.some(({ projects }) => projects?.includes(project) ?? true)
      ? undefined
      : Date.parse(startedAt);
}

/** Cost rules need the same history for every service; only whether they accept it may differ. */
function memoryOfCosts(rules: readonly ConfiguredRule[]): number {
  return rules
    .filter(({ rule }) => rule.appliesTo === 'cost')
    .reduce(
      (most, { rule, parameters }) =>
        Math.max(most, rule.memory(parameters, DAY_SECONDS)),
      0,
    );
}
