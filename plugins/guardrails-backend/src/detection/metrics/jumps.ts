/**
 * Jumps: how far a value left the ones before it, and how far values usually leave them: on a usual day, at this time
 * of day, and in the last hours. The change that the hour brings every day is no jump.
 */
import type { Glance } from '@cloudops/plugin-guardrails-node';
import { median } from '../statistics';
import { DailyLargest, USUAL_LARGEST } from './DailyLargest';
import { type MetricHistory, USUAL_DAYS } from './MetricHistory';
import type { Comparison } from './relativeRule';

const DAY_SECONDS = 86_400;
/** Days whose change at the same time is expected. A week, so that each weekday is among them. */
export const JUMP_DAYS = 7;
/** A change that was seen on one day only is not expected. */
const FEWEST_DAYS = 2;
/** Half an hour earlier or later, changes are about the same. */
const NEIGHBOURHOOD_SECONDS = 1800;
/** What the time of day and the last hours add. Chosen on labelled series (docs/detection.md), where each 0.1 tells little. */
const THIS_TIME_WEIGHT = 0.8;
const RECENT_WEIGHT = 0.3;
const RECENT_SECONDS = 3 * 3600;
/** Of the last hours the third largest change counts: a jump there and back is an incident and not what is usual. */
const RECENT_RANK = 3;

/** What is compared: the median of the last points with the median of those before them. */
export interface JumpSpans {
  readonly observed: number;
  readonly before: number;
}

export class Jumps {
  readonly #history: MetricHistory;
  readonly #spans: JumpSpans;
  readonly #reach: number;
  readonly #recent: number;
  /** Change from what was before, computed when asked for; NaN where unknown. */
  readonly #changes: Float64Array;
  readonly #computed: Uint8Array;
  readonly #largest: DailyLargest;

  /** @param name - says what the spans are chosen by, with rule and version */
  constructor(
    history: MetricHistory,
    name: string,
    periodSeconds: number,
    spans: JumpSpans,
  ) {
    this.#history = history;
    this.#spans = spans;
    this.#reach = reachOf(periodSeconds);
    this.#recent = recentOf(periodSeconds);
    this.#changes = new Float64Array(history.values.length);
    this.#computed = new Uint8Array(history.values.length);
    this.#largest = new DailyLargest(history, name, index =>
      this.#changeAt(index),
    );
  }

  #changeAt(index: number): number {
    if (index < 0 || index >= this.#changes.length) {
      return NaN;
    }
    if (!this.#computed[index]) {
      const { observed, before } = this.#spans;
      this.#computed[index] = 1;
      this.#changes[index] = Number.isNaN(this.#history.values[index])
        ? NaN
        : this.#history.median(index, observed) -
          this.#history.median(index - observed, before);
    }
    return this.#changes[index];
  }

  /** Undefined while nothing is usual yet. */
  at(index: number): Comparison | undefined {
    const change = this.#changeAt(index);
    const day = this.#largest.usualBefore(this.#history.dayStart(index));
    if (day === undefined || Number.isNaN(change)) {
      return undefined;
    }
    const observed = this.#history.median(index, this.#spans.observed);
    const beyond = change - this.#expectedAt(index);
    const distance =
      day +
      THIS_TIME_WEIGHT * this.#largestAtThisTime(index) +
      RECENT_WEIGHT * this.#recentBefore(index);
    return {
      observed,
      // Of the plain change and the one beyond what the hour brings, the smaller one counts.
      baseline: observed - smaller(change, beyond),
      usualAbove: distance,
      usualBelow: distance,
    };
  }

  /** The median change at this time on the days before. */
  #expectedAt(index: number): number {
    const before: number[] = [];
    for (let day = 1; day <= JUMP_DAYS; day += 1) {
      const change = this.#changeAt(index - day * this.#history.perDay);
      if (!Number.isNaN(change)) {
        before.push(change);
      }
    }
    return before.length >= FEWEST_DAYS ? median(before) : 0;
  }

  /** The largest change around this time, on the median day of the last week. */
  #largestAtThisTime(index: number): number {
    const largest: number[] = [];
    for (let day = 1; day <= JUMP_DAYS; day += 1) {
      const centre = index - day * this.#history.perDay;
      let most = -1;
      for (let i = centre - this.#reach; i <= centre + this.#reach; i += 1) {
        const change = Math.abs(this.#changeAt(i));
        if (change > most) {
          most = change;
        }
      }
      if (most >= 0 && centre >= this.#reach) {
        largest.push(most);
      }
    }
    return largest.length >= FEWEST_DAYS ? median(largest) : 0;
  }

  #recentBefore(index: number): number {
    const largest = new Array<number>(RECENT_RANK).fill(0);
    for (let i = Math.max(0, index - this.#recent); i < index; i += 1) {
      const change = Math.abs(this.#changeAt(i));
      if (change > largest[RECENT_RANK - 1]) {
        let rank = RECENT_RANK - 1;
        for (; rank > 0 && change > largest[rank - 1]; rank -= 1) {
          largest[rank] = largest[rank - 1];
        }
        largest[rank] = change;
      }
    }
    return largest[RECENT_RANK - 1];
  }
}

/** The one nearer to zero; none when they point to different sides. */
function smaller(a: number, b: number): number {
  if (a * b <= 0) {
    return 0;
  }
  return Math.abs(a) < Math.abs(b) ? a : b;
}

function reachOf(periodSeconds: number): number {
  return Math.max(1, Math.round(NEIGHBOURHOOD_SECONDS / periodSeconds));
}

function recentOf(periodSeconds: number): number {
  // At least six points, where they are hours apart.
  return Math.max(2 * RECENT_RANK, Math.round(RECENT_SECONDS / periodSeconds));
}

/** What a jump looks at beside the largest change of a usual day. */
export function jumpGlance(
  periodSeconds: number,
  { observed, before }: JumpSpans,
): Glance {
  const reach = reachOf(periodSeconds);
  return {
    recent: recentOf(periodSeconds) + observed + before,
    days: JUMP_DAYS,
    before: reach + observed + before,
    after: reach,
  };
}

/** Points that a jump looks back on, at most. */
export function jumpMemory(
  periodSeconds: number,
  { observed, before }: JumpSpans,
): number {
  return (
    Math.round(((USUAL_DAYS + 1) * DAY_SECONDS) / periodSeconds) +
    reachOf(periodSeconds) +
    recentOf(periodSeconds) +
    observed +
    before
  );
}

/** What the usual distance of a jump is, for the arithmetic. */
export const USUAL_JUMP = `largest change ${USUAL_LARGEST} + ${THIS_TIME_WEIGHT} × largest change at this time of day (± 30 minutes, median of ${JUMP_DAYS} days) + ${RECENT_WEIGHT} × third largest change of the last three hours`;
