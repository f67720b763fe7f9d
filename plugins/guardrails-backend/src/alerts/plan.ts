/**
 * What the findings on both sides of one series make of its alerts: which are opened, extended and resolved.
 *
 * Pure, and a function of the points and the alerts alone: however the points are cut into runs, and however often
 * they are judged again, the same alerts come out. Therefore nothing here asks what time it is; a point counts as
 * final when newer points lie far enough after it.
 */
import type {
  Direction,
  Series,
  Verdict,
} from '@cloudops/plugin-guardrails-node';
import type { JudgedPoint } from '../detection';
import {
  excessOf,
  isWorse,
  worstFinding,
  type Grade,
  type GradedFinding,
} from './grading';
import { Restraint } from './Restraint';

/** An alert that is stored. Times in milliseconds since the epoch; the end of the window is exclusive. */
export interface KnownAlert {
  readonly id: string;
  readonly resolved: boolean;
  readonly windowStart: number;
  readonly windowEnd: number;
  readonly grade: Grade;
  /** When a person last put it back to open; quiet points before that do not resolve it. */
  readonly reopenedAt?: number;
}

export interface AlertPolicy {
  readonly type: Series['type'];
  readonly periodMs: number;
  /** Points before this open no alert. */
  readonly opensFrom: number;
  /** A point is final once this many newer periods have passed. */
  readonly settlePeriods: number;
  /** This many quiet final points resolve an alert. */
  readonly quietPoints: number;
  /** The newest point of the series, judged or not. */
  readonly newest: number;
}

/** One side of a series: above its baseline, or below. */
export interface Side {
  readonly points: readonly JudgedPoint[];
  readonly alerts: readonly KnownAlert[];
  /** The newest quiet final point before the given ones, when it is known from an earlier run. */
  readonly lastQuietAt?: number;
}

const DIRECTIONS: readonly Direction[] = ['above', 'below'];

/** What happens to one alert. */
export interface AlertPlan {
  /** The stored alert; absent when it is opened now. */
  readonly id?: string;
  /** The first finding of an alert that is opened now. */
  readonly opened?: GradedFinding;
  readonly windowStart: number;
  readonly windowEnd: number;
  /** The newest finding that moved the end of the window. */
  readonly recurred?: GradedFinding;
  /** A finding worse than the stored one (or the opening one), which speaks for the alert from now on. */
  readonly worse?: GradedFinding;
  /** The verdict on the last of the quiet points that resolved it. */
  readonly resolvedBy?: Verdict;
}

/**
 * A finding right after a window that somebody closed belongs to what was closed; it opens an alert of its own only
 * when it lies this many times as far from its baseline.
 */
const REOPENING_EXCESS = 2;

type Draft = { -readonly [K in keyof AlertPlan]: AlertPlan[K] } & {
  readonly reopenedAt?: number;
  resolved: boolean;
  grade: Grade;
  changed: boolean;
};

/** What becomes of the alerts on one side, point by point. */
class SidePlan {
  readonly #points: readonly JudgedPoint[];
  readonly #policy: AlertPolicy;
  readonly #restraint: Restraint;
  readonly #drafts: Draft[];
  #current: Draft | undefined;
  #lastQuietAt: number;
  /** Quiet points since the current alert was found or opened. */
  #quiet: { readonly at: number; readonly verdict: Verdict }[] = [];

  constructor(
    { points, alerts, lastQuietAt }: Side,
    policy: AlertPolicy,
    restraint: Restraint,
  ) {
    this.#points = points;
    this.#policy = policy;
    this.#restraint = restraint;
    this.#drafts = alerts.map(alert => ({ ...alert, changed: false }));
    this.#drafts.forEach(draft => restraint.watch(draft));
    this.#current = this.#drafts.find(draft => !draft.resolved);
    this.#lastQuietAt = lastQuietAt ?? -Infinity;
  }

  take(point: JudgedPoint): void {
    const { type, periodMs, opensFrom } = this.#policy;
    this.#resolveUpTo(point.at);
    const finding = worstFinding(type, point);
    if (!finding) {
      if (this.#current) {
        this.#quiet.push({ at: point.at, verdict: point.quiet! });
      }
      this.#lastQuietAt = Math.max(this.#lastQuietAt, point.at);
      return;
    }
    const end = point.at + periodMs;
    const current = this.#current;
    const covering = this.#covering(point.at);
    if (covering) {
      if (covering === current) {
        raise(current, finding);
      }
    } else if (current && point.at >= current.windowEnd) {
      current.windowEnd = end;
      current.recurred = finding;
      current.changed = true;
      raise(current, finding);
    } else if (point.at >= opensFrom && !this.#belongsToResolved(finding)) {
      if (!current) {
        if (this.#restraint.allows(point)) {
          this.#current = open(point.at, end, finding);
          this.#drafts.push(this.#current);
          this.#quiet = [];
          this.#restraint.watch(this.#current);
        }
      } else if (this.#isCloseTo(current, point.at)) {
        // An older point that was restated, or arrived, after the alert had been opened.
        current.windowStart = point.at;
        current.changed = true;
        raise(current, finding);
      }
    }
  }

  finish(): AlertPlan[] {
    this.#resolveUpTo(this.#policy.newest);
    return this.#drafts
      .filter(draft => draft.changed)
      .map(
        ({
          id,
          opened,
          windowStart,
          windowEnd,
          recurred,
          worse,
          resolvedBy,
        }) => ({
          id,
          opened,
          windowStart,
          windowEnd,
          recurred,
          worse,
          resolvedBy,
        }),
      );
  }

  /** Resolves the current alert when enough final points since its window were quiet. */
  #resolveUpTo(newest: number): void {
    const { settlePeriods, periodMs, quietPoints } = this.#policy;
    if (!this.#current || this.#quiet.length < quietPoints) {
      return;
    }
    const { windowEnd, reopenedAt = -Infinity } = this.#current;
    const final = newest - settlePeriods * periodMs;
    const counted = this.#quiet.filter(
      ({ at }) => at >= windowEnd && at >= reopenedAt && at <= final,
    );
    if (counted.length >= quietPoints) {
      this.#current.resolved = true;
      this.#current.changed = true;
      this.#current.resolvedBy = counted[quietPoints - 1].verdict;
      this.#current = undefined;
      this.#quiet = [];
    } else {
      this.#quiet = this.#quiet.filter(({ at }) => at >= windowEnd);
    }
  }

  #covering(at: number): Draft | undefined {
    return this.#drafts.find(
      draft => draft.windowStart <= at && at < draft.windowEnd,
    );
  }

  /** Whether a finding only continues what a resolved alert was about: no quiet point since its window, and no worse. */
  #belongsToResolved({ verdict: { at }, grade }: GradedFinding): boolean {
    const before = this.#drafts
      .filter(draft => draft.resolved && draft.windowEnd <= at)
      .reduce<Draft | undefined>(
        (newest, draft) =>
          newest && newest.windowEnd >= draft.windowEnd ? newest : draft,
        undefined,
      );
    return (
      before !== undefined &&
      before.windowEnd >= this.#policy.opensFrom &&
      this.#lastQuietAt < before.windowEnd &&
      excessOf(grade) < REOPENING_EXCESS * excessOf(before.grade)
    );
  }

  /** Whether fewer quiet points lie between a point and a window than would have resolved an alert. */
  #isCloseTo({ windowStart }: Draft, at: number): boolean {
    const between = this.#points.filter(
      point =>
        point.at > at && point.at < windowStart && point.findings.length === 0,
    );
    return between.length < this.#policy.quietPoints;
  }
}

/**
 * The alerts of each side that change, in the order in which the changes have to be made. The sides are walked through
 * together, because an alert on one of them keeps the other one quiet for a while ({@link Restraint}).
 */
export function planAlerts(
  sides: Readonly<Record<Direction, Side>>,
  policy: AlertPolicy,
): Record<Direction, AlertPlan[]> {
  const restraint = new Restraint(policy.periodMs);
  const plans = {
    above: new SidePlan(sides.above, policy, restraint),
    below: new SidePlan(sides.below, policy, restraint),
  };
  const next = { above: 0, below: 0 };
  for (;;) {
    const at = DIRECTIONS.map(
      direction => sides[direction].points[next[direction]]?.at ?? Infinity,
    );
    const direction = DIRECTIONS[at[0] <= at[1] ? 0 : 1];
    const point = sides[direction].points[next[direction]];
    if (!point) {
      break;
    }
    plans[direction].take(point);
    next[direction] += 1;
  }
  return { above: plans.above.finish(), below: plans.below.finish() };
}

function open(start: number, end: number, finding: GradedFinding): Draft {
  return {
    opened: finding,
    windowStart: start,
    windowEnd: end,
    resolved: false,
    grade: finding.grade,
    changed: true,
  };
}

function raise(draft: Draft, finding: GradedFinding): void {
  if (isWorse(finding.grade, draft.grade)) {
    draft.worse = finding;
    draft.grade = finding.grade;
    draft.changed = true;
  }
}
