/** Reliability metrics of API Gateway's REST APIs, from Amazon CloudWatch. */
import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
  type MetricDataResult,
  type StatusCode,
} from '@aws-sdk/client-cloudwatch';
import type { MetricUnit } from '@cloudops/plugin-guardrails-common';
import type {
  MetricAnswer,
  MetricPoint,
  MetricQuery,
  MetricSource,
  SourceContext,
} from '@cloudops/plugin-guardrails-node';
import type { AwsAccounts, AwsClientOptions } from './AwsAccounts';
import { askAws } from './askAws';
import { AwsRequestError } from './awsErrors';
import { CALL_LIMITS, type MetricCall, planCalls } from './metricCalls';
import { type RestApiName, restApiNames } from './restApiNames';

/** What CloudWatch calls a metric that is stored. */
interface PublishedMetric {
  readonly metricName: string;
  readonly statistic: string;
  readonly unit: MetricUnit;
}

// API Gateway publishes a 1 or 0 for each request as `5XXError`: its Sum is the count, its Average the rate.
const PUBLISHED: Readonly<Record<string, PublishedMetric>> = {
  '5xx_count': { metricName: '5XXError', statistic: 'Sum', unit: 'count' },
  p95_latency_ms: { metricName: 'Latency', statistic: 'p95', unit: 'ms' },
};

const NAMESPACE = 'AWS/ApiGateway';

/** A query with what is needed to ask it and to answer it. */
interface Asked {
  readonly query: MetricQuery;
  readonly published: PublishedMetric;
  readonly apiName: string;
}

export class CloudWatchSource implements MetricSource {
  readonly name = 'CloudWatch';
  readonly #accounts: AwsAccounts;
  readonly #clock: () => Date;
  readonly #pointsPerPage: number;

  /**
   * @param options.clock - tells how far back CloudWatch still has points; the present by default
   * @param options.pointsPerPage - as many as CloudWatch gives by default: each page is charged like a new question
   */
  constructor(options: {
    readonly accounts: AwsAccounts;
    readonly clock?: () => Date;
    readonly pointsPerPage?: number;
  }) {
    this.#accounts = options.accounts;
    this.#clock = options.clock ?? (() => new Date());
    this.#pointsPerPage = options.pointsPerPage ?? CALL_LIMITS.points;
  }

  async *fetchMetrics(
    queries: readonly MetricQuery[],
    context: SourceContext,
  ): AsyncGenerator<MetricAnswer> {
    const placeOf = ({ target: { account, region } }: MetricQuery) =>
      `${account.accountId ?? ''} ${region}`;
    for (const place of new Set(queries.map(placeOf))) {
      context.signal.throwIfAborted();
      yield* this.#fetchPlace(
        queries.filter(query => placeOf(query) === place),
        context,
      );
    }
  }

  /** Queries of one account and region. */
  async *#fetchPlace(
    queries: readonly MetricQuery[],
    context: SourceContext,
  ): AsyncGenerator<MetricAnswer> {
    const targets = queries.map(({ target }) => target);
    const [{ account, region }] = targets;
    let client: AwsClientOptions & { readonly region: string };
    let names: ReadonlyMap<string, RestApiName>;
    try {
      client = { ...(await this.#accounts.clientOptions(account)), region };
      names = await restApiNames(targets, client, context);
    } catch (error) {
      yield* queries.map(query => failed(query, error));
      return;
    }

    const asked = new Map<MetricQuery, Asked>();
    for (const query of queries) {
      const published = publishedAs(query);
      const api = names.get(query.target.restApiId)!;
      if ('error' in api) {
        yield failed(query, api.error);
      } else {
        asked.set(query, { query, published, apiName: api.name });
      }
    }

    const cloudWatch = new CloudWatchClient(client);
    try {
      yield* this.#fetchAll(asked, cloudWatch, context);
    } finally {
      cloudWatch.destroy();
    }
  }

  /** Asks call after call; a query whose call failed is not asked again, so that its points never have a hole. */
  async *#fetchAll(
    asked: Map<MetricQuery, Asked>,
    client: CloudWatchClient,
    context: SourceContext,
  ): AsyncGenerator<MetricAnswer> {
    for (const call of planCalls([...asked.keys()], this.#clock())) {
      const open = call.queries.flatMap(query => asked.get(query) ?? []);
      if (open.length === 0) {
        continue;
      }
      const statuses = new Map<Asked, StatusCode | undefined>();
      try {
        for await (const results of this.#pages(open, call, client, context)) {
          for (const { one, result } of results) {
            statuses.set(one, result.StatusCode);
            const points = pointsOf(result, call);
            if (points.length > 0) {
              yield answer(one, { points, complete: false });
            }
          }
        }
      } catch (error) {
        for (const { query } of open) {
          asked.delete(query);
          yield failed(query, error);
        }
        continue;
      }
      for (const one of open) {
        const status = statuses.get(one);
        if (status !== 'Complete') {
          asked.delete(one.query);
          yield failed(one.query, notComplete(one, status));
        }
      }
    }
    for (const one of asked.values()) {
      yield answer(one, { points: [], complete: true });
    }
  }

  /** All pages of one call. */
  async *#pages(
    open: readonly Asked[],
    { from, to, periodSeconds }: MetricCall,
    client: CloudWatchClient,
    context: SourceContext,
  ): AsyncGenerator<{ one: Asked; result: MetricDataResult }[]> {
    // Ids must begin with a small letter.
    const byId = new Map(open.map((one, index) => [`m${index}`, one]));
    let token: string | undefined;
    do {
      const page: GetMetricDataCommandOutput = await askAws(
        new GetMetricDataCommand({
          StartTime: from,
          EndTime: to,
          // Oldest first: whenever a run ends, what it stored has no hole before its newest point.
          ScanBy: 'TimestampAscending',
          MaxDatapoints: this.#pointsPerPage,
          MetricDataQueries: [...byId].map(([id, one]) =>
            dataQuery(id, one, periodSeconds),
          ),
          NextToken: token,
        }),
        (command, options) => client.send(command, options),
        { service: this.name, action: 'cloudwatch:GetMetricData' },
        context,
      );
      yield (page.MetricDataResults ?? []).flatMap(result => {
        const one = byId.get(result.Id ?? '');
        return one ? [{ one, result }] : [];
      });
      if (page.NextToken && page.NextToken === token) {
        throw new AwsRequestError(
          `${this.name} answered the same page token twice`,
        );
      }
      token = page.NextToken;
    } while (token);
  }
}

function publishedAs({ metricName }: MetricQuery): PublishedMetric {
  if (!Object.hasOwn(PUBLISHED, metricName)) {
    throw new Error(
      `CloudWatch is not asked for metric "${metricName}"; known are ${Object.keys(
        PUBLISHED,
      ).join(' and ')}`,
    );
  }
  return PUBLISHED[metricName];
}

function dataQuery(
  id: string,
  { published, apiName }: Asked,
  periodSeconds: number,
): MetricDataQuery {
  return {
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: NAMESPACE,
        MetricName: published.metricName,
        Dimensions: [{ Name: 'ApiName', Value: apiName }],
      },
      Period: periodSeconds,
      Stat: published.statistic,
    },
  };
}

function pointsOf(
  { Timestamps = [], Values = [] }: MetricDataResult,
  { from, to }: MetricCall,
): MetricPoint[] {
  return Timestamps.map((at, index) => ({ at, value: Values[index] })).filter(
    ({ at }) => at >= from && at < to,
  );
}

function answer(
  { query, published }: Asked,
  part: Pick<MetricAnswer, 'points' | 'complete'>,
): MetricAnswer {
  return { query, unit: published.unit, ...part };
}

/** The answer in place of one that AWS did not give; anything but AWS's own failures ends the run. */
function failed(query: MetricQuery, error: unknown): MetricAnswer {
  if (!(error instanceof AwsRequestError)) {
    throw error;
  }
  const { account, region } = query.target;
  const owner = account.accountId
    ? `AWS account ${account.accountId}`
    : 'the portal’s own AWS account';
  return {
    query,
    unit: publishedAs(query).unit,
    points: [],
    complete: false,
    error: `${owner} in ${region}: ${error.message}`,
  };
}

function notComplete(
  { published: { metricName }, apiName }: Asked,
  status: StatusCode | undefined,
): AwsRequestError {
  const metric = `${metricName} of REST API ${apiName}`;
  switch (status) {
    case 'Forbidden':
      return new AwsRequestError(
        `not allowed to read ${metric}; add cloudwatch:GetMetricData to the policy of the role or user whose credentials the portal uses`,
      );
    case 'InternalError':
      return new AwsRequestError(
        `CloudWatch had an internal error with ${metric}; the next run asks again`,
      );
    case 'PartialData':
      return new AwsRequestError(
        `CloudWatch answered only a part of ${metric}; the next run asks for the rest`,
      );
    default:
      return new AwsRequestError(`CloudWatch did not answer ${metric}`);
  }
}
