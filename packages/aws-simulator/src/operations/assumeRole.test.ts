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
  AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { SIGNED, useSimulator } from '../useSimulator';

const simulator = useSimulator();

const ROLE: AssumeRoleCommandInput = {
  RoleArn: 'arn:aws:iam::444455556666:role/GuardrailsReadOnly',
  RoleSessionName: 'guardrails',
  ExternalId: 'guardrails-demo',
};

let sts: STSClient;
beforeEach(() => {
  sts = new STSClient({});
});
afterEach(() => sts.destroy());

async function assumed(input: Partial<AssumeRoleCommandInput> = {}) {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ ...ROLE, ...input }),
  );
  return {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
    expiration: Credentials!.Expiration!,
  };
}

describe('AssumeRole', () => {
  it('gives temporary credentials of the other account to who knows its external id', async () => {
    const { AssumedRoleUser, Credentials } = await sts.send(
      new AssumeRoleCommand(ROLE),
    );

    expect(Credentials!.AccessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/);
    expect(AssumedRoleUser!.Arn).toBe(
      'arn:aws:sts::444455556666:assumed-role/GuardrailsReadOnly/guardrails',
    );
  });

  it('lasts an hour unless asked otherwise', async () => {
    const before = Date.now();
    const hour = await assumed();
    const quarter = await assumed({ DurationSeconds: 900 });

    expect(hour.expiration.getTime() - before).toBeGreaterThanOrEqual(
      3_599_000,
    );
    expect(
      hour.expiration.getTime() - quarter.expiration.getTime(),
    ).toBeGreaterThan(2_600_000);
  });

  it.each<[string, Partial<AssumeRoleCommandInput>]>([
    ['without an external id', { ExternalId: undefined }],
    ['with a wrong external id', { ExternalId: 'another' }],
    [
      'of a role that does not exist',
      { RoleArn: 'arn:aws:iam::444455556666:role/Admin' },
    ],
  ])('is denied %s', async (_, input) => {
    await expect(assumed(input)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::111122223333:user/simulator is not authorized to perform: sts:AssumeRole on resource: ${
        input.RoleArn ?? ROLE.RoleArn
      }`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  it.each<[string, Partial<AssumeRoleCommandInput>]>([
    ['a session under 15 minutes', { DurationSeconds: 899 }],
    ['a session over 12 hours', { DurationSeconds: 43_201 }],
    ['a session longer than the role grants', { DurationSeconds: 3601 }],
    ['a session name with a space', { RoleSessionName: 'my session' }],
    ['what is not a role', { RoleArn: 'GuardrailsReadOnly' }],
    ['no role', { RoleArn: undefined }],
  ])('refuses %s', async (_, input) => {
    await expect(assumed(input)).rejects.toMatchObject({
      name: 'ValidationError',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('writes what a caller sent into its XML as text', async () => {
    const response = await fetch(simulator.current.url, {
      method: 'POST',
      headers: {
        ...SIGNED,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        Action: 'AssumeRole',
        RoleArn: '<script>"&\'',
        RoleSessionName: 'x',
      }),
    });

    expect(await response.text()).toContain(
      '<Message>&lt;script&gt;&quot;&amp;&apos; is invalid</Message>',
    );
  });
});

describe('GetCallerIdentity', () => {
  it('is the default account for any long-term access key', async () => {
    await expect(
      sts.send(new GetCallerIdentityCommand({})),
    ).resolves.toMatchObject({
      Account: '111122223333',
      Arn: 'arn:aws:iam::111122223333:user/simulator',
      UserId: expect.any(String),
    });
  });

  it('is the role session for assumed credentials', async () => {
    const client = new STSClient({ credentials: await assumed() });

    await expect(
      client.send(new GetCallerIdentityCommand({})),
    ).resolves.toMatchObject({
      Account: '444455556666',
      Arn: 'arn:aws:sts::444455556666:assumed-role/GuardrailsReadOnly/guardrails',
    });
    client.destroy();
  });
});

describe('Assumed credentials', () => {
  it('see the other account in Cost Explorer and nothing of the default one', async () => {
    const question = new GetCostAndUsageCommand({
      TimePeriod: { Start: '2026-11-10', End: '2026-11-11' },
      Granularity: 'DAILY',
      Metrics: ['UnblendedCost'],
      GroupBy: [{ Type: 'TAG', Key: 'component' }],
    });
    const components = async (client: CostExplorerClient) =>
      (await client.send(question)).ResultsByTime![0].Groups!.map(
        ({ Keys }) => Keys![0],
      );

    const own = await components(new CostExplorerClient({}));
    const other = await components(
      new CostExplorerClient({ credentials: await assumed() }),
    );

    expect(own).toEqual([
      'component$',
      'component$checkout-api',
      'component$edge-gateway',
      'component$ledger',
      'component$log-pipeline',
      'component$payments-api',
      'component$storefront',
    ]);
    expect(other).toEqual([
      'component$',
      'component$feature-store',
      'component$recommender',
    ]);
  });

  it('see the metrics and APIs of the other account only', async () => {
    const credentials = await assumed();
    const points = async (client: CloudWatchClient, ApiName: string) =>
      (
        await client.send(
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
                    Dimensions: [{ Name: 'ApiName', Value: ApiName }],
                  },
                  Period: 3600,
                  Stat: 'Sum',
                },
              },
            ],
          }),
        )
      ).MetricDataResults![0].Values!.length;
    const own = new CloudWatchClient({});
    const other = new CloudWatchClient({ credentials });
    const gateway = new APIGatewayClient({ credentials });

    expect(await points(own, 'recommender')).toBe(0);
    expect(await points(other, 'recommender')).toBe(1);
    expect(await points(other, 'payments-api')).toBe(0);
    await expect(
      gateway.send(new GetRestApiCommand({ restApiId: 'rec8d2f7g4' })),
    ).resolves.toMatchObject({ name: 'recommender' });
    await expect(
      gateway.send(new GetRestApiCommand({ restApiId: 'pay4x8k2m1' })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('cannot assume the role without its external id either', async () => {
    const client = new STSClient({ credentials: await assumed() });

    await expect(
      client.send(new AssumeRoleCommand({ ...ROLE, ExternalId: 'other' })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
    client.destroy();
  });

  it('are refused once expired', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = await assumed();
    const session = JSON.parse(Buffer.from(sessionToken, 'base64').toString());
    const expired = Buffer.from(
      JSON.stringify({ ...session, expiresAt: Date.now() - 1 }),
    ).toString('base64');
    const client = new CostExplorerClient({
      credentials: { accessKeyId, secretAccessKey, sessionToken: expired },
    });

    await expect(
      client.send(
        new GetCostAndUsageCommand({
          TimePeriod: { Start: '2026-11-10', End: '2026-11-11' },
          Granularity: 'DAILY',
          Metrics: ['UnblendedCost'],
        }),
      ),
    ).rejects.toMatchObject({ name: 'ExpiredTokenException' });
  });

  it.each([
    ['without their session token', undefined],
    ['with a session token that nobody issued', 'rubbish'],
  ])('are refused %s', async (_, sessionToken) => {
    const { accessKeyId, secretAccessKey } = await assumed();
    const client = new STSClient({
      credentials: { accessKeyId, secretAccessKey, sessionToken },
    });

    await expect(
      client.send(new GetCallerIdentityCommand({})),
    ).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    });
    client.destroy();
  });
});
