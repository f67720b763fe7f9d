import type {
  MetricAnswer,
  MetricPoint,
  MetricQuery,
  SourceContext,
} from '@cloudops/plugin-guardrails-node';
import { CloudWatchSource } from './CloudWatchSource';
import {
  NOW,
  OTHER_ACCOUNT,
  OWN_ACCOUNT,
  awsAccounts,
  useSimulatedAws,
} from './__testUtils__/simulatedAws';

const aws = useSimulatedAws();

const REGION = 'eu-central-1';
const HOUR_MS = 3_600_000;
const CHECKOUT = 'che2u9i4o7';
const STOREFRONT = 'sto5r1t6y8';
const RECOMMENDER = 'rec8d2f7g4';

function query(
  restApiId: string,
  metricName: string,
  overrides: Partial<MetricQuery> & { accountId?: string } = {},
): MetricQuery {
  const { accountId, ...rest } = overrides;
  return {
    target: {
      account: { accountId },
      region: REGION,
      endpoint: { kind: 'rest-api', id: restApiId },
    },
    metricName,
    from: new Date(NOW.getTime() - 6 * HOUR_MS),
    to: NOW,
    periodSeconds: 300,
    ...rest,
  };
}

function source(pointsPerPage?: number): CloudWatchSource {
  return new CloudWatchSource({
    accounts: awsAccounts(),
    clock: () => NOW,
    pointsPerPage,
  });
}

interface Outcome {
  readonly points: readonly MetricPoint[];
  readonly parts: number;
  readonly complete: boolean;
  readonly errors: readonly string[];
}

async function read(
  queries: readonly MetricQuery[],
  options: { source?: CloudWatchSource; context?: Partial<SourceContext> } = {},
): Promise<Outcome[]> {
  const answers: MetricAnswer[] = [];
  for await (const answer of (options.source ?? source()).fetchMetrics(
    queries,
    {
      signal: new AbortController().signal,
      onRequest: () => {},
      ...options.context,
    },
  )) {
    answers.push(answer);
  }
  return queries.map(one => {
    const parts = answers.filter(answer => answer.query === one);
    return {
      points: parts.flatMap(({ points }) => points),
      parts: parts.length,
      complete: parts.at(-1)?.complete ?? false,
      errors: parts.flatMap(({ error }) => error ?? []),
    };
  });
}

/** What the simulated world measured in five minutes. */
function measured(
  namespace: string,
  metricName: string,
  dimensions: Record<string, string>,
  at: Date,
): number | undefined {
  const { world } = aws.current;
  return world.statistic(
    world.metric(OWN_ACCOUNT, namespace, metricName, dimensions)!,
    { name: 'Sum' },
    { startMs: at.getTime(), seconds: 300 },
    NOW,
  );
}

function times(points: readonly MetricPoint[]): number[] {
  return points.map(({ at }) => at.getTime());
}

describe('CloudWatchSource', () => {
  it('answers 5xx counts and p95 latencies of an API that it knows by its id', async () => {
    const [errors, latency] = await read([
      query(CHECKOUT, '5xx_count'),
      query(CHECKOUT, 'p95_latency_ms'),
    ]);

    expect(errors).toMatchObject({ complete: true, errors: [] });
    expect(errors.points).toHaveLength(72);
    expect(errors.points.every(({ value }) => Number.isInteger(value))).toBe(
      true,
    );
    expect(latency).toMatchObject({ complete: true, errors: [] });
    expect(latency.points).toHaveLength(72);
    expect(
      latency.points.every(({ value }) => value > 50 && value < 2000),
    ).toBe(true);
  });

  it('answers the same of an HTTP API, which it knows by its id alone', async () => {
    const [errors, latency] = await read(
      ['5xx_count', 'p95_latency_ms'].map(metricName =>
        query('', metricName, {
          target: {
            account: {},
            region: REGION,
            endpoint: { kind: 'http-api', id: 'par9h5j3l6' },
          },
        }),
      ),
    );

    expect(errors).toMatchObject({ complete: true, errors: [] });
    expect(errors.points).toHaveLength(72);
    expect(errors.points.map(({ at, value }) => [at, value])).toEqual(
      errors.points.map(({ at }) => [
        at,
        measured('AWS/ApiGateway', '5xx', { ApiId: 'par9h5j3l6' }, at),
      ]),
    );
    expect(latency.points).toHaveLength(72);
    expect(aws.current.requests.count('GetRestApi').total).toBe(0);
  });

  it('answers the same of a load balancer: milliseconds, and a 0 where there were requests without an error', async () => {
    const id = 'app/storefront/50dc6c495c0c9188';
    const [errors, latency] = await read(
      ['5xx_count', 'p95_latency_ms'].map(metricName =>
        query('', metricName, {
          target: {
            account: {},
            region: REGION,
            endpoint: { kind: 'load-balancer', id },
          },
        }),
      ),
      // Pages end between the three metrics that an error count is made of.
      { source: source(50) },
    );

    const ofTargets = ({ at }: MetricPoint) =>
      measured(
        'AWS/ApplicationELB',
        'HTTPCode_Target_5XX_Count',
        { LoadBalancer: id },
        at,
      );
    expect(errors).toMatchObject({ complete: true, errors: [] });
    expect(errors.points).toHaveLength(72);
    expect(errors.points.map(({ value }) => value)).toEqual(
      errors.points.map(point => ofTargets(point) ?? 0),
    );
    expect(errors.points.some(point => ofTargets(point) === undefined)).toBe(
      true,
    );
    expect(latency).toMatchObject({ complete: true, errors: [] });
    expect(latency.points).toHaveLength(72);
    expect(
      latency.points.every(({ value }) => value > 50 && value < 2000),
    ).toBe(true);
  });

  it('asks the name of an API again only after hours', async () => {
    let now = NOW;
    const one = new CloudWatchSource({
      accounts: awsAccounts(),
      clock: () => now,
    });
    const ask = async () => {
      await read([query(CHECKOUT, '5xx_count')], { source: one });
      return aws.current.requests.count('GetRestApi').total;
    };

    expect(await ask()).toBe(1);
    expect(await ask()).toBe(1);
    now = new Date(NOW.getTime() + 7 * HOUR_MS);
    expect(await ask()).toBe(2);
  });

  it('answers oldest first, only what was asked for', async () => {
    const one = query(CHECKOUT, 'p95_latency_ms');
    const [{ points }] = await read([one]);

    expect(times(points)).toEqual([...times(points)].sort((a, b) => a - b));
    expect(points[0].at).toEqual(one.from);
    expect(points.at(-1)!.at.getTime()).toBe(NOW.getTime() - 300_000);
  });

  it('asks the name of an API once, and many queries in one call', async () => {
    await read([
      query(CHECKOUT, '5xx_count'),
      query(CHECKOUT, 'p95_latency_ms'),
      query(STOREFRONT, '5xx_count'),
      query(STOREFRONT, 'p95_latency_ms'),
    ]);

    expect(aws.current.requests.count('GetRestApi').total).toBe(2);
    expect(aws.current.requests.count('GetMetricData').total).toBe(1);
  });

  it('continues partial data until it is complete', async () => {
    const queries = [
      query(CHECKOUT, '5xx_count'),
      query(CHECKOUT, 'p95_latency_ms'),
    ];
    const whole = await read(queries);
    aws.current.requests.clear();

    const paged = await read(queries, { source: source(50) });

    expect(aws.current.requests.count('GetMetricData').total).toBe(3);
    expect(paged.map(({ points }) => points)).toEqual(
      whole.map(({ points }) => points),
    );
    expect(paged.every(({ complete }) => complete)).toBe(true);
  });

  it('reads by the hour what CloudWatch keeps by the hour only', async () => {
    const [{ points, complete }] = await read([
      query(CHECKOUT, '5xx_count', {
        from: new Date(NOW.getTime() - 90 * 24 * HOUR_MS),
      }),
    ]);

    expect(complete).toBe(true);
    // 5 minutes for 63 days, less the hour of margin; before that, hours.
    const hours = 27 * 24 + 1;
    expect(points).toHaveLength(hours + 63 * 288 - 12);
    const steps = times(points)
      .slice(1)
      .map((at, i) => at - times(points)[i]);
    expect(new Set(steps.slice(0, hours))).toEqual(new Set([HOUR_MS]));
    expect(new Set(steps.slice(hours))).toEqual(new Set([300_000]));
  });

  it('has no point where an API had no traffic, and still is complete', async () => {
    // The ledger is all but silent at night.
    const [{ points, complete }] = await read([
      query('led7q3w9z2', 'p95_latency_ms', {
        from: new Date('2026-11-21T00:00:00Z'),
        to: new Date('2026-11-22T00:00:00Z'),
        periodSeconds: 60,
      }),
    ]);

    expect(complete).toBe(true);
    expect(points.length).toBeGreaterThan(0);
    expect(points.length).toBeLessThan(1440);
  });

  it('reads each account through its own credentials', async () => {
    const outcomes = await read([
      query(CHECKOUT, '5xx_count'),
      query(RECOMMENDER, '5xx_count', { accountId: OTHER_ACCOUNT }),
    ]);

    expect(outcomes.map(({ complete }) => complete)).toEqual([true, true]);
    expect(outcomes.map(({ points }) => points.length)).toEqual([72, 72]);
  });

  it('reads each region apart, names of APIs too', async () => {
    const inRegion = (region: string) => {
      const one = query(CHECKOUT, '5xx_count');
      return { ...one, target: { ...one.target, region } };
    };

    await read([inRegion('eu-central-1'), inRegion('us-east-1')]);

    expect(aws.current.requests.count('GetRestApi').total).toBe(2);
    expect(aws.current.requests.count('GetMetricData').total).toBe(2);
  });

  it.each([
    [
      'PartialData',
      'CloudWatch answered only a part of Latency of REST API checkout-api; the next run asks for the rest',
    ],
    [
      undefined,
      'CloudWatch did not answer Latency of REST API checkout-api; the next run asks again',
    ],
  ])(
    'does not call a metric complete of which the last page says %s',
    async (StatusCode, message) => {
      aws.current.faults.add({
        operation: 'GetMetricData',
        error: 'ChangedReply',
        change: (output: any) => ({
          ...output,
          MetricDataResults: output.MetricDataResults.map((result: any) =>
            result.Label === 'Latency' ? { ...result, StatusCode } : result,
          ),
        }),
      });

      const [latency, errors] = await read([
        query(CHECKOUT, 'p95_latency_ms'),
        query(CHECKOUT, '5xx_count'),
      ]);

      expect(latency.complete).toBe(false);
      expect(latency.errors).toEqual([
        `the portal’s own AWS account in eu-central-1: ${message}`,
      ]);
      expect(errors).toMatchObject({ complete: true, errors: [] });
    },
  );

  it('says which API does not exist, and answers the others', async () => {
    const [unknown, known] = await read([
      query('nothere123', '5xx_count'),
      query(CHECKOUT, '5xx_count'),
    ]);

    expect(unknown.complete).toBe(false);
    expect(unknown.errors).toEqual([
      'the portal’s own AWS account in eu-central-1: there is no REST API nothere123 in eu-central-1; check `metrics.restApiId` and `metrics.region` of the project',
    ]);
    expect(known).toMatchObject({ complete: true, errors: [] });
  });

  it('says which metric is forbidden, and answers the others', async () => {
    aws.current.faults.add({
      operation: 'GetMetricData',
      error: 'QueryForbidden',
      match: 'checkout-api',
      count: 100,
    });

    const [checkout, storefront] = await read([
      query(CHECKOUT, '5xx_count'),
      query(STOREFRONT, '5xx_count'),
    ]);

    expect(checkout.complete).toBe(false);
    expect(checkout.errors).toEqual([
      'the portal’s own AWS account in eu-central-1: not allowed to read 5XXError of REST API checkout-api; add cloudwatch:GetMetricData to the policy of the role or user whose credentials the portal uses',
    ]);
    expect(storefront).toMatchObject({ complete: true, errors: [] });
  });

  it('asks no further for a query that failed, so that its points have no hole', async () => {
    aws.current.faults.add({
      operation: 'GetMetricData',
      error: 'QueryInternalError',
      match: '5XXError',
    });
    // Two queries of 62 days fit one call; six do not.
    const from = new Date(NOW.getTime() - 62 * 24 * HOUR_MS);
    const [failing, ...others] = await read([
      query(CHECKOUT, '5xx_count', { from }),
      ...Array.from({ length: 5 }, () =>
        query(CHECKOUT, 'p95_latency_ms', { from }),
      ),
    ]);

    expect(failing.points).toEqual([]);
    expect(failing.errors).toEqual([
      'the portal’s own AWS account in eu-central-1: CloudWatch had an internal error with 5XXError of REST API checkout-api; the next run asks again',
    ]);
    expect(others.every(({ complete }) => complete)).toBe(true);
    expect(aws.current.requests.count('GetMetricData').total).toBe(2);
  });

  it('answers the other accounts when one is not allowed', async () => {
    aws.current.faults.add({
      operation: 'GetMetricData',
      error: 'AccessDeniedException',
      accountId: OTHER_ACCOUNT,
      count: 100,
    });

    const [denied, own] = await read([
      query(RECOMMENDER, '5xx_count', { accountId: OTHER_ACCOUNT }),
      query(CHECKOUT, '5xx_count'),
    ]);

    expect(denied.errors).toEqual([
      expect.stringMatching(
        /^AWS account 444455556666 in eu-central-1: not allowed to call cloudwatch:GetMetricData; add it to /,
      ),
    ]);
    expect(own).toMatchObject({ complete: true, errors: [] });
  });

  it('repeats a throttled call and announces the repetition too', async () => {
    aws.current.faults.add({
      operation: 'GetMetricData',
      error: 'ThrottlingException',
      count: 2,
    });
    const onRequest = jest.fn();

    const [{ complete }] = await read([query(CHECKOUT, '5xx_count')], {
      context: { onRequest },
    });

    expect(complete).toBe(true);
    // The API's name, and three attempts.
    expect(onRequest).toHaveBeenCalledTimes(4);
  });

  it('passes the refusal of a request on', async () => {
    const refusal = new Error('no more requests');

    await expect(
      read([query(CHECKOUT, '5xx_count')], {
        context: { onRequest: () => Promise.reject(refusal) },
      }),
    ).rejects.toBe(refusal);
    expect(aws.current.requests.entries()).toEqual([]);
  });

  it('stops between calls when it is aborted', async () => {
    const abort = new AbortController();
    const answers = source(50).fetchMetrics([query(CHECKOUT, '5xx_count')], {
      signal: abort.signal,
      onRequest: () => {},
    });
    await answers.next();
    abort.abort(new Error('the portal stops'));

    await expect(answers.next()).rejects.toThrow('the portal stops');
    expect(aws.current.requests.count('GetMetricData').total).toBe(1);
  });

  it('refuses a metric that it does not know', async () => {
    await expect(read([query(CHECKOUT, 'cpu')])).rejects.toThrow(
      'CloudWatch is not asked for metric "cpu"; known are 5xx_count and p95_latency_ms',
    );
  });
});
