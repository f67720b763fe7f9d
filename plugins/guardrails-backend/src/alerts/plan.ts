/**
 * What the findings on one side of one series make of its alerts: which are opened, extended and resolved.
 *
 * Pure, and a function of the points and the alerts alone: however the points are cut into runs, and however often
 * they are judged again, the same alerts come out. Therefore nothing here asks what time it is; a point counts as
 * final when newer points lie far enough after it.
 */
import type { Series, Verdict } from '@cloudops/plugin-guardrails-node';
import type { JudgedPoint } from '../detection';
import {
  excessOf,
  isWorse,
  worstFinding,
  type Grade,
  type GradedFinding,
} from './grading';

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
  /** The newest quiet final point before the given ones, when it is known from an earlier run. */
  readonly lastQuietAt?: number;
}

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

/** The alerts that change, in the order in which the changes have to be made. */
export function planAlerts(
  points: readonly JudgedPoint[],
  alerts: readonly KnownAlert[],
  policy: AlertPolicy,
): AlertPlan[] {
  const drafts: Draft[] = alerts.map(alert => ({ ...alert, changed: false }));
  let current = drafts.find(draft => !draft.resolved);
  let lastQuietAt = policy.lastQuietAt ?? -Infinity;
  const quiet: { at: number; verdict: Verdict }[] = [];

  /** Resolves the current alert when enough final points since its window were quiet. */
  const resolveUpTo = (newest: number) => {
    if (!current) {
      return;
    }
    const { windowEnd, reopenedAt = -Infinity } = current;
    const final = newest - policy.settlePeriods * policy.periodMs;
    const counted = quiet.filter(
      ({ at }) => at >= windowEnd && at >= reopenedAt && at <= final,
    );
    if (counted.length >= policy.quietPoints) {
      current.resolved = true;
      current.changed = true;
      current.resolvedBy = counted[policy.quietPoints - 1].verdict;
      current = undefined;
    }
  };

  for (const point of points) {
    resolveUpTo(point.at);
    const finding = worstFinding(policy.type, point);
    if (!finding) {
      if (current) {
        quiet.push({ at: point.at, verdict: point.quiet! });
      }
      lastQuietAt = Math.max(lastQuietAt, point.at);
      continue;
    }
    const end = point.at + policy.periodMs;
    const covering = drafts.find(
      draft => draft.windowStart <= point.at && point.at < draft.windowEnd,
    );
    if (covering) {
      if (covering === current) {
        raise(current, finding);
      }
    } else if (current && point.at >= current.windowEnd) {
      current.windowEnd = end;
      current.recurred = finding;
      current.changed = true;
      raise(current, finding);
    } else if (
      point.at >= policy.opensFrom &&
      !belongsToResolved(point.at, finding, drafts, lastQuietAt, policy)
    ) {
      if (!current) {
        current = open(point.at, end, finding);
        drafts.push(current);
      } else if (isClose(point.at, current.windowStart, points, policy)) {
        // An older point that was restated, or arrived, after the alert had been opened.
        current.windowStart = point.at;
        current.changed = true;
        raise(current, finding);
      }
    }
  }
  resolveUpTo(policy.newest);
  return drafts
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

/** Whether a finding only continues what a resolved alert was about: no quiet point since its window, and no worse. */
function belongsToResolved(
  at: number,
  finding: GradedFinding,
  drafts: readonly Draft[],
  lastQuietAt: number,
  policy: AlertPolicy,
): boolean {
  const before = drafts
    .filter(draft => draft.resolved && draft.windowEnd <= at)
    .reduce<Draft | undefined>(
      (newest, draft) =>
        newest && newest.windowEnd >= draft.windowEnd ? newest : draft,
      undefined,
    );
  return (
    before !== undefined &&
    before.windowEnd >= policy.opensFrom &&
    lastQuietAt < before.windowEnd &&
    excessOf(finding.grade) < REOPENING_EXCESS * excessOf(before.grade)
  );
}

/** Whether fewer quiet points lie between a point and a window than would have resolved an alert. */
function isClose(
  at: number,
  windowStart: number,
  points: readonly JudgedPoint[],
  { quietPoints }: AlertPolicy,
): boolean {
  const between = points.filter(
    point =>
      point.at > at && point.at < windowStart && point.findings.length === 0,
  );
  return between.length < quietPoints;
}
