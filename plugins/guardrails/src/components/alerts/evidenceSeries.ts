/** The series a rule saw, made ready to be drawn and told: pure functions of the evidence. */
import type { Alert, Evidence } from '@cloudops/plugin-guardrails-common';
import type { Words } from '../../words';
import { isFixedLimit } from './alertWords';
import { DAY_MS } from './useAlertFilters';

/** A point of the drawing. Its `at` is the middle of the period it stands for, so that a window encloses its points. */
export interface DrawnPoint {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly observed: number | null;
  readonly baseline?: number;
  /** The usual range, low and high. */
  readonly usual?: readonly [number, number];
  readonly limit?: number;
  readonly fired: boolean;
  /** Which moment or day it is. */
  readonly when: string;
}

/** Milliseconds between two points: the smallest distance there is; a day where there is only one point. */
export function periodOf(points: Evidence['points']): number {
  let period = Infinity;
  for (let i = 1; i < points.length; i++) {
    const distance = Date.parse(points[i].at) - Date.parse(points[i - 1].at);
    if (distance > 0) period = Math.min(period, distance);
  }
  return Number.isFinite(period) ? period : DAY_MS;
}

export function drawnPoints(
  evidence: Evidence,
  words: Pick<Words, 'moment'>,
): DrawnPoint[] {
  const period = periodOf(evidence.points);
  return evidence.points.map(point => ({
    at: Date.parse(point.at) + period / 2,
    observed: point.value,
    baseline: point.baseline,
    usual:
      point.lower === undefined || point.upper === undefined
        ? undefined
        : [point.lower, point.upper],
    limit: point.threshold,
    fired: point.fired,
    when: words.moment(point.at, period),
  }));
}

/** The whole width of the drawing: every point's period and the window. */
export function drawnExtent(evidence: Evidence): readonly [number, number] {
  const period = periodOf(evidence.points);
  const starts = evidence.points.map(point => Date.parse(point.at));
  return [
    Math.min(...starts, Date.parse(evidence.window.start)),
    Math.max(
      ...starts.map(start => start + period),
      Date.parse(evidence.window.end),
    ),
  ];
}

/** What the picture shows, in sentences for those who do not see it. */
export function evidenceInWords(
  alert: Pick<Alert, 'observedValue' | 'baselineValue' | 'thresholdValue'>,
  evidence: Evidence,
  words: Words,
): string {
  const { t, moment } = words;
  const { points, unit } = evidence;
  const period = periodOf(points);
  const quantity = (value: number) => words.quantity(value, unit);
  const parts: string[] = [];
  if (points.length > 0) {
    parts.push(
      t('evidence.extent', {
        count: points.length,
        first: moment(points[0].at, period),
        last: moment(points[points.length - 1].at, period),
      }),
    );
  }
  const numbers = {
    observed: quantity(alert.observedValue),
    limit: quantity(alert.thresholdValue),
  };
  parts.push(
    isFixedLimit(alert)
      ? t('evidence.numbersOfLimit', numbers)
      : t('evidence.numbers', {
          ...numbers,
          usual: quantity(alert.baselineValue),
        }),
  );
  const fired = points.filter(point => point.fired && point.value !== null);
  if (fired.length > 0) {
    const told = fired
      // More than a handful is for the table.
      .slice(-5)
      .map(point => `${moment(point.at, period)} (${quantity(point.value!)})`);
    const values = told.join(', ');
    parts.push(
      fired.length > told.length
        ? t('evidence.firedMany', {
            number: words.number(fired.length),
            values,
          })
        : t('evidence.fired', { values }),
    );
  }
  return parts.join(' ');
}
