import {
  CloudWatchClient,
  ListDashboardsCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CostExplorerClient,
  GetTagsCommand,
} from '@aws-sdk/client-cost-explorer';
import {
  APIGatewayClient,
  GetRestApisCommand,
} from '@aws-sdk/client-api-gateway';
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { startSimulator } from './simulator';
import { NOW, SIGNED, useSimulator } from './useSimulator';

const simulator = useSimulator();

function post(
  headers: Record<string, string>,
  body: string,
  path: string = '/',
): Promise<Response> {
  return fetch(`${simulator.current.url}${path}`, {
    method: 'POST',
    headers,
    body,
  });
}

const COST_EXPLORER = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'AWSInsightsIndexService.GetCostAndUsage',
};
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const QUESTION = JSON.stringify({
  TimePeriod: { Start: '2026-11-01', End: '2026-11-22' },
  Granularity: 'DAILY',
  Metrics: ['UnblendedCost'],
  GroupBy: [{ Type: 'DIMENSION', Key: 'SERVICE' }],
});

describe('A request without a signature', () => {
  it('is refused in JSON by Cost Explorer', async () => {
    const response = await post(COST_EXPLORER, QUESTION);

    expect(response.status).toBe(400);
    await expect(response.json()).resolves.toMatchObject({
      __type: 'MissingAuthenticationTokenException',
    });
  });

  it('is refused in XML by STS', async () => {
    const response = await post(FORM, 'Action=GetCallerIdentity');

    expect(response.status).toBe(403);
    expect(await response.text()).toContain(
      '<Code>MissingAuthenticationToken</Code>',
    );
  });

  it('is refused with an error header by API Gateway', async () => {
    const response = await fetch(
      `${simulator.current.url}/restapis/pay4x8k2m1`,
    );

    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe(
      'MissingAuthenticationTokenException',
    );
  });

  it('is refused when the header is another scheme', async () => {
    const response = await post(
      { ...COST_EXPLORER, authorization: 'Bearer token' },
      QUESTION,
    );

    await expect(response.json()).resolves.toMatchObject({
      __type: 'IncompleteSignatureException',
    });
  });
});

describe('An unknown operation', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    [
      'Cost Explorer',
      () =>
        new CostExplorerClient({}).send(
          new GetTagsCommand({
            TimePeriod: { Start: '2026-11-01', End: '2026-11-02' },
          }),
        ),
      'UnknownOperationException',
    ],
    [
      'CloudWatch',
      () => new CloudWatchClient({}).send(new ListDashboardsCommand({})),
      // CloudWatch's client reads the code of its former query protocol.
      'InvalidAction',
    ],
    [
      'STS',
      () => new STSClient({}).send(new GetSessionTokenCommand({})),
      'InvalidAction',
    ],
    [
      'API Gateway',
      () => new APIGatewayClient({}).send(new GetRestApisCommand({})),
      'UnknownOperationException',
    ],
  ])('of %s is refused by name', async (_, call, name) => {
    await expect(call()).rejects.toMatchObject({ name });
  });

  it('of an unknown service is refused', async () => {
    const response = await post(
      { ...SIGNED, 'x-amz-target': 'DynamoDB_20120810.ListTables' },
      '{}',
    );

    expect(response.status).toBe(400);
    await expect(response.json()).resolves.toMatchObject({
      __type: 'UnknownOperationException',
    });
  });

  it('is counted in the request log', async () => {
    await post({ ...SIGNED, ...FORM }, 'Action=GetSessionToken');

    expect(simulator.current.requests.entries()).toMatchObject([
      { operation: 'GetSessionToken', error: 'UnknownOperationException' },
    ]);
  });
});

describe('A malformed request', () => {
  it.each([
    ['JSON that does not parse', COST_EXPLORER, '{'],
    ['JSON that is not an object', COST_EXPLORER, '[]'],
    ['a form without an action', FORM, 'Version=2011-06-15'],
  ])('with %s is refused', async (_, headers, body) => {
    const response = await post({ ...SIGNED, ...headers }, body);

    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(
      /SerializationException|MalformedInput/,
    );
  });

  it('with a badly escaped path is refused', async () => {
    const response = await fetch(`${simulator.current.url}/restapis/%E0%A4%A`, {
      headers: SIGNED,
    });

    expect(response.status).toBe(400);
  });

  it('of more than a mebibyte is refused', async () => {
    const response = await post(
      { ...SIGNED, ...COST_EXPLORER },
      'x'.repeat(1024 * 1024 + 1),
    );

    expect(response.status).toBe(413);
  });
});

describe('startSimulator', () => {
  const answerOf = async (url: string) =>
    (
      await fetch(url, {
        method: 'POST',
        headers: { ...SIGNED, ...COST_EXPLORER },
        body: QUESTION,
      })
    ).text();

  it('gives the same bytes for the same seed and time, and others for another seed', async () => {
    const [same, other] = await Promise.all([
      startSimulator({ now: NOW }),
      startSimulator({ now: NOW, seed: 2 }),
    ]);
    try {
      const answer = await answerOf(simulator.current.url);
      await expect(answerOf(same.url)).resolves.toBe(answer);
      await expect(answerOf(other.url)).resolves.not.toBe(answer);
    } finally {
      await Promise.all([same.close(), other.close()]);
    }
  });

  it('listens on the loopback interface only', () => {
    expect(simulator.current.url).toBe(
      `http://127.0.0.1:${simulator.current.port}`,
    );
  });

  it('places the incidents around today when it is not told otherwise', async () => {
    const before = new Date().toISOString().slice(0, 10);
    const running = await startSimulator();
    const after = new Date().toISOString().slice(0, 10);
    await running.close();

    expect([before, after]).toContain(running.world.anchor);
  });

  it('cuts pages to the page size it is given', async () => {
    const small = await startSimulator({ now: NOW, pageSize: 7 });
    try {
      const { ResultsByTime, NextPageToken } = JSON.parse(
        await answerOf(small.url),
      );
      expect(
        ResultsByTime.flatMap(({ Groups }: { Groups: unknown[] }) => Groups),
      ).toHaveLength(7);
      expect(NextPageToken).toEqual(expect.any(String));
    } finally {
      await small.close();
    }
  });

  it.each([
    [
      'a port that is taken',
      () => ({ port: simulator.current.port }),
      /already in use/,
    ],
    [
      'an anchor that is no day',
      () => ({ anchor: 'today' }),
      /YYYY-MM-DD, got 'today'/,
    ],
    [
      'a page of no rows',
      () => ({ pageSize: 0 }),
      /whole number from 1, got 0/,
    ],
  ])('refuses %s', async (_, options, message) => {
    await expect(startSimulator(options())).rejects.toThrow(message);
  });

  it('can be closed while a client keeps its connection', async () => {
    const running = await startSimulator({ now: NOW });
    await answerOf(running.url);

    await expect(running.close()).resolves.toBeUndefined();
    await expect(answerOf(running.url)).rejects.toThrow();
  });
});
