import {
  APIGatewayClient,
  GetRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import {
  CloudWatchClient,
  GetMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CostExplorerClient,
  GetCostAndUsageCommand,
} from '@aws-sdk/client-cost-explorer';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import type { FaultError } from './faults';
import { useSimulator } from './useSimulator';

const simulator = useSimulator();

const ONCE = { maxAttempts: 1 };

function costs(
  client: CostExplorerClient,
  { days = 1, token }: { days?: number; token?: string } = {},
) {
  return client.send(
    new GetCostAndUsageCommand({
      TimePeriod: {
        Start: days === 1 ? '2026-11-10' : '2026-08-12',
        End: '2026-11-11',
      },
      Granularity: 'DAILY',
      Metrics: ['UnblendedCost'],
      GroupBy: [
        { Type: 'DIMENSION', Key: 'SERVICE' },
        { Type: 'TAG', Key: 'component' },
      ],
      NextPageToken: token,
    }),
  );
}

function metrics(client: CloudWatchClient) {
  return client.send(
    new GetMetricDataCommand({
      StartTime: new Date('2026-11-20T12:00:00Z'),
      EndTime: new Date('2026-11-20T13:00:00Z'),
      MetricDataQueries: [
        {
          Id: 'q',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/ApiGateway',
              MetricName: 'Count',
              Dimensions: [{ Name: 'ApiName', Value: 'ledger' }],
            },
            Period: 300,
            Stat: 'Sum',
          },
        },
      ],
    }),
  );
}

/** Each operation with a client that does not retry. */
const CALLS: Record<string, () => Promise<unknown>> = {
  GetCostAndUsage: () => costs(new CostExplorerClient(ONCE)),
  GetMetricData: () => metrics(new CloudWatchClient(ONCE)),
  GetCallerIdentity: () =>
    new STSClient(ONCE).send(new GetCallerIdentityCommand({})),
  GetRestApi: () =>
    new APIGatewayClient(ONCE).send(
      new GetRestApiCommand({ restApiId: 'pay4x8k2m1' }),
    ),
};

describe('A planned fault', () => {
  // Each protocol spells the same failure in its own way.
  it.each<[string, FaultError, string, number]>([
    [
      'GetCostAndUsage',
      'LimitExceededException',
      'LimitExceededException',
      400,
    ],
    ['GetCostAndUsage', 'ThrottlingException', 'ThrottlingException', 400],
    ['GetCostAndUsage', 'AccessDeniedException', 'AccessDeniedException', 400],
    ['GetCostAndUsage', 'InternalFailure', 'InternalFailure', 500],
    ['GetMetricData', 'ThrottlingException', 'Throttling', 400],
    ['GetMetricData', 'AccessDeniedException', 'AccessDenied', 400],
    ['GetMetricData', 'InternalFailure', 'InternalFailure', 500],
    ['GetCallerIdentity', 'ThrottlingException', 'Throttling', 400],
    ['GetCallerIdentity', 'AccessDeniedException', 'AccessDenied', 403],
    ['GetCallerIdentity', 'InternalFailure', 'InternalFailure', 500],
    ['GetRestApi', 'ThrottlingException', 'TooManyRequestsException', 429],
    ['GetRestApi', 'AccessDeniedException', 'AccessDeniedException', 403],
    ['GetRestApi', 'InternalFailure', 'InternalFailure', 500],
  ])('fails %s with %s once', async (operation, error, name, status) => {
    simulator.current.faults.add({ operation, error });

    await expect(CALLS[operation]()).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: status },
    });
    await expect(CALLS[operation]()).resolves.toBeDefined();
    expect(simulator.current.faults.list()).toEqual([]);
  });

  it.each<FaultError>(['TruncatedReply', 'LostReply', 'NoReply'])(
    'carries an operation out whose answer comes to nothing: %s',
    async error => {
      simulator.current.faults.add({ operation: 'GetCostAndUsage', error });
      const client = new CostExplorerClient({
        ...ONCE,
        requestHandler: { requestTimeout: 200, throwOnRequestTimeout: true },
      });

      await expect(costs(client)).rejects.toThrow();

      expect(simulator.current.requests.count('GetCostAndUsage')).toMatchObject(
        { total: 1, ok: 1, billableUnits: 1 },
      );
      await expect(costs(client)).resolves.toMatchObject({
        ResultsByTime: [{}],
      });
    },
  );

  it('answers what a test makes of the answer', async () => {
    simulator.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'ChangedReply',
      change: output => ({ ...output, ResultsByTime: [] }),
    });
    const client = new CostExplorerClient(ONCE);

    await expect(costs(client)).resolves.toMatchObject({ ResultsByTime: [] });
  });

  it.each(Object.keys(CALLS))(
    'resets the connection of %s',
    async operation => {
      simulator.current.faults.add({ operation, error: 'ConnectionReset' });

      await expect(CALLS[operation]()).rejects.toThrow('ECONNRESET');
      expect(simulator.current.requests.entries()).toMatchObject([
        { operation, status: 'error', error: 'ConnectionReset' },
      ]);
    },
  );

  it.each(['LimitExceededException', 'ThrottlingException'] as const)(
    'of %s is retried by the client, and only the success is charged for',
    async error => {
      simulator.current.faults.add({
        operation: 'GetCostAndUsage',
        error,
        count: 2,
      });

      const { $metadata } = await costs(new CostExplorerClient({}));

      expect($metadata.attempts).toBe(3);
      expect(simulator.current.requests.count('GetCostAndUsage')).toEqual({
        total: 3,
        ok: 1,
        error: 2,
        billableUnits: 1,
      });
    },
  );

  it('is retried by the CloudWatch client too', async () => {
    simulator.current.faults.add({
      operation: 'GetMetricData',
      error: 'ThrottlingException',
    });

    const { $metadata } = await metrics(new CloudWatchClient({}));

    expect($metadata.attempts).toBe(2);
  });

  it('strikes as many requests as its count', async () => {
    simulator.current.faults.add({
      operation: 'GetCallerIdentity',
      error: 'AccessDeniedException',
      count: 2,
    });

    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => CALLS.GetCallerIdentity()),
    );

    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(
      2,
    );
  });

  it('strikes its operation only', async () => {
    simulator.current.faults.add({
      operation: 'GetMetricData',
      error: 'InternalFailure',
    });

    await expect(CALLS.GetCostAndUsage()).resolves.toBeDefined();
    expect(simulator.current.faults.list()).toHaveLength(1);
  });

  it('strikes its account only', async () => {
    simulator.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'AccessDeniedException',
      accountId: '444455556666',
    });
    const { Credentials } = await new STSClient({}).send(
      new AssumeRoleCommand({
        RoleArn: 'arn:aws:iam::444455556666:role/GuardrailsReadOnly',
        RoleSessionName: 'test',
        ExternalId: 'guardrails-demo',
      }),
    );
    const other = new CostExplorerClient({
      credentials: {
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      },
    });

    await expect(CALLS.GetCostAndUsage()).resolves.toBeDefined();
    await expect(costs(other)).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  it('strikes its page only', async () => {
    simulator.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'InternalFailure',
      page: 2,
    });
    const client = new CostExplorerClient(ONCE);

    const first = await costs(client, { days: 91 });
    const second = () =>
      costs(client, { days: 91, token: first.NextPageToken });

    await expect(second()).rejects.toMatchObject({ name: 'InternalFailure' });
    await expect(second()).resolves.toMatchObject({
      NextPageToken: expect.any(String),
    });
  });

  it('waits behind an older one for the same requests', async () => {
    simulator.current.faults.add({
      operation: 'GetCallerIdentity',
      error: 'AccessDeniedException',
    });
    simulator.current.faults.add({
      operation: 'GetCallerIdentity',
      error: 'InternalFailure',
    });

    await expect(CALLS.GetCallerIdentity()).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await expect(CALLS.GetCallerIdentity()).rejects.toMatchObject({
      name: 'InternalFailure',
    });
  });
});
