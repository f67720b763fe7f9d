/**
 * Judges the points of a metric that are new since the last run, and those that may still have changed then or that an
 * unresolved alert waits for. A point that was written long after its time has all points from it on judged again, and
 * where something fires among them, the whole lookback, because alerts depend on what was before.
 */
import type { Direction } from '@cloudops/plugin-guardrails-node';
import { directionOf } from '../alerts';
import type { GuardrailsConfig } from '../config';
import type { GuardrailsDatabase } from '../database';
import { startOfPeriod } from '../detection';
import type {
  DetectionProgress,
  JudgedMetricProgress,
  MetricFacts,
} from './DetectionProgress';
import { JudgedMetrics } from './JudgedMetrics';
import type { Judgement, KnownOfProject, ProjectRun } from './projectRun';
import {
  hasFired,
  lastQuietOf,
  type JudgedSeries,
  type SeriesAlerts,
} from './SeriesAlerts';

export class MetricDetection {
  readonly #config: GuardrailsConfig['metrics'];
  readonly #progress: DetectionProgress;
  readonly #alerts: SeriesAlerts;
  readonly #source: string;
  readonly #judged: JudgedMetrics;

  constructor(options: {
    readonly database: GuardrailsDatabase;
    readonly config: Pick<GuardrailsConfig, 'costs' | 'metrics'>;
    readonly progress: DetectionProgress;
    readonly alerts: SeriesAlerts;
    /** Name of the source of metrics: that of the alerts. */
    readonly source: string;
  }) {
    this.#config = options.config.metrics;
    this.#progress = options.progress;
    this.#alerts = options.alerts;
    this.#source = options.source;
    this.#judged = new JudgedMetrics({
      database: options.database,
      finalAfterDays: options.config.costs.finalAfterDays,
    });
  }

  async judge(
    run: ProjectRun,
    known: KnownOfProject,
    metricName: string,
  ): Promise<Judgement> {
    const extent = known.metrics.find(each => each.metricName === metricName);
    if (!extent) {
      return { changes: [] };
    }
    const { unit, last } = extent;
    const metric = {
      type: 'reliability',
      key: metricName,
      unit,
      periodSeconds: this.#config.periodSeconds,
    } as const;
    const before = this.#progress.ofMetric(run, known, metric);
    const judged = await this.#newPoints(run, known, metric, before);
    const changes = await this.#alerts.changesBy(run, known, judged);
    const settledThrough =
      last.getTime() - this.#config.overlapMinutes * 60_000;
    return {
      changes: changes ? [changes] : [],
      judged: this.#progress.metricJudged(run, known, metric, {
        settledThrough,
        lastQuietAt: lastQuietOf(
          judged,
          startOfPeriod(settledThrough, metric.periodSeconds * 1000),
        ),
      }),
    };
  }

  async #newPoints(
    run: ProjectRun,
    known: KnownOfProject,
    metric: MetricFacts,
    before: JudgedMetricProgress | undefined,
  ): Promise<JudgedSeries> {
    if (before) {
      const starts = startsOf(before, known, metric);
      const from = Math.min(starts.above, starts.below);
      if (from > run.opensFrom) {
        const { points, ...judged } = await this.#from(
          from,
          run,
          known,
          metric,
        );
        if (!before.isRestated || !hasFired(points)) {
          return {
            ...judged,
            points: {
              above: points.above.filter(({ at }) => at >= starts.above),
              below: points.below.filter(({ at }) => at >= starts.below),
            },
            lastQuietAt: before.lastQuietAt,
          };
        }
      }
    }
    return this.#from(run.opensFrom, run, known, metric);
  }

  async #from(
    from: number,
    run: ProjectRun,
    known: KnownOfProject,
    metric: MetricFacts,
  ): Promise<JudgedSeries> {
    const judgedFrom = startOfPeriod(from, metric.periodSeconds * 1000);
    const judged = await this.#judged.judge(run.project.id, metric, {
      from: judgedFrom,
      to: run.progress.now,
      rules: run.rules,
      extents: known.metrics,
      stored: known.baselines.filter(
        ({ metricName }) => metricName === metric.key,
      ),
    });
    return { ...judged, judgedFrom, source: this.#source };
  }
}

/**
 * The first point that counts on each side. What one side waits for is no reason to take points of the other one again:
 * they were settled, and its last quiet point may lie among them.
 */
function startsOf(
  { settledThrough }: JudgedMetricProgress,
  { unresolved }: KnownOfProject,
  { key, periodSeconds }: MetricFacts,
): Record<Direction, number> {
  const startOf = (direction: Direction) =>
    startOfPeriod(
      Math.min(
        settledThrough,
        ...unresolved
          .filter(
            alert =>
              alert.metricName === key && directionOf(alert) === direction,
          )
          .map(({ windowEnd }) => windowEnd.getTime()),
      ),
      periodSeconds * 1000,
    );
  return { above: startOf('above'), below: startOf('below') };
}
