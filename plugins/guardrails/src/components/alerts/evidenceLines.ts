/** Where the lines of an evidence chart lie: what the rule saw, its usual range, its limit, and the window it judged. */
import type { Alert, Evidence } from '@cloudops/plugin-guardrails-common';
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Edges } from '../charts/Axes';
import { valueTicks } from '../charts/valueTicks';
import { drawnExtent, type DrawnPoint } from './evidenceSeries';

/** How far above the highest value a limit is still drawn, as a factor. */
const HEADROOM = 1.25;

export interface EvidenceDot {
  readonly x: number;
  readonly y: number;
  readonly fired: boolean;
}

export interface EvidenceLines {
  readonly observed: string;
  readonly baseline: string;
  readonly usual: string;
  readonly limit: string;
  /** Values that passed the limit, and those that stand alone, without a line to a neighbour. */
  readonly dots: readonly EvidenceDot[];
  readonly window: { readonly from: number; readonly to: number };
  /** Pixels from the left of each point. */
  readonly places: readonly number[];
  /** Of a moment in milliseconds since the epoch. */
  readonly xOf: (at: number) => number;
}

type Numbers = Pick<Alert, 'observedValue' | 'thresholdValue'>;

/** The limit of each point that lies in the picture; one for all where the rule has no limit for each. */
function limitsInPicture(points: readonly DrawnPoint[], alert: Numbers) {
  const longest = longestValue(points, alert);
  // The values decide the scale: a limit that is far above them at other hours leaves the picture.
  const limits = points.map(({ limit }) =>
    limit !== undefined && limit <= longest * HEADROOM ? limit : null,
  );
  return limits.filter(limit => limit !== null).length > 1 ? limits : undefined;
}

/** The largest value that was observed, or that the alert tells. */
function longestValue(
  points: readonly DrawnPoint[],
  { observedValue, thresholdValue }: Numbers,
): number {
  return Math.max(
    thresholdValue,
    observedValue,
    ...points.map(({ observed }) => observed ?? 0),
  );
}

/** The values at the lines across the drawing, from the least to the greatest. */
export function evidenceTicks(
  points: readonly DrawnPoint[],
  alert: Numbers,
): number[] {
  const values = [
    ...points.flatMap(({ observed, baseline, usual }) => [
      observed ?? 0,
      baseline ?? 0,
      ...(usual ?? []),
    ]),
    ...(limitsInPicture(points, alert) ?? [alert.thresholdValue]),
  ].map(value => value ?? 0);
  return valueTicks(Math.min(...values), Math.max(...values));
}

/**
 * @param ticks - of {@link evidenceTicks}: the first and the last are the edges of the drawing
 */
export function evidenceLines(
  points: readonly DrawnPoint[],
  evidence: Evidence,
  alert: Numbers,
  ticks: readonly number[],
  edges: Edges,
): EvidenceLines {
  const x = scaleLinear(drawnExtent(evidence), [edges.left, edges.right]);
  const y = scaleLinear(
    [ticks[0], ticks[ticks.length - 1]],
    [edges.bottom, edges.top],
  );
  const lineOf = (values: readonly (number | null | undefined)[]) =>
    line<number | null | undefined>()
      .defined(value => value !== null && value !== undefined)
      .x((_, index) => x(points[index].at))
      .y(value => y(value!))
      .digits(1)(values) ?? '';
  const usual = area<DrawnPoint>()
    .defined(point => point.usual !== undefined)
    .x(point => x(point.at))
    .y0(point => y(point.usual![0]))
    .y1(point => y(point.usual![1]))
    .digits(1)(points);
  const isAlone = (index: number) =>
    (points[index - 1]?.observed ?? null) === null &&
    (points[index + 1]?.observed ?? null) === null;
  const limits = limitsInPicture(points, alert);
  const threshold = y(alert.thresholdValue).toFixed(1);
  return {
    observed: lineOf(points.map(({ observed }) => observed)),
    baseline: lineOf(points.map(({ baseline }) => baseline)),
    usual: usual ?? '',
    limit: limits
      ? lineOf(limits)
      : `M${edges.left} ${threshold}H${edges.right}`,
    dots: points.flatMap(({ at, observed, fired }, index) =>
      observed !== null && (fired || isAlone(index))
        ? [{ x: x(at), y: y(observed), fired }]
        : [],
    ),
    window: {
      from: x(Date.parse(evidence.window.start)),
      to: x(Date.parse(evidence.window.end)),
    },
    places: points.map(({ at }) => x(at)),
    xOf: x,
  };
}
