/** CloudWatch's GetMetricData: statistics of metrics over periods, page by page. */
import type { QueryFault } from '../faults';
import { AwsError } from '../protocols/awsError';
import type { Input } from '../protocols/protocol';
import {
  MetricDataRequest,
  MetricQuery,
  metricDataRequestOf,
  oldestKept,
  resolutionAt,
} from './metricQuery';
import type { Operation, OperationContext } from './operation';
import {
  PageStart,
  pageOfToken,
  readToken,
  requestDigest,
  writeToken,
} from './pageToken';

type StatusCode = 'Complete' | 'PartialData' | 'Forbidden' | 'InternalError';

interface Points {
  /** Seconds since 1970. */
  readonly timestamps: number[];
  readonly values: number[];
}

interface MetricDataResult {
  readonly Id: string;
  readonly Label: string;
  readonly Timestamps: readonly number[];
  readonly Values: readonly number[];
  readonly StatusCode: StatusCode;
}

const NO_POINTS: Points = { timestamps: [], values: [] };

/**
 * Points begin at the request's start and follow each other by the period: CloudWatch does not align them to the
 * clock. Points older than the retention of their period's resolution are gone.
 */
function pointsOf(
  query: MetricQuery,
  request: MetricDataRequest,
  { world, caller }: OperationContext,
  now: Date,
): Points {
  const metric = world.metric(
    caller.accountId,
    query.namespace,
    query.metricName,
    query.dimensions,
  );
  // AWS's own services publish once a minute, so finer periods have no points.
  if (
    !metric ||
    (query.unit !== undefined && query.unit !== metric.unit) ||
    query.periodSeconds < 60
  ) {
    return NO_POINTS;
  }
  const points: Points = { timestamps: [], values: [] };
  const periodMs = query.periodSeconds * 1000;
  const end = Math.min(request.endMs, now.getTime());
  // Periods that began before the oldest kept point need no look.
  const forgotten = Math.max(
    0,
    Math.ceil((oldestKept(now) - request.startMs) / periodMs),
  );
  for (
    let startMs = request.startMs + forgotten * periodMs;
    startMs < end;
    startMs += periodMs
  ) {
    const resolution = resolutionAt(startMs, now);
    if (resolution !== undefined && periodMs % resolution === 0) {
      const value = world.statistic(
        metric,
        query.statistic,
        { startMs, seconds: query.periodSeconds },
        now,
      );
      if (value !== undefined) {
        points.timestamps.push(startMs / 1000);
        points.values.push(value);
      }
    }
  }
  if (request.newestFirst) {
    points.timestamps.reverse();
    points.values.reverse();
  }
  return points;
}

function concerns(fault: QueryFault, query: MetricQuery): boolean {
  return (
    fault.match === undefined ||
    fault.match === query.metricName ||
    Object.values(query.dimensions).includes(fault.match)
  );
}

function failureOf(
  query: MetricQuery,
  { caller, queryFault }: OperationContext,
): 'Forbidden' | 'InternalError' | undefined {
  if (queryFault && concerns(queryFault, query)) {
    return queryFault.statusCode;
  }
  // No monitoring account is linked here, so nobody may read another account's metrics through their own.
  return query.accountId !== undefined && query.accountId !== caller.accountId
    ? 'Forbidden'
    : undefined;
}

function resultOf(
  { id, label }: MetricQuery,
  StatusCode: StatusCode,
  { timestamps, values }: Points = NO_POINTS,
): MetricDataResult {
  return {
    Id: id,
    Label: label,
    Timestamps: timestamps,
    Values: values,
    StatusCode,
  };
}

function pageStartOf(token: unknown, request: string, now: Date): PageStart {
  if (token === undefined || token === null) {
    return { page: 1, query: 0, offset: 0, now };
  }
  const read = readToken(token, request);
  if (read.kind !== 'valid') {
    throw new AwsError(
      'InvalidNextToken',
      'The next token specified is invalid or belongs to another request.',
    );
  }
  return read.start;
}

export const getMetricData: Operation = {
  name: 'GetMetricData',

  pageOf: ({ NextToken }: Input) => pageOfToken(NextToken),

  billableUnits: ({ MetricDataQueries }: Input) =>
    Array.isArray(MetricDataQueries) ? MetricDataQueries.length : 0,

  /**
   * A page takes points of one query after the other until it is full. It names every query: those that are done
   * without points, those to come as partial.
   */
  run({ NextToken, ...input }: Input, context: OperationContext) {
    const digest = requestDigest(input, context.caller.accountId);
    const start = pageStartOf(NextToken, digest, context.now);
    const request = metricDataRequestOf(input, start.now);
    let room = request.maxDatapoints;
    let next: { query: number; offset: number } | undefined;

    const resultAt = (query: MetricQuery, index: number): MetricDataResult => {
      const failure = failureOf(query, context);
      if (failure) {
        return resultOf(query, failure);
      }
      if (index < start.query) {
        return resultOf(query, 'Complete');
      }
      if (room === 0) {
        next ??= { query: index, offset: 0 };
        return resultOf(query, 'PartialData');
      }
      const { timestamps, values } = pointsOf(
        query,
        request,
        context,
        start.now,
      );
      const from = index === start.query ? start.offset : 0;
      const to = Math.min(from + room, values.length);
      room -= to - from;
      if (to < values.length) {
        next = { query: index, offset: to };
      }
      return resultOf(query, next ? 'PartialData' : 'Complete', {
        timestamps: timestamps.slice(from, to),
        values: values.slice(from, to),
      });
    };

    const MetricDataResults = request.queries
      .filter(({ returned }) => returned)
      .map(resultAt);
    return {
      MetricDataResults,
      Messages: [],
      ...(next && {
        NextToken: writeToken(
          { ...next, page: start.page + 1, now: start.now },
          digest,
        ),
      }),
    };
  },
};
