/** How metric queries become calls of CloudWatch's GetMetricData, within what one call may ask. */
import type { MetricQuery } from '@cloudops/plugin-guardrails-node';

/**
 * What one GetMetricData call may ask: as many queries and points as its API reference states. A range with more
 * points would be paged, but CloudWatch throttles by the points a call could have (396,000 a second in a region), so
 * that a long range of many queries would be refused however often it is repeated.
 */
export const CALL_LIMITS = { queries: 500, points: 100_800 } as const;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * How far back CloudWatch keeps points, by period, coarsest first: older ones exist only at a coarser period, and asking
 * for them at a finer one answers nothing. An hour less than documented, because the range moves while a run asks.
 */
const RETENTION = [
  { multipleOfSeconds: 3600, ms: 455 * DAY_MS - HOUR_MS },
  { multipleOfSeconds: 300, ms: 63 * DAY_MS - HOUR_MS },
  { multipleOfSeconds: 60, ms: 15 * DAY_MS - HOUR_MS },
] as const;

// Periods below a minute are for high-resolution metrics, which API Gateway does not publish.
const FINEST_RETENTION_MS = 3 * HOUR_MS;

/** Queries that one call asks over one range of time. */
export interface MetricCall {
  readonly from: Date;
  readonly to: Date;
  readonly periodSeconds: number;
  readonly queries: readonly MetricQuery[];
}

/** The first moment that CloudWatch still has points of this period for, at the start of a period. */
export function oldestKept(periodSeconds: number, now: Date): Date {
  const retention =
    RETENTION.find(
      ({ multipleOfSeconds }) => periodSeconds % multipleOfSeconds === 0,
    )?.ms ?? FINEST_RETENTION_MS;
  return upTo(periodSeconds, new Date(now.getTime() - retention));
}

/**
 * Groups queries with the same range, and cuts each group's range so that no call asks for more points than one
 * answer holds. What CloudWatch no longer keeps at a query's period is asked for at the finest one it still keeps, so
 * that a point of long ago stands for more time. Calls come in the order of time: what is stored of a query never has
 * a hole.
 *
 * @param weightOf - how many of CloudWatch's metrics a query asks for; each counts against the limits
 */
export function planCalls(
  queries: readonly MetricQuery[],
  now: Date,
  weightOf: (query: MetricQuery) => number = () => 1,
): MetricCall[] {
  const groups = new Map<string, MetricCall & { queries: MetricQuery[] }>();
  for (const query of queries) {
    for (const range of keptRanges(query, now)) {
      const { from, to, periodSeconds } = range;
      const key = `${from.getTime()} ${to.getTime()} ${periodSeconds}`;
      const group = groups.get(key);
      if (group) {
        group.queries.push(query);
      } else {
        groups.set(key, { ...range, queries: [query] });
      }
    }
  }
  return [...groups.values()]
    .flatMap(group => intoBatches(group, weightOf))
    .flatMap(batch => intoSlices(batch, weightOf))
    .sort((a, b) => a.from.getTime() - b.from.getTime());
}

type KeptRange = Pick<MetricCall, 'from' | 'to' | 'periodSeconds'>;

/**
 * The ranges of a query that CloudWatch still keeps, oldest first. They meet at whole coarse periods, and a coarse
 * range begins with a whole one, so that nothing is counted twice beside finer points stored before.
 */
function keptRanges(query: MetricQuery, now: Date): KeptRange[] {
  const periods = [
    query.periodSeconds,
    ...RETENTION.map(({ multipleOfSeconds }) => multipleOfSeconds)
      .filter(
        seconds =>
          seconds > query.periodSeconds && seconds % query.periodSeconds === 0,
      )
      .reverse(),
  ];
  const ranges: KeptRange[] = [];
  let to = query.to;
  for (const [index, periodSeconds] of periods.entries()) {
    const kept = later(query.from, oldestKept(periodSeconds, now));
    const from =
      kept > query.from
        ? // the next coarser range ends here
          upTo(periods[index + 1] ?? periodSeconds, kept)
        : upTo(index === 0 ? 1 : periodSeconds, kept);
    if (from < to) {
      ranges.unshift({ from, to, periodSeconds });
      to = from;
    }
  }
  return ranges;
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function upTo(periodSeconds: number, at: Date): Date {
  const periodMs = periodSeconds * 1000;
  return new Date(Math.ceil(at.getTime() / periodMs) * periodMs);
}

function intoBatches(
  group: MetricCall,
  weightOf: (query: MetricQuery) => number,
): MetricCall[] {
  const batches: MetricQuery[][] = [];
  let weight = Infinity;
  for (const query of group.queries) {
    weight += weightOf(query);
    if (weight > CALL_LIMITS.queries) {
      batches.push([]);
      weight = weightOf(query);
    }
    batches.at(-1)!.push(query);
  }
  return batches.map(queries => ({ ...group, queries }));
}

function intoSlices(
  batch: MetricCall,
  weightOf: (query: MetricQuery) => number,
): MetricCall[] {
  const weight = batch.queries.reduce((sum, query) => sum + weightOf(query), 0);
  const pointsEach = Math.floor(CALL_LIMITS.points / weight);
  const sliceMs = pointsEach * batch.periodSeconds * 1000;
  const end = batch.to.getTime();
  const slices: MetricCall[] = [];
  for (let at = batch.from.getTime(); at < end; at += sliceMs) {
    slices.push({
      ...batch,
      from: new Date(at),
      to: new Date(Math.min(at + sliceMs, end)),
    });
  }
  return slices;
}
