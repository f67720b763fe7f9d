/** Reliability metrics of API Gateway's APIs and of Application Load Balancers, from Amazon CloudWatch. */
import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import type {
  MetricAnswer,
  MetricQuery,
  MetricSource,
  SourceContext,
} from '@cloudops/plugin-guardrails-node';
import type { AwsAccounts, AwsClientOptions } from './AwsAccounts';
import { askAws } from './askAws';
import { AwsRequestError } from './awsErrors';
import { CALL_LIMITS, type MetricCall, planCalls } from './metricCalls';
import { type CallAnswers, callAnswers, type Unanswered } from './callAnswers';
import {
  cloudWatchMetric,
  endpointName,
  type PublishedMetric,
  type PublishedPart,
  publishedAs,
} from './publishedMetrics';
import { type RestApiName, RestApiNames } from './RestApiNames';

/** A query with what is needed to ask it and to answer it. */
interface Asked {
  readonly query: MetricQuery;
  readonly published: PublishedMetric;
  /** What CloudWatch knows the endpoint by. */
  readonly endpoint: string;
}

/** What one page says of one part of a query. */
interface PartResult {
  readonly one: Asked;
  readonly part: PublishedPart;
  readonly result: MetricDataResult;
}

export class CloudWatchSource implements MetricSource {
  readonly name = 'CloudWatch';
  readonly #accounts: AwsAccounts;
  readonly #clock: () => Date;
  readonly #pointsPerPage: number;
  readonly #names: RestApiNames;

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
    this.#names = new RestApiNames({ clock: this.#clock });
  }

  async *fetchMetrics(
    queries: readonly MetricQuery[],
    context: SourceContext,
  ): AsyncGenerator<MetricAnswer> {
    const placeOf = ({ target: { account, region } }: MetricQuery) =>
      JSON.stringify([account, region]);
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
      client = {
        ...(await this.#accounts.clientOptions(account, context.signal)),
        region,
      };
      names = await this.#names.resolve(targets, client, context);
    } catch (error) {
      yield* queries.map(query => failed(query, error));
      return;
    }

    const asked = new Map<MetricQuery, Asked>();
    for (const query of queries) {
      const { endpoint } = query.target;
      const published = publishedAs(endpoint, query.metricName);
      const api = names.get(endpoint.id);
      if (endpoint.kind === 'rest-api' && api && 'error' in api) {
        yield failed(query, api.error);
      } else {
        const name = api && 'name' in api ? api.name : endpoint.id;
        asked.set(query, { query, published, endpoint: name });
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
    const partsOf = (query: MetricQuery) =>
      asked.get(query)!.published.parts.length;
    const queries = [...asked.keys()];
    for (const call of planCalls(queries, this.#clock(), partsOf)) {
      const open = call.queries.flatMap(query => asked.get(query) ?? []);
      if (open.length === 0) {
        continue;
      }
      for await (const part of this.#fetchCall(open, call, client, context)) {
        if (part.error !== undefined) {
          asked.delete(part.query);
        }
        yield part;
      }
    }
    for (const one of asked.values()) {
      yield answer(one, { points: [], complete: true });
    }
  }

  /** The points of each query in the call, or why there are none (or no more). */
  async *#fetchCall(
    open: readonly Asked[],
    call: MetricCall,
    client: CloudWatchClient,
    context: SourceContext,
  ): AsyncGenerator<MetricAnswer> {
    const answers = new Map(
      open.map((one): [Asked, CallAnswers] => [
        one,
        callAnswers(one.published, call),
      ]),
    );
    try {
      for await (const results of this.#pages(open, call, client, context)) {
        for (const { one, part, result } of results) {
          answers.get(one)!.add(part, result);
        }
        for (const [one, collected] of answers) {
          const points = collected.take();
          if (points.length > 0) {
            yield answer(one, { points, complete: false });
          }
        }
      }
    } catch (error) {
      yield* open.map(({ query }) => failed(query, error));
      return;
    }
    for (const [one, collected] of answers) {
      const unanswered = collected.unanswered();
      if (unanswered) {
        const what = `${unanswered.metricName} of ${endpointName(
          one.query.target.endpoint,
          one.endpoint,
        )}`;
        yield failed(one.query, notComplete(what, unanswered));
      } else {
        const points = collected.rest();
        if (points.length > 0) {
          yield answer(one, { points, complete: false });
        }
      }
    }
  }

  /** All pages of one call. */
  async *#pages(
    open: readonly Asked[],
    { from, to, periodSeconds }: MetricCall,
    client: CloudWatchClient,
    context: SourceContext,
  ): AsyncGenerator<PartResult[]> {
    const parts = open.flatMap(one =>
      one.published.parts.map(part => ({ one, part })),
    );
    // Ids must begin with a small letter.
    const byId = new Map(parts.map((each, index) => [`m${index}`, each]));
    const tokens = new Set<string>();
    let token: string | undefined;
    do {
      const page: GetMetricDataCommandOutput = await askAws(
        new GetMetricDataCommand({
          StartTime: from,
          EndTime: to,
          // Oldest first: whenever a run ends, what it stored has no hole before its newest point.
          ScanBy: 'TimestampAscending',
          MaxDatapoints: this.#pointsPerPage,
          MetricDataQueries: [...byId].map(([id, { one, part }]) =>
            dataQuery(id, one, part, periodSeconds),
          ),
          NextToken: token,
        }),
        (command, options) => client.send(command, options),
        { service: this.name, action: 'cloudwatch:GetMetricData' },
        context,
      );
      yield (page.MetricDataResults ?? []).flatMap(result => {
        const asked = byId.get(result.Id ?? '');
        return asked ? [{ ...asked, result }] : [];
      });
      token = page.NextToken;
      // Each page is charged: tokens that lead in a circle must not be followed for ever.
      if (token && tokens.has(token)) {
        throw new AwsRequestError(
          `${this.name} answered the same page token twice; the next run asks again`,
        );
      }
      tokens.add(token ?? '');
    } while (token);
  }
}

function dataQuery(
  id: string,
  { query, endpoint }: Asked,
  part: PublishedPart,
  periodSeconds: number,
): MetricDataQuery {
  return {
    Id: id,
    MetricStat: {
      Metric: cloudWatchMetric(query.target.endpoint, endpoint, part),
      Period: periodSeconds,
      Stat: part.statistic,
    },
  };
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
    unit: publishedAs(query.target.endpoint, query.metricName).unit,
    points: [],
    complete: false,
    error: `${owner} in ${region}: ${error.message}`,
  };
}

function notComplete(
  what: string,
  { status, problem }: Unanswered,
): AwsRequestError {
  if (problem !== undefined) {
    return new AwsRequestError(
      `CloudWatch answered ${problem} for ${what}; the next run asks again`,
    );
  }
  switch (status) {
    case 'Forbidden':
      return new AwsRequestError(
        `not allowed to read ${what}; add cloudwatch:GetMetricData to the policy of the role or user whose credentials the portal uses`,
      );
    case 'InternalError':
      return new AwsRequestError(
        `CloudWatch had an internal error with ${what}; the next run asks again`,
      );
    case 'PartialData':
      return new AwsRequestError(
        `CloudWatch answered only a part of ${what}; the next run asks for the rest`,
      );
    default:
      return new AwsRequestError(
        `CloudWatch did not answer ${what}; the next run asks again`,
      );
  }
}
