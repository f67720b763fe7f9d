/**
 * Which kind of metric a series is, day by day: what its source declares, or else how it behaved in the weeks before.
 *
 * Nothing here knows a name. A series that is told to be a count of errors or a latency is one; any other one is
 * `traffic` on the days before which the time of day explained it, and `utilisation` on all others.
 */
import type { MetricKind, Series } from '@cloudops/plugin-guardrails-node';
import { median } from '../statistics';
import { MetricHistory, quantileOf, USUAL_DAYS } from './MetricHistory';

/** The units of the metrics that are read from AWS. */
const BY_UNIT: Readonly<Record<string, MetricKind>> = {
  count: 'errors',
  ms: 'latency',
};

/** Days whose same time of day is the expectation. A week, so that each weekday is among them. */
const RHYTHM_DAYS = 7;
/** A rhythm that was not seen on three days is none. */
const FEWEST_DAYS = 3;
/**
 * A series follows the hours when the time of day leaves less than 90 % of its spread. Of labelled series of services,
 * those with a daily rhythm lie between 10 and 85 %, those without between 90 and 130 %.
 */
const MOST_LEFT = 0.9;
/** The spread is measured at the upper quartile: a series may rest for half of the time. */
const SPREAD_SHARE = 0.75;
/** From one point to the next traffic is smooth only when they are minutes apart. */
const LONGEST_PERIOD_SECONDS = 600;

/** What the source of a series says about it; undefined when its behaviour has to tell. */
export function declaredKind({
  kind,
  unit,
}: Pick<Series, 'kind' | 'unit'>): MetricKind | undefined {
  return kind ?? BY_UNIT[unit];
}

/** Points before a point that decide on its kind, at most. */
export function kindMemory(
  series: Pick<Series, 'kind' | 'unit' | 'periodSeconds'>,
): number {
  return declaredKind(series)
    ? 0
    : ((USUAL_DAYS + RHYTHM_DAYS + 1) * 86_400) / series.periodSeconds;
}

export class SeriesKinds {
  static readonly #known = new WeakMap<Series, SeriesKinds>();

  readonly #declared: MetricKind | undefined;
  readonly #history: MetricHistory;
  readonly #isFine: boolean;
  /** Distance of a point from the median of the same time on the days before, computed when asked for. */
  readonly #distances: Float64Array;
  readonly #computed: Uint8Array;
  readonly #byDay = new Map<number, MetricKind>();

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
    this.#isFine = series.periodSeconds <= LONGEST_PERIOD_SECONDS;
    const { length } = this.#declared ? [] : series.points;
    this.#distances = new Float64Array(length);
    this.#computed = new Uint8Array(length);
  }

  /** The kind on the UTC day of a point, by what lies before that day. */
  at(index: number): MetricKind {
    if (this.#declared) {
      return this.#declared;
    }
    const dayStart = this.#history.dayStart(index);
    let kind = this.#byDay.get(dayStart);
    if (!kind) {
      kind = this.#followsTheHours(dayStart) ? 'traffic' : 'utilisation';
      this.#byDay.set(dayStart, kind);
    }
    return kind;
  }

  #followsTheHours(dayStart: number): boolean {
    const { values, perDay } = this.#history;
    const from = Math.max(0, dayStart - USUAL_DAYS * perDay);
    if (!this.#isFine || dayStart < RHYTHM_DAYS * perDay) {
      return false;
    }
    const usual = this.#history.usual(values, dayStart);
    if (!usual) {
      return false;
    }
    const centre = quantileOf(usual, 0.5);
    const spread = usual.map(value => Math.abs(value - centre)).sort();
    const left: number[] = [];
    for (let i = from; i < dayStart; i += 1) {
      const distance = this.#distanceAt(i);
      if (distance >= 0) {
        left.push(distance);
      }
    }
    return (
      left.length >= perDay &&
      quantileOf(Float64Array.from(left).sort(), SPREAD_SHARE) <
        MOST_LEFT * quantileOf(spread, SPREAD_SHARE)
    );
  }

  #distanceAt(index: number): number {
    if (!this.#computed[index]) {
      const { values, perDay } = this.#history;
      const before: number[] = [];
      for (let day = 1; day <= RHYTHM_DAYS; day += 1) {
        const value = values[index - day * perDay];
        if (!Number.isNaN(value) && value !== undefined) {
          before.push(value);
        }
      }
      this.#distances[index] =
        before.length >= FEWEST_DAYS
          ? Math.abs(values[index] - median(before))
          : NaN;
      this.#computed[index] = 1;
    }
    return this.#distances[index];
  }
}
