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
import type { PlannedSpan } from './plannedSpans';
import { Restraint } from './Restraint';
import { SILENT_MS, type Silence } from './silences';

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
  /** This many quiet final points resolve an alert that does not come and go. */
  readonly quietPoints: number;
  /** The newest point of the series, judged or not. */
  readonly newest: number;
  /** Periods in which findings are expected: they change nothing. None when absent. */
  readonly planned?: readonly PlannedSpan[];
  /** Periods without a value that end an alert, oldest first. None when absent. */
  readonly silences?: readonly Silence[];
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
  /** How many they had to be, where it came and went and they were more than usually. */
  readonly longQuiet?: number;
  /** Where it ended because there was no value any more: since when. */
  readonly silentSince?: number;
}

/** The first finding of a side of which nothing came because of a planned activity. */
export interface Suppression {
  readonly activityId: string;
  readonly direction: Direction;
  readonly finding: GradedFinding;
  /** The unresolved alert that it would have changed; absent where it would have opened one. */
  readonly changes?: Pick<AlertPlan, 'id' | 'windowStart'>;
}

/** What the findings on both sides of a series come to. */
export type SeriesPlan = Readonly<Record<Direction, AlertPlan[]>> & {
  /** One for each planned activity, side and alert on which something was kept quiet. */
  readonly suppressed: readonly Suppression[];
};

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

type Suppress = (
  span: PlannedSpan,
  finding: GradedFinding,
  changes: Suppression['changes'],
) => void;

/** What becomes of the alerts on one side, point by point. */
class SidePlan {
  readonly #points: readonly JudgedPoint[];
  readonly #policy: AlertPolicy;
  readonly #restraint: Restraint;
  readonly #drafts: Draft[];
  #current: Draft | undefined;
  #lastQuietAt: number;
  /** How many of them are over. */
  #silences = 0;
  /** Quiet points since the current alert was found or opened. */
  #quiet: { readonly at: number; readonly verdict: Verdict }[] = [];
  readonly #suppress: Suppress;

  constructor(
    { points, alerts, lastQuietAt }: Side,
    policy: AlertPolicy,
    restraint: Restraint,
    suppress: Suppress,
  ) {
    this.#points = points;
    this.#policy = policy;
    this.#restraint = restraint;
    this.#suppress = suppress;
    this.#drafts = alerts.map(alert => ({ ...alert, changed: false }));
    this.#drafts.forEach(draft => restraint.watch(draft));
    this.#current = this.#drafts.find(draft => !draft.resolved);
    this.#lastQuietAt = lastQuietAt ?? -Infinity;
  }

  take(point: JudgedPoint): void {
    this.#resolveBySilence(point.at);
    const finding = worstFinding(this.#policy.type, point);
    this.#resolveUpTo(
      point.at,
      this.#plannedAt(point.at) ? undefined : finding?.grade,
    );
    if (!finding) {
      if (this.#current) {
        this.#quiet.push({ at: point.at, verdict: point.quiet! });
      }
      this.#lastQuietAt = Math.max(this.#lastQuietAt, point.at);
      return;
    }
    const change = this.#changeBy(point, finding);
    if (!change) {
      return;
    }
    const planned = this.#plannedAt(point.at);
    if (planned) {
      // As if the point were missing: neither a finding, nor a quiet point that would end an alert.
      const { id, windowStart } = this.#current ?? {};
      this.#suppress(
        planned,
        finding,
        windowStart === undefined ? undefined : { id, windowStart },
      );
      return;
    }
    change();
  }

  finish(): AlertPlan[] {
    this.#resolveUpTo(this.#policy.newest);
    this.#resolveBySilence(Infinity);
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
          longQuiet,
          silentSince,
        }) => ({
          id,
          opened,
          windowStart,
          windowEnd,
          recurred,
          worse,
          resolvedBy,
          longQuiet,
          silentSince,
        }),
      );
  }

  /** What a finding does to the alerts of the side; undefined when that is nothing. */
  #changeBy(
    point: JudgedPoint,
    finding: GradedFinding,
  ): (() => void) | undefined {
    const { periodMs, opensFrom } = this.#policy;
    const { at } = point;
    const end = at + periodMs;
    const current = this.#current;
    const covering = this.#covering(at);
    if (covering) {
      return covering === current && isWorse(finding.grade, current.grade)
        ? () => raise(current, finding)
        : undefined;
    }
    if (current && at >= current.windowEnd) {
      return () => {
        current.windowEnd = end;
        current.recurred = finding;
        current.changed = true;
        raise(current, finding);
      };
    }
    if (at < opensFrom || this.#belongsToResolved(finding)) {
      return undefined;
    }
    // Also of a point before the current alert: read when it was new, it would have opened one or not.
    if (!this.#restraint.allows(point)) {
      return undefined;
    }
    if (!current) {
      return () => {
        this.#current = open(at, end, finding);
        this.#drafts.push(this.#current);
        this.#quiet = [];
        this.#restraint.watch(this.#current);
      };
    }
    return this.#isCloseTo(current, at)
      ? () => {
          // An older point that was restated, or arrived, after the alert had been opened.
          current.windowStart = at;
          current.changed = true;
          raise(current, finding);
        }
      : undefined;
  }

  /** The activity that a point falls into, whole or in part; of several the one that was planned first. */
  #plannedAt(at: number): PlannedSpan | undefined {
    const end = at + this.#policy.periodMs;
    return this.#policy.planned?.find(({ from, to }) => from < end && at < to);
  }

  /** Whether an activity ended between two instants: until then it was expected, what goes on after it is news. */
  #plannedEndedBetween(from: number, at: number): boolean {
    return (this.#policy.planned ?? []).some(({ to }) => from < to && to <= at);
  }

  /** Resolves the current alert when enough final points since its window were quiet, before what was found then. */
  #resolveUpTo(newest: number, found?: Grade): void {
    const { settlePeriods, periodMs } = this.#policy;
    if (!this.#current || this.#quiet.length < this.#policy.quietPoints) {
      return;
    }
    const quietPoints = this.#restraint.quietPointsOf(
      this.#current,
      this.#policy.quietPoints,
      found,
    );
    const { windowEnd, reopenedAt = -Infinity } = this.#current;
    const final = newest - settlePeriods * periodMs;
    const counted = this.#quiet.filter(
      ({ at }) => at >= windowEnd && at >= reopenedAt && at <= final,
    );
    if (counted.length >= quietPoints) {
      this.#current.resolvedBy = counted[quietPoints - 1].verdict;
      if (quietPoints > this.#policy.quietPoints) {
        this.#current.longQuiet = quietPoints;
      }
      this.#resolve(this.#current);
    } else {
      this.#quiet = this.#quiet.filter(({ at }) => at >= windowEnd);
    }
  }

  #resolve(current: Draft): void {
    current.resolved = true;
    current.changed = true;
    this.#current = undefined;
    this.#quiet = [];
  }

  /** Nothing goes on through a silence: what is found after it is news, as after quiet points. */
  #resolveBySilence(newest: number): void {
    const silences = this.#policy.silences ?? [];
    for (; this.#silences < silences.length; this.#silences += 1) {
      const { from, to } = silences[this.#silences];
      if (to > newest) return;
      this.#lastQuietAt = Math.max(this.#lastQuietAt, from);
      const { windowEnd = Infinity, reopenedAt = -Infinity } =
        this.#current ?? {};
      if (
        this.#current &&
        windowEnd <= to &&
        to - Math.max(from, reopenedAt) >= SILENT_MS
      ) {
        this.#current.silentSince = from;
        this.#resolve(this.#current);
      }
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
      !this.#plannedEndedBetween(before.windowEnd, at) &&
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
): SeriesPlan {
  const restraint = new Restraint(policy.periodMs);
  const suppressed = new Map<string, Suppression>();
  const planOf = (direction: Direction) =>
    new SidePlan(
      sides[direction],
      policy,
      restraint,
      ({ activityId }, finding, changes) => {
        const key = [activityId, direction, changes?.windowStart].join(' ');
        if (!suppressed.has(key)) {
          suppressed.set(key, { activityId, direction, finding, changes });
        }
      },
    );
  const plans = { above: planOf('above'), below: planOf('below') };
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
  return {
    above: plans.above.finish(),
    below: plans.below.finish(),
    suppressed: [...suppressed.values()],
  };
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
