/** CloudWatch's GetMetricData: statistics of metrics over periods, page by page. */
import type { QueryFault } from '../faults';
import { AwsError } from '../protocols/awsError';
import type { Input } from '../protocols/protocol';
import {
  MetricDataRequest,
  MetricQuery,
  metricDataRequestOf,
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

interface QueryAnswer extends Points {
  readonly query: MetricQuery;
  /** Set where the query as a whole failed. */
  readonly failure?: 'Forbidden' | 'InternalError';
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
  for (let startMs = request.startMs; startMs < end; startMs += periodMs) {
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

function answerOf(
  query: MetricQuery,
  request: MetricDataRequest,
  context: OperationContext,
  now: Date,
): QueryAnswer {
  const { caller, queryFault } = context;
  if (queryFault && concerns(queryFault, query)) {
    return { query, ...NO_POINTS, failure: queryFault.statusCode };
  }
  // No monitoring account is linked here, so nobody may read another account's metrics through their own.
  if (query.accountId !== undefined && query.accountId !== caller.accountId) {
    return { query, ...NO_POINTS, failure: 'Forbidden' };
  }
  return { query, ...pointsOf(query, request, context, now) };
}

/**
 * The part of an answer that lies between two positions in the sequence of all answers' points.
 * Every page names every query: the ones that are done with no points, the ones to come as partial.
 */
function sliceOf(
  { query, timestamps, values, failure }: QueryAnswer,
  from: number,
  to: number,
): MetricDataResult {
  const start = Math.max(0, Math.min(from, values.length));
  const end = Math.max(0, Math.min(to, values.length));
  return {
    Id: query.id,
    Label: query.label,
    Timestamps: timestamps.slice(start, end),
    Values: values.slice(start, end),
    StatusCode: failure ?? (end < values.length ? 'PartialData' : 'Complete'),
  };
}

function pageStartOf(token: unknown, request: string, now: Date): PageStart {
  if (token === undefined || token === null) {
    return { page: 1, offset: 0, now };
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

  run({ NextToken, ...input }: Input, context: OperationContext) {
    const digest = requestDigest(input, context.caller.accountId);
    const start = pageStartOf(NextToken, digest, context.now);
    const request = metricDataRequestOf(input, start.now);
    const results: MetricDataResult[] = [];
    const end = start.offset + request.maxDatapoints;
    let position = 0;
    for (const query of request.queries.filter(({ returned }) => returned)) {
      const answer = answerOf(query, request, context, start.now);
      results.push(sliceOf(answer, start.offset - position, end - position));
      position += answer.values.length;
    }
    return {
      MetricDataResults: results,
      Messages: [],
      ...(end < position && {
        NextToken: writeToken(
          { page: start.page + 1, offset: end, now: start.now },
          digest,
        ),
      }),
    };
  },
};
