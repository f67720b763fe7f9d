/**
 * Keeps a series from raising one alert after the other: for a while after an alert was opened the next one has to be
 * much louder; the more alerts a series had in the last week, the louder the next one has to be; and where it keeps
 * coming back in the rhythm of minutes or hours, one alert stays open for all of it.
 *
 * The first two ask how loud a finding is: how often the distance from baseline to limit fits into the distance from baseline
 * to what was observed. A limit that a person set is not held back.
 */
import type { MetricKind } from '@cloudops/plugin-guardrails-node';
import type { JudgedPoint } from '../detection';
import { excessOf, type Grade } from './grading';

/** How one kind of metric is held back. */
interface Reserve {
  /** Periods after an alert was opened within which no other one is. */
  readonly cooldownPeriods: number;
  /** What an alert of the last week adds to the loudness that the next one needs. */
  readonly perAlert: number;
}

/** Chosen on labelled series (docs/detection.md). A cost, and a metric whose kind is not known, is not held back. */
const RESERVES: Readonly<Record<MetricKind, Reserve>> = {
  errors: { cooldownPeriods: 12, perAlert: 0 },
  latency: { cooldownPeriods: 12, perAlert: 0 },
  traffic: { cooldownPeriods: 12, perAlert: 0 },
  utilisation: { cooldownPeriods: 12, perAlert: 0.1 },
};

/** An alert this many times as loud as the one before is opened even so. */
const MUCH_LOUDER = 2;
const WEEK_MS = 7 * 86_400_000;

/**
 * The fourth alert within this time is one that comes and goes: it ends when the series was quiet for as long. With the
 * third one, or twice the time, incidents of their own are missed among those of labelled services.
 */
const FLAPPING_MS = 6 * 3_600_000;
const FLAPPING_ALERTS = 4;
/** So is the fourth within a day where they come in a rhythm: no pause is more than twice as long as another. */
const RHYTHM_MS = 86_400_000;
const EVEN_PAUSES = 2;
/** It ends after this many times the longest pause: then the rhythm has ended. */
const MISSED_PAUSES = 1.5;
/** What lies this many times as far from its baseline is no recurrence: what opens an alert after a resolved one as well. */
const OTHER_EXCESS = 2;

/** An alert as it stands when a later finding is looked at. */
interface Raised {
  readonly windowStart: number;
  readonly grade: Grade;
}

/** 1 at the limit; infinite where the limit is its own baseline. */
function loudnessOf({
  observed,
  baseline,
  threshold,
}: Pick<Grade, 'observed' | 'baseline' | 'threshold'>): number {
  const room = Math.abs(threshold - baseline);
  return room > 0 ? Math.abs(observed - baseline) / room : Infinity;
}

export class Restraint {
  readonly #periodMs: number;
  readonly #alerts: Raised[] = [];

  constructor(periodMs: number) {
    this.#periodMs = periodMs;
  }

  /** Takes an alert into account, on whichever side of the series it is. */
  watch(alert: Raised): void {
    this.#alerts.push(alert);
  }

  /** Whether what was found at a point may open an alert of its own: the loudest finding decides. */
  allows({ at, kind, findings }: JudgedPoint): boolean {
    if (!kind) {
      return true;
    }
    const { cooldownPeriods, perAlert } = RESERVES[kind];
    const loudness = Math.max(
      ...findings.map(({ verdict }) => loudnessOf(verdict)),
    );
    const before = this.#alerts.filter(
      ({ windowStart }) => windowStart < at && windowStart >= at - WEEK_MS,
    );
    const cooling = before.filter(
      ({ windowStart }) => windowStart >= at - cooldownPeriods * this.#periodMs,
    );
    return (
      loudness >= 1 + perAlert * before.length &&
      cooling.every(each => loudness >= MUCH_LOUDER * loudnessOf(each.grade))
    );
  }

  /**
   * Quiet points that end an alert. One that comes and goes waits longer, and what happens meanwhile is a recurrence of
   * it; but what lies far further from its baseline than the alert ever did is another incident.
   *
   * @param usually - of an alert that does not come and go
   * @param next - what is found after those quiet points, when something is
   */
  quietPointsOf(alert: Raised, usually: number, next?: Grade): number {
    if (next && excessOf(next) >= OTHER_EXCESS * excessOf(alert.grade)) {
      return usually;
    }
    const openings = this.#alerts
      .map(({ windowStart }) => windowStart)
      .filter(at => at <= alert.windowStart)
      .sort((a, b) => a - b)
      .slice(-FLAPPING_ALERTS);
    return Math.max(
      usually,
      openings.length < FLAPPING_ALERTS
        ? 0
        : Math.ceil(quietAfter(openings) / this.#periodMs),
    );
  }
}

/** How long it has to be quiet after the last of four alerts until they have ended; 0 where they do not come and go. */
function quietAfter(openings: readonly number[]): number {
  const pauses = openings.slice(1).map((at, i) => at - openings[i]);
  const longest = Math.max(...pauses);
  const spanned = openings[openings.length - 1] - openings[0];
  if (spanned <= FLAPPING_MS) {
    return FLAPPING_MS;
  }
  return spanned <= RHYTHM_MS && longest <= EVEN_PAUSES * Math.min(...pauses)
    ? MISSED_PAUSES * longest
    : 0;
}
