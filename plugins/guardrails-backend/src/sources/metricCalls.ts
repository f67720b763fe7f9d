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
 * How far back CloudWatch keeps points, by period: older ones exist only at a coarser period, and asking for them at
 * a finer one answers nothing. An hour less than documented, because the range moves while a run asks.
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
  const periodMs = periodSeconds * 1000;
  return new Date(Math.ceil((now.getTime() - retention) / periodMs) * periodMs);
}

/**
 * Groups queries with the same range, and cuts each group's range so that no call asks for more points than one
 * answer holds. A query's calls come in the order of time: what is stored of it never has a hole.
 */
export function planCalls(
  queries: readonly MetricQuery[],
  now: Date,
): MetricCall[] {
  const groups = new Map<string, MetricCall & { queries: MetricQuery[] }>();
  for (const query of queries) {
    const { to, periodSeconds } = query;
    const from = new Date(
      Math.max(query.from.getTime(), oldestKept(periodSeconds, now).getTime()),
    );
    const key = `${from.getTime()} ${to.getTime()} ${periodSeconds}`;
    const group = groups.get(key);
    if (group) {
      group.queries.push(query);
    } else {
      groups.set(key, { from, to, periodSeconds, queries: [query] });
    }
  }
  return [...groups.values()].flatMap(intoBatches).flatMap(intoSlices);
}

function intoBatches(group: MetricCall): MetricCall[] {
  const batches: MetricCall[] = [];
  for (let i = 0; i < group.queries.length; i += CALL_LIMITS.queries) {
    batches.push({
      ...group,
      queries: group.queries.slice(i, i + CALL_LIMITS.queries),
    });
  }
  return batches;
}

function intoSlices(batch: MetricCall): MetricCall[] {
  const pointsEach = Math.floor(CALL_LIMITS.points / batch.queries.length);
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
