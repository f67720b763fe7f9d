/** The contract of a detection rule: a named, versioned, pure function from a series to verdicts. */
import type { AlertType } from '@cloudops/plugin-guardrails-common';
import type { z } from 'zod';

/**
 * One point of a series. `value` is null where the source had nothing and nothing may be assumed.
 *
 * @public
 */
export interface SeriesPoint {
  /** Start of the period the point stands for, milliseconds since the epoch, UTC. */
  readonly at: number;
  readonly value: number | null;
}

/**
 * What a reliability metric measures, which decides what is unusual about it:
 * `errors` are counts of failures (more than chance is bad), `latency` is how bad each request is, latencies and error
 * rates alike (only more is bad), `traffic` follows the hours of the day (a jump against the clock is news),
 * `utilisation` follows nothing (what was never seen before is news).
 *
 * @public
 */
export type MetricKind = 'errors' | 'latency' | 'traffic' | 'utilisation';

/**
 * The key of the cost series that is the sum of all services of a project. No AWS service has this name.
 *
 * @public
 */
export const ALL_SERVICES = 'All services';

/**
 * What a rule looks at: points at a fixed period, oldest first, without gaps (missing periods have a null value,
 * or 0 where the source defines absence as none).
 *
 * @public
 */
export interface Series {
  readonly type: AlertType;
  /** AWS service of a cost series or {@link ALL_SERVICES}, metric name of a reliability series. */
  readonly key: string;
  /** A currency code, `count` or `ms`. */
  readonly unit: string;
  /** Seconds between two points: 86,400 for costs. */
  readonly periodSeconds: number;
  /** What its source says it measures; where it says nothing, the unit or its past behaviour decides. */
  readonly kind?: MetricKind;
  readonly points: readonly SeriesPoint[];
}

/**
 * Which side of the baseline a value is on.
 *
 * @public
 */
export type Direction = 'above' | 'below';

/**
 * A rule's verdict on one point, with all that is needed to draw and to explain it. All values are in the
 * series' unit.
 *
 * @public
 */
export interface Verdict {
  readonly at: number;
  readonly fired: boolean;
  readonly direction: Direction;
  readonly observed: number;
  /** How long `observed` was taken over, ending with the judged period; absent when it is that period's own value. */
  readonly overSeconds?: number;
  /** What the rule expected. */
  readonly baseline: number;
  /** The limit that `observed` was compared with. */
  readonly threshold: number;
  /** The usual range the rule derived, drawn as a band; absent when the rule has none (a fixed limit). */
  readonly usual?: { readonly lower: number; readonly upper: number };
}

/**
 * One line of a rule's calculation with the numbers in place, e.g.
 * `{label: 'Limit', formula: 'baseline + max(5 × spread, 30 %, $5)', value: '59.93'}`.
 *
 * @public
 */
export interface ArithmeticLine {
  readonly label: string;
  readonly formula?: string;
  readonly value: string;
}

/**
 * What the numbers of a verdict are, as words that stand before them in a sentence:
 * `{observed: 'Tuesday 18 Nov cost', baseline: 'Similar Tuesdays'}` gives
 * "Tuesday 18 Nov cost $141. Similar Tuesdays: $46.10. Limit: $59.93 (30 % over)."
 *
 * @public
 */
export interface VerdictWords {
  readonly observed: string;
  /** Absent where the baseline says nothing beside the limit (a fixed limit). */
  readonly baseline?: string;
}

/**
 * The points before a judged one that a rule looks at, beside what it takes from whole days: those right before it, and
 * those around the same time on the days before. In points; a day before has as many points as a day of the series.
 *
 * @public
 */
export interface Glance {
  /** Right before the judged point. */
  readonly recent: number;
  /** How many days before, the last one first; 0 for none. */
  readonly days: number;
  /** Before the same time on each of these days, … */
  readonly before: number;
  /** … and after it. */
  readonly after: number;
}

/**
 * A detection rule. Everything it says about point `i` depends on the points `i − memory … i` and the
 * parameters alone: no clock, no I/O, no other state. Therefore the same rows give the same verdicts in any batch
 * size and any order of runs, a truncated future changes nothing, and a verdict can be replayed years later.
 *
 * A rule's `name` and the meaning of a `version` never change; a changed calculation is a new version.
 *
 * @public
 */
export interface DetectionRule<P = unknown> {
  /** Stored in `alerts.rule_name`, e.g. `cost_spike`. */
  readonly name: string;
  readonly version: number;
  readonly appliesTo: AlertType;
  /** One sentence for people: what it looks for. */
  readonly summary: string;
  /** Checks and defaults of the parameters, with their ranges; unknown parameters are refused. */
  readonly parameters: z.ZodType<P>;
  /** Whether it is asked about {@link ALL_SERVICES} as well; by default the services alone are judged. */
  readonly judgesTotals?: boolean;
  /** Whether the rule has anything to say about a series (e.g. a fixed limit needs one configured for its key). */
  accepts(
    series: Pick<Series, 'type' | 'key' | 'unit' | 'periodSeconds'>,
    parameters: P,
  ): boolean;
  /** How many points before the judged one it looks at, at most. */
  memory(parameters: P, periodSeconds: number): number;
  /**
   * What of its memory it looks at itself, when all else that it needs is known: quantities that depend on the points
   * before a UTC day alone. Absent: all of it.
   */
  glance?(parameters: P, periodSeconds: number): Glance;
  /**
   * Judges the points from index `from` on. Answers one verdict for each point that could be judged, oldest
   * first; a point without a value or with too little history before it gets none.
   */
  judge(series: Series, from: number, parameters: P): Verdict[];
  /** How to speak of a verdict; plain words ("cost", "expected") are used where a rule has none. */
  words?(
    verdict: Verdict,
    series: Pick<Series, 'type' | 'key' | 'unit' | 'periodSeconds'>,
    parameters: P,
  ): VerdictWords;
  /** The calculation behind the verdict on the point at index `at`; same numbers as `judge`. */
  explain(series: Series, at: number, parameters: P): ArithmeticLine[];
}
