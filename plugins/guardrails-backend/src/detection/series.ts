/** Stored rows → series without gaps: decides for each source what a missing row means. */
import {
  ALL_SERVICES,
  type Series,
  type SeriesPoint,
} from '@cloudops/plugin-guardrails-node';

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;

/** UTC midnight of a `YYYY-MM-DD`, in milliseconds since the epoch. */
export function startOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The UTC day of an instant, `YYYY-MM-DD`. */
export function dayAt(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export interface CostRow {
  readonly date: string;
  readonly service: string;
  readonly amount: number;
}

/**
 * One series for each service of the rows, by name.
 *
 * A pull is complete or an error, so on a final day that a project has stored, a service without a row cost nothing.
 * That holds before its first row as well: whether a service is new is for the rules to say, which see the zeros.
 * On a newer day its row may still come, as AWS reports some services later than others: the cost is unknown.
 *
 * @param extent - first and last day that the series cover: what was loaded, within what the project has stored;
 *   and the newest final day, which may lie outside of them
 */
export function costSeries(
  rows: readonly CostRow[],
  extent: {
    readonly first: string;
    readonly last: string;
    readonly lastFinal: string;
  },
  currency: string,
): Series[] {
  const first = startOfDay(extent.first);
  const lastFinal = startOfDay(extent.lastFinal);
  const days = Math.round((startOfDay(extent.last) - first) / DAY_MS) + 1;
  const withoutRows = Array.from({ length: days }, (_, index) =>
    first + index * DAY_MS <= lastFinal ? 0 : null,
  );
  const byService = new Map<string, (number | null)[]>();
  for (const { date, service, amount } of rows) {
    const amounts = byService.get(service) ?? [...withoutRows];
    byService.set(service, amounts);
    const index = Math.round((startOfDay(date) - first) / DAY_MS);
    if (index >= 0 && index < days) {
      // What is no number says nothing: rules would compare all later days with it.
      amounts[index] = Number.isFinite(amount) ? amount : null;
    }
  }
  return [...byService.keys()].sort().map(service => ({
    type: 'cost',
    key: service,
    unit: currency,
    periodSeconds: DAY_SECONDS,
    points: byService
      .get(service)!
      .map((value, index) => ({ at: first + index * DAY_MS, value })),
  }));
}

/**
 * What all services cost together. A service that is not known yet is left out of its day, so that a total is never
 * more than it will be.
 */
export function totalSeries(services: readonly Series[]): Series[] {
  return services.slice(0, 1).map(({ points, ...facts }) => ({
    ...facts,
    key: ALL_SERVICES,
    points: points.map(({ at }, i) => {
      const known = services
        .map(service => service.points[i].value)
        .filter(value => value !== null);
      return {
        at,
        value:
          known.length === 0
            ? null
            : known.reduce((sum, value) => sum + value, 0),
      };
    }),
  }));
}

export interface MetricRow {
  readonly at: Date;
  readonly value: number;
}

/**
 * The series of one metric.
 *
 * CloudWatch has no point for a period without a request. A count of nothing is 0; any other value is unknown then.
 *
 * @param metric - `unit` decides what a missing row means
 * @param extent - start of the first and of the last period covered, inclusive; brought onto the grid of periods
 */
export function metricSeries(
  rows: readonly MetricRow[],
  metric: {
    readonly name: string;
    readonly unit: string;
    readonly periodSeconds: number;
  },
  extent: { readonly first: Date; readonly last: Date },
): Series {
  const periodMs = metric.periodSeconds * 1000;
  const first = startOfPeriod(extent.first.getTime(), periodMs);
  const last = startOfPeriod(extent.last.getTime(), periodMs);
  const length = Math.max(0, Math.round((last - first) / periodMs) + 1);
  const sums = new Float64Array(length);
  const counts = new Uint32Array(length);
  for (const { at, value } of rows) {
    const index = Math.round(
      (startOfPeriod(at.getTime(), periodMs) - first) / periodMs,
    );
    if (index >= 0 && index < length && Number.isFinite(value)) {
      sums[index] += value;
      counts[index] += 1;
    }
  }
  const isCount = metric.unit === 'count';
  const points: SeriesPoint[] = Array.from({ length }, (_, index) => {
    const at = first + index * periodMs;
    if (isCount) {
      return { at, value: sums[index] };
    }
    // More than one row only where the period was shorter once; a percentile of them all cannot be known any more.
    return {
      at,
      value: counts[index] === 0 ? null : sums[index] / counts[index],
    };
  });
  return {
    type: 'reliability',
    key: metric.name,
    unit: metric.unit,
    periodSeconds: metric.periodSeconds,
    points,
  };
}

/** The start of the period that an instant falls into; periods count from the epoch. */
export function startOfPeriod(at: number, periodMs: number): number {
  return Math.floor(at / periodMs) * periodMs;
}

/** Index of the first point at or after an instant; the number of points when there is none. */
export function indexFrom(series: Series, at: number): number {
  if (series.points.length === 0) {
    return 0;
  }
  const index = Math.ceil(
    (at - series.points[0].at) / (series.periodSeconds * 1000),
  );
  return Math.min(Math.max(index, 0), series.points.length);
}
