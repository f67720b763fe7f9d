/**
 * Which kind of metric a series is, day by day: what its source declares, or else how it behaved in the weeks before.
 *
 * Nothing here knows a name. A series that is told to be a count of errors or a latency is one; any other one is
 * `traffic` on the days before which it moved smoothly, and `utilisation` on all others.
 */
import type { MetricKind, Series } from '@cloudops/plugin-guardrails-node';
import { MetricHistory, quantileOf } from './MetricHistory';

/** The units of the metrics that are read from AWS. */
const BY_UNIT: Readonly<Record<string, MetricKind>> = {
  count: 'errors',
  ms: 'latency',
};

/**
 * A series is smooth when it moves, from one point to the next, less than 40 % of how far it lies from its middle. Of
 * labelled series, those of services under load lie between 3 and 27 %, gauges and sparse counts between 50 and 160 %.
 */
const SMOOTH_SHARE = 0.4;
/** Both are measured at the upper quartile: a series may rest for half of the time. */
const SPREAD_SHARE = 0.75;
/** Only where points are minutes apart does a jump from one to the next tell something. */
const LONGEST_PERIOD_SECONDS = 600;

/** How far a series lies from its middle shows within a day. */
const FEWEST_DAYS = 1;

/** What the source of a series says about it; undefined when its behaviour has to tell. */
export function declaredKind({
  kind,
  unit,
}: Pick<Series, 'kind' | 'unit'>): MetricKind | undefined {
  return kind ?? BY_UNIT[unit];
}

export class SeriesKinds {
  static readonly #known = new WeakMap<Series, SeriesKinds>();

  readonly #declared: MetricKind | undefined;
  readonly #history: MetricHistory;
  readonly #isFine: boolean;
  /** Distance of a point from the one before it, of a series that is not declared. */
  readonly #steps: Float64Array;

  static of(series: Series): SeriesKinds {
    let kinds = SeriesKinds.#known.get(series);
    if (!kinds) {
      kinds = new SeriesKinds(series);
      SeriesKinds.#known.set(series, kinds);
    }
    return kinds;
  }

  private constructor(series: Series) {
    this.#declared = declaredKind(series);
    this.#history = MetricHistory.of(series);
    this.#isFine =
      !this.#declared && series.periodSeconds <= LONGEST_PERIOD_SECONDS;
    const { values } = this.#history;
    this.#steps = this.#isFine
      ? values.map((value, index) => Math.abs(value - values[index - 1]))
      : new Float64Array();
  }

  /** The kind on the UTC day of a point, by what lies before that day. */
  at(index: number): MetricKind {
    if (this.#declared) {
      return this.#declared;
    }
    const dayStart = this.#history.dayStart(index);
    return this.#history.ofDay('kind@1', dayStart, () =>
      this.#movesSmoothly(dayStart) ? 'traffic' : 'utilisation',
    );
  }

  #movesSmoothly(dayStart: number): boolean {
    if (!this.#isFine || this.#history.ageDays(dayStart) < FEWEST_DAYS) {
      return false;
    }
    const steps = this.#history.usual(this.#steps, dayStart);
    const levels = this.#history.usual(this.#history.values, dayStart);
    if (!steps || !levels) {
      return false;
    }
    const middle = quantileOf(levels, 0.5);
    const spread = levels.map(level => Math.abs(level - middle)).sort();
    return (
      quantileOf(steps, SPREAD_SHARE) <
      SMOOTH_SHARE * quantileOf(spread, SPREAD_SHARE)
    );
  }
}
