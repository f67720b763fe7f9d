/**
 * Judges the costs of one project from the first day on that is not what it was when it was judged: new, restated, late or
 * final by now. A verdict depends on nothing after its day, so the days before stay as they are. Where something fires
 * there or an alert is open, the whole lookback of that service is judged, because alerts depend on the days before.
 */
import {
  firstChange,
  indexFrom,
  judge,
  totalSeries,
  type ProjectCosts,
} from '../detection';
import type { SeriesChanges } from '../alerts';
import type { DetectionProgress } from './DetectionProgress';
import type { Judgement, KnownOfProject, ProjectRun } from './projectRun';
import { hasFired, type SeriesAlerts } from './SeriesAlerts';

export class CostDetection {
  readonly #progress: DetectionProgress;
  readonly #alerts: SeriesAlerts;
  readonly #source: string;

  constructor(options: {
    readonly progress: DetectionProgress;
    readonly alerts: SeriesAlerts;
    /** Name of the source of costs: that of the alerts. */
    readonly source: string;
  }) {
    this.#progress = options.progress;
    this.#alerts = options.alerts;
    this.#source = options.source;
  }

  async judge(run: ProjectRun, known: KnownOfProject): Promise<Judgement> {
    if (!known.costs) {
      return { changes: [] };
    }
    const digests = known.costs.digests();
    const before = this.#progress.ofCosts(run, known);
    const changedFrom = before ? firstChange(before, digests) : -Infinity;
    return {
      changes: await this.#changesFrom(changedFrom, run, known, known.costs),
      judged: this.#progress.costsJudged(
        run,
        known,
        // As they were, a day more or less aside: what has not changed is not written again.
        before && changedFrom === Infinity ? before : digests,
      ),
    };
  }

  async #changesFrom(
    changedFrom: number,
    run: ProjectRun,
    known: KnownOfProject,
    costs: ProjectCosts,
  ): Promise<SeriesChanges[]> {
    const waiting = new Set(
      known.unresolved.map(({ serviceName }) => serviceName),
    );
    if (changedFrom === Infinity && waiting.size === 0) {
      return [];
    }
    const changes: SeriesChanges[] = [];
    const from = Math.max(run.opensFrom, changedFrom);
    const services = costs.series();
    for (const series of [...services, ...totalSeries(services)]) {
      run.progress.signal.throwIfAborted();
      const isQuiet =
        from > run.opensFrom &&
        !waiting.has(series.key) &&
        !hasFired(judge(series, indexFrom(series, from), run.rules));
      if (!isQuiet) {
        const change = await this.#alerts.changesBy(run, known, {
          series,
          points: judge(series, indexFrom(series, run.opensFrom), run.rules),
          judgedFrom: run.opensFrom,
          source: this.#source,
        });
        if (change) changes.push(change);
      }
    }
    return changes;
  }
}
