/**
 * Judges what is new of every series of every project and keeps the alerts up to date.
 *
 * Costs are judged from the first day on that is not what it was in the last run, because AWS restates them; where
 * something fires or an alert is open, over the whole lookback. Of a metric only the points since the last run are
 * judged, and those that may still have changed. How far that was is remembered in this process
 * alone, because judging points again changes nothing: after a restart or on another replica one run takes in the
 * lookback, and comes to the same alerts.
 */
import type {
  CostSource,
  Direction,
  MetricSource,
  Series,
} from '@cloudops/plugin-guardrails-node';
import {
  alertPolicyOf,
  fingerprintOf,
  SeriesLoader,
  type AlertLifecycle,
  type AlertPolicy,
  type SeriesOfProject,
} from '../alerts';
import type { GuardrailsConfig } from '../config';
import type {
  AlertRecord,
  GuardrailsDatabase,
  MetricBaseline,
  PlannedActivityRecord,
  ProjectRecord,
  Stores,
} from '../database';
import {
  indexFrom,
  judge,
  startOfPeriod,
  totalSeries,
  type ConfiguredRule,
  type JudgedPoint,
  type ProjectCosts,
  type RuleSet,
} from '../detection';
import type { Job, RunProgress, SavingsMeasurement } from './interfaces';
import { JudgedCosts } from './JudgedCosts';
import { JudgedMetrics } from './JudgedMetrics';
import type { RuleAnnotations } from './RuleAnnotations';

const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1000;

/**
 * Alerts before the judged points that keep a series quiet (alerts/Restraint.ts): more than this within a week are not
 * told apart.
 */
const MOST_ALERTS_A_WEEK = 50;

/** Projects whose rows are read together: a query for each would take longer than the rows, all of them too much memory. */
const PROJECTS_AT_A_TIME = 100;

const DIRECTIONS: readonly Direction[] = ['above', 'below'];

/** How far a metric was judged, and what is needed to go on from there. */
interface Progress {
  /** The newest stored point that was judged, milliseconds since the epoch. */
  readonly judgedThrough: number;
  readonly lastQuietAt: Readonly<Record<Direction, number>>;
  /** The planned activities that were known then. */
  readonly activities: readonly PlannedActivityRecord[];
}

/** One project in one run. */
interface ProjectRun {
  readonly project: ProjectRecord;
  readonly rules: readonly ConfiguredRule[];
  /** Those that are planned and not cancelled, and may cover a point that is judged. */
  readonly activities: readonly PlannedActivityRecord[];
  /** Start of the UTC day before which nothing opens an alert. */
  readonly opensFrom: number;
  readonly progress: RunProgress;
}

/** What is stored of some projects, by project id. */
interface KnownProjects {
  readonly unresolved: ReadonlyMap<string, readonly AlertRecord[]>;
  readonly costs: ReadonlyMap<string, ProjectCosts>;
  readonly metrics: Awaited<ReturnType<Stores['metrics']['extentsOfProjects']>>;
  readonly baselines: ReadonlyMap<string, readonly MetricBaseline[]>;
}

export class DetectJob implements Job {
  readonly id = 'detect';
  readonly title = 'Detect anomalies';
  readonly #database: GuardrailsDatabase;
  readonly #rules: RuleSet;
  readonly #lifecycle: AlertLifecycle;
  readonly #config: Pick<GuardrailsConfig, 'costs' | 'metrics' | 'detection'>;
  readonly #sources: {
    readonly costs: Pick<CostSource, 'name'>;
    readonly metrics: Pick<MetricSource, 'name'>;
  };
  readonly #annotations?: Pick<RuleAnnotations, 'byProject'>;
  readonly #savings?: SavingsMeasurement;
  readonly #loader: SeriesLoader;
  readonly #judgedMetrics: JudgedMetrics;
  readonly #judgedCosts = new JudgedCosts();
  /** Project id and metric name → how far it was judged. */
  readonly #judged = new Map<string, Progress>();

  constructor(options: {
    readonly database: GuardrailsDatabase;
    readonly rules: RuleSet;
    readonly lifecycle: AlertLifecycle;
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
    this.#database = options.database;
    this.#rules = options.rules;
    this.#lifecycle = options.lifecycle;
    this.#config = options.config;
    this.#sources = options.sources;
    this.#annotations = options.annotations;
    this.#savings = options.savings;
    this.#loader = new SeriesLoader({
      database: options.database,
      finalAfterDays: options.config.costs.finalAfterDays,
    });
    this.#judgedMetrics = new JudgedMetrics({
      database: options.database,
      finalAfterDays: options.config.costs.finalAfterDays,
    });
  }

  /** A project that fails is noted, and the others go on. Rejects only when the run was aborted. */
  async run(progress: RunProgress): Promise<void> {
    const today = startOfPeriod(progress.now.getTime(), DAY_MS);
    const opensFrom = today - this.#config.detection.lookbackDays * DAY_MS;
    const entities = await this.#annotations?.byProject(progress.signal);
    const activities = await this.#database.plannedActivities.endingAfter(
      new Date(opensFrom),
    );
    const projects = await this.#database.projects.list();
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
            progress,
          };
        });
      await this.#judgeProjects(runs, progress);
    }
    await this.#savings
      ?.store()
      .catch(error => progress.failed('savings', error));
  }

  async #judgeProjects(
    runs: readonly ProjectRun[],
    progress: RunProgress,
  ): Promise<void> {
    // Rejects later, and for each of the projects.
    const reading = this.#read(runs);
    reading.catch(() => {});
    for (const run of runs) {
      progress.signal.throwIfAborted();
      try {
        const known = await reading;
        await this.#judgeCosts(run, known);
        await this.#judgeMetrics(run, known);
        progress.completed(run.project.name);
      } catch (error) {
        progress.signal.throwIfAborted();
        progress.failed(`project ${run.project.name}`, error as Error);
      }
    }
  }

  /** What is stored of the projects, with one query for each kind of row. */
  async #read(runs: readonly ProjectRun[]): Promise<KnownProjects> {
    const ids = runs.map(({ project }) => project.id);
    const memory = Math.max(...runs.map(({ rules }) => memoryOfCosts(rules)));
    const [{ opensFrom, progress }] = runs;
    const unresolved = new Map<string, AlertRecord[]>();
    for (const alert of await this.#database.alerts.unresolvedOfProjects(ids)) {
      const found = unresolved.get(alert.projectId) ?? [];
      unresolved.set(alert.projectId, [...found, alert]);
    }
    return {
      unresolved,
      costs: await this.#loader.costsOfProjects(ids, {
        from: new Date(opensFrom - memory * DAY_MS),
        to: progress.now,
      }),
      metrics: await this.#database.metrics.extentsOfProjects(ids),
      baselines: await this.#database.baselines.ofProjects(ids),
    };
  }

  async #judgeCosts(run: ProjectRun, known: KnownProjects): Promise<void> {
    const { id } = run.project;
    const costs = known.costs.get(id);
    if (!costs) {
      this.#judgedCosts.forget(id);
      return;
    }
    const digests = costs.digests();
    const changedFrom = this.#judgedCosts.changedFrom(id, digests, run);
    const waiting = new Set(
      (known.unresolved.get(id) ?? []).map(({ serviceName }) => serviceName),
    );
    if (changedFrom === Infinity && waiting.size === 0) {
      return;
    }
    const services = costs.series();
    for (const series of [...services, ...totalSeries(services)]) {
      run.progress.signal.throwIfAborted();
      const from = Math.max(run.opensFrom, changedFrom);
      const isQuiet =
        from > run.opensFrom &&
        !waiting.has(series.key) &&
        !hasFired(judge(series, indexFrom(series, from), run.rules));
      if (!isQuiet) {
        // Whatever comes of a finding depends on the days before it as well.
        const all = judge(series, indexFrom(series, run.opensFrom), run.rules);
        await this.#updateSeries(run, known, series, all, {
          source: this.#sources.costs.name,
        });
      }
    }
    this.#judgedCosts.remember(id, digests, run);
  }

  async #judgeMetrics(run: ProjectRun, known: KnownProjects): Promise<void> {
    const { periodSeconds } = this.#config.metrics;
    const { id } = run.project;
    const extents = known.metrics.get(id) ?? [];
    const stored = known.baselines.get(id);
    for (const { metricName, unit, last } of extents) {
      run.progress.signal.throwIfAborted();
      const key = `${id} ${metricName}`;
      const judged = this.#progressOf(key, run);
      const facts = {
        type: 'reliability',
        key: metricName,
        unit,
        periodSeconds,
      } as const;
      const from = this.#judgeFrom(run, known, facts, judged);
      const { series, points } = await this.#judgedMetrics.judge(
        run.project.id,
        facts,
        {
          from,
          to: run.progress.now,
          rules: run.rules,
          extents,
          stored: stored?.filter(each => each.metricName === metricName) ?? [],
        },
      );
      const lastQuietAt = await this.#updateSeries(run, known, series, points, {
        source: this.#sources.metrics.name,
        lastQuietAt: judged?.lastQuietAt,
      });
      this.#judged.set(key, {
        judgedThrough: last.getTime(),
        lastQuietAt,
        activities: run.activities,
      });
    }
  }

  /** How far a metric was judged; nowhere, when an activity was cancelled since that may have kept a finding quiet. */
  #progressOf(
    key: string,
    { activities, opensFrom }: ProjectRun,
  ): Progress | undefined {
    const judged = this.#judged.get(key);
    const isCancelled = judged?.activities.some(
      ({ id, to }) =>
        to.getTime() > opensFrom && !activities.some(each => each.id === id),
    );
    return isCancelled ? undefined : judged;
  }

  /** From the last judged point that may have changed since, or from where an alert waits for quiet points. */
  #judgeFrom(
    { opensFrom, project }: ProjectRun,
    { unresolved }: KnownProjects,
    facts: Pick<Series, 'key' | 'periodSeconds'>,
    judged: Progress | undefined,
  ): number {
    const overlapMs = this.#config.metrics.overlapMinutes * 60_000;
    const waiting = (unresolved.get(project.id) ?? [])
      .filter(({ metricName }) => metricName === facts.key)
      .map(({ windowEnd }) => windowEnd.getTime());
    const from = Math.min(
      judged ? judged.judgedThrough - overlapMs : opensFrom,
      ...waiting,
    );
    return startOfPeriod(Math.max(opensFrom, from), facts.periodSeconds * 1000);
  }

  /** Brings the alerts of a series up to date; answers the newest quiet final point of each side. */
  async #updateSeries(
    run: ProjectRun,
    known: KnownProjects,
    series: Series,
    judged: Readonly<Record<Direction, readonly JudgedPoint[]>>,
    how: {
      readonly source: string;
      readonly lastQuietAt?: Readonly<Record<Direction, number>>;
    },
  ): Promise<Record<Direction, number>> {
    const lastQuietAt = {
      above: -Infinity,
      below: -Infinity,
      ...how.lastQuietAt,
    };
    const newest = series.points.at(-1)?.at;
    if (newest === undefined) {
      return lastQuietAt;
    }
    const policy = alertPolicyOf(
      series,
      {
        finalAfterDays: this.#config.costs.finalAfterDays,
        overlapMinutes: this.#config.metrics.overlapMinutes,
      },
      { opensFrom: run.opensFrom, newest },
    );
    await this.#updateAlerts(
      run,
      known,
      { project: run.project, series, source: how.source },
      judged,
      lastQuietAt,
      policy,
    );
    const final = newest - policy.settlePeriods * policy.periodMs;
    for (const direction of DIRECTIONS) {
      lastQuietAt[direction] = judged[direction].reduce(
        (last, point) =>
          point.findings.length === 0 && point.at <= final
            ? Math.max(last, point.at)
            : last,
        lastQuietAt[direction],
      );
    }
    return lastQuietAt;
  }

  async #updateAlerts(
    run: ProjectRun,
    { unresolved }: KnownProjects,
    watched: SeriesOfProject,
    judged: Readonly<Record<Direction, readonly JudgedPoint[]>>,
    lastQuietAt: Readonly<Record<Direction, number>>,
    policy: AlertPolicy,
  ): Promise<void> {
    const { type, key } = watched.series;
    const isWaiting = (unresolved.get(run.project.id) ?? []).some(
      alert =>
        alert.alertType === type &&
        (type === 'cost' ? alert.serviceName : alert.metricName) === key,
    );
    if (!isWaiting && !hasFired(judged)) {
      return;
    }
    const side = async (direction: Direction) => {
      const points = judged[direction];
      return {
        points,
        // Windows do not overlap and each holds a finding, so of the judged points no more alerts than this can matter.
        alerts: await this.#database.alerts.byFingerprint(
          fingerprintOf({ ...watched, direction }),
          points.length + 1 + MOST_ALERTS_A_WEEK,
        ),
        lastQuietAt: lastQuietAt[direction],
      };
    };
    run.progress.rowsWritten(
      await this.#lifecycle.update(
        watched,
        { above: await side('above'), below: await side('below') },
        policy,
        run.progress.now,
        run.activities,
      ),
    );
  }
}

function hasFired(
  judged: Readonly<Record<Direction, readonly JudgedPoint[]>>,
): boolean {
  return DIRECTIONS.some(direction =>
    judged[direction].some(({ findings }) => findings.length > 0),
  );
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
