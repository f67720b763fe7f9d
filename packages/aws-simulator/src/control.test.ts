import {
  CostExplorerClient,
  GetCostAndUsageCommand,
} from '@aws-sdk/client-cost-explorer';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { NOW, useSimulator } from './useSimulator';

const simulator = useSimulator();

async function control(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: any }> {
  const response = await fetch(`${simulator.current.url}/_simulator${path}`, {
    method,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const identity = () =>
  new STSClient({ maxAttempts: 1 }).send(new GetCallerIdentityCommand({}));

describe('/_simulator/faults', () => {
  it('plans a fault that strikes, lists what is left of it, and forgets it', async () => {
    const planned = await control('POST', '/faults', {
      operation: 'GetCallerIdentity',
      error: 'InternalFailure',
      count: 2,
      accountId: '111122223333',
    });

    expect(planned).toMatchObject({
      status: 201,
      body: { operation: 'GetCallerIdentity', count: 2, remaining: 2 },
    });
    await expect(identity()).rejects.toMatchObject({ name: 'InternalFailure' });
    await expect(control('GET', '/faults')).resolves.toMatchObject({
      status: 200,
      body: { faults: [{ count: 2, remaining: 1 }] },
    });
    await expect(control('DELETE', '/faults')).resolves.toMatchObject({
      status: 200,
      body: { faults: [] },
    });
    await expect(identity()).resolves.toBeDefined();
  });

  it.each([
    [
      'an unknown operation',
      { operation: 'DeleteEverything', error: 'InternalFailure' },
      /'operation' must be one of AssumeRole, .*got "DeleteEverything"/,
    ],
    [
      'an unknown error',
      { operation: 'GetCallerIdentity', error: 'Teapot' },
      /'error' must be one of LimitExceededException, .*got "Teapot"/,
    ],
    [
      'a count of zero',
      { operation: 'GetCallerIdentity', error: 'InternalFailure', count: 0 },
      /'count' must be a whole number from 1, got 0/,
    ],
    [
      'a page that is no number',
      { operation: 'GetCallerIdentity', error: 'InternalFailure', page: '2' },
      /'page' must be a whole number from 1, got "2"/,
    ],
    [
      'a misspelt member',
      { operation: 'GetCallerIdentity', error: 'InternalFailure', times: 2 },
      /'times' is not one of operation, error/,
    ],
    ['a list', [], /not a JSON object/],
    ['what is not JSON', '{', /not JSON/],
  ])('refuses %s and says what it takes', async (_, plan, message) => {
    await expect(control('POST', '/faults', plan)).resolves.toEqual({
      status: 400,
      body: { error: expect.stringMatching(message) },
    });
  });
});

describe('/_simulator/requests', () => {
  it('counts requests by operation and lists each', async () => {
    await identity();
    await new CostExplorerClient({}).send(
      new GetCostAndUsageCommand({
        TimePeriod: { Start: '2026-11-10', End: '2026-11-11' },
        Granularity: 'DAILY',
        Metrics: ['UnblendedCost'],
      }),
    );

    await expect(control('GET', '/requests')).resolves.toEqual({
      status: 200,
      body: {
        counts: {
          GetCallerIdentity: { total: 1, ok: 1, error: 0, billableUnits: 0 },
          GetCostAndUsage: { total: 1, ok: 1, error: 0, billableUnits: 1 },
        },
        requests: [
          expect.objectContaining({ operation: 'GetCallerIdentity' }),
          {
            at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
            operation: 'GetCostAndUsage',
            accountId: '111122223333',
            page: 1,
            status: 'ok',
            billableUnits: 1,
          },
        ],
      },
    });
  });

  it('does not count itself, and forgets on demand', async () => {
    await identity();

    await expect(control('DELETE', '/requests')).resolves.toEqual({
      status: 200,
      body: { counts: {}, requests: [] },
    });
    expect(simulator.current.requests.count('GetCallerIdentity').total).toBe(0);
  });
});

describe('/_simulator/clock', () => {
  it('stops the clock at an instant and lets it run again', async () => {
    await expect(
      control('POST', '/clock', { now: '2026-11-25T06:00:00Z' }),
    ).resolves.toEqual({
      status: 200,
      body: { now: '2026-11-25T06:00:00.000Z', frozen: true },
    });
    await expect(
      control('POST', '/clock', { now: null }),
    ).resolves.toMatchObject({ status: 200, body: { frozen: false } });
  });

  it('moves what Cost Explorer regards as today', async () => {
    const tomorrow = new GetCostAndUsageCommand({
      TimePeriod: { Start: '2026-11-23', End: '2026-11-24' },
      Granularity: 'DAILY',
      Metrics: ['UnblendedCost'],
    });
    const client = new CostExplorerClient({});

    await expect(client.send(tomorrow)).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await control('POST', '/clock', { now: '2026-11-24T12:00:00Z' });
    await expect(client.send(tomorrow)).resolves.toBeDefined();
  });

  it.each([{ now: 'tomorrow' }, { now: 5 }, {}])(
    'refuses %j and leaves the clock alone',
    async body => {
      await expect(control('POST', '/clock', body)).resolves.toMatchObject({
        status: 400,
        body: { error: expect.stringContaining('ISO 8601') },
      });
      expect(simulator.current.clock.now()).toEqual(NOW);
    },
  );
});

describe('/_simulator', () => {
  it('tells the incidents and their anchor', async () => {
    const { body } = await control('GET', '/incidents');

    expect(body.anchor).toBe('2026-11-22');
    expect(body.incidents).toEqual(
      JSON.parse(JSON.stringify(simulator.current.world.incidents)),
    );
  });

  it('names what it has when asked for something else', async () => {
    await expect(control('PUT', '/faults', {})).resolves.toEqual({
      status: 404,
      body: { error: expect.stringContaining('POST /faults') },
    });
  });
});
