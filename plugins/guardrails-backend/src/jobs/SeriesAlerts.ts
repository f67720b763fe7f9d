/** What judged points of a series make of its alerts, beside the ones that are stored. */
import type { Direction, Series } from '@cloudops/plugin-guardrails-node';
import {
  alertPolicyOf,
  fingerprintOf,
  silencesOf,
  type AlertLifecycle,
  type SeriesChanges,
  type Settling,
} from '../alerts';
import type { GuardrailsDatabase } from '../database';
import type { JudgedPoint } from '../detection';
import type { KnownOfProject, ProjectRun } from './projectRun';

/**
 * Alerts before the judged points that keep a series quiet (alerts/Restraint.ts): more than this within a week are not
 * told apart.
 */
const MOST_ALERTS_A_WEEK = 50;

const DIRECTIONS: readonly Direction[] = ['above', 'below'];

type JudgedPoints = Readonly<Record<Direction, readonly JudgedPoint[]>>;

/** A series of which points were judged. */
export interface JudgedSeries {
  readonly series: Series;
  readonly points: JudgedPoints;
  /** The first judged point, milliseconds since the epoch. */
  readonly judgedFrom: number;
  /** Name of where the series came from. */
  readonly source: string;
  /** The newest quiet point of each side before the judged ones; −Infinity where none is known. */
  readonly lastQuietAt?: Readonly<Record<Direction, number>>;
}

export class SeriesAlerts {
  readonly #database: GuardrailsDatabase;
  readonly #lifecycle: AlertLifecycle;
  readonly #settling: Settling;

  constructor(options: {
    readonly database: GuardrailsDatabase;
    readonly lifecycle: AlertLifecycle;
    readonly settling: Settling;
  }) {
    this.#database = options.database;
    this.#lifecycle = options.lifecycle;
    this.#settling = options.settling;
  }

  /** Undefined when no alert changes. */
  async changesBy(
    run: ProjectRun,
    { unresolved }: KnownOfProject,
    { series, points, judgedFrom, source, lastQuietAt }: JudgedSeries,
  ): Promise<SeriesChanges | undefined> {
    // Of a metric that is silent for long no point may be left to look at.
    const newest = series.points.at(-1)?.at ?? judgedFrom;
    const { type, key } = series;
    const isWaiting = unresolved.some(
      alert =>
        alert.alertType === type &&
        (type === 'cost' ? alert.serviceName : alert.metricName) === key,
    );
    if (!isWaiting && !hasFired(points)) {
      return undefined;
    }
    const watched = { project: run.project, series, source };
    const side = async (direction: Direction) => ({
      points: points[direction],
      // Windows do not overlap and each holds a finding, so of the judged points no more alerts than this can matter.
      alerts: await this.#database.alerts.byFingerprint(
        fingerprintOf({ ...watched, direction }),
        points[direction].length + 1 + MOST_ALERTS_A_WEEK,
      ),
      lastQuietAt: lastQuietAt?.[direction],
    });
    return this.#lifecycle.plan(
      watched,
      { above: await side('above'), below: await side('below') },
      alertPolicyOf(series, this.#settling, {
        opensFrom: run.opensFrom,
        newest,
        judgedFrom,
        askedThrough: run.metricsReadThrough,
      }),
      run.activities,
    );
  }
}

/** The newest quiet point of each side that no run judges again, with those that are judged now; or a silence since. */
export function lastQuietOf(
  {
    series,
    points,
    judgedFrom,
    lastQuietAt,
  }: Pick<JudgedSeries, 'series' | 'points' | 'judgedFrom' | 'lastQuietAt'>,
  judgedAgainFrom: number,
): Record<Direction, number> {
  const lastSilent = silencesOf(series, judgedFrom)
    .filter(({ to }) => to < judgedAgainFrom)
    .reduce((last, { from }) => Math.max(last, from), -Infinity);
  const ofSide = (direction: Direction) =>
    points[direction].reduce(
      (last, { at, findings }) =>
        findings.length === 0 && at < judgedAgainFrom
          ? Math.max(last, at)
          : last,
      Math.max(lastSilent, lastQuietAt?.[direction] ?? -Infinity),
    );
  return { above: ofSide('above'), below: ofSide('below') };
}

export function hasFired(points: JudgedPoints): boolean {
  return DIRECTIONS.some(direction =>
    points[direction].some(({ findings }) => findings.length > 0),
  );
}
