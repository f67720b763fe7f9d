import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataQuery,
  StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import { NOW, useSimulator } from '../useSimulator';

const simulator = useSimulator();

let client: CloudWatchClient;
beforeEach(() => {
  client = new CloudWatchClient({});
});
afterEach(() => client.destroy());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ago = (ms: number) => new Date(NOW.getTime() - ms);

interface MetricOptions {
  id?: string;
  namespace?: string;
  dimensions?: Record<string, string>;
  stat?: string;
  period?: number;
  unit?: StandardUnit;
  returned?: boolean;
  accountId?: string;
}

function query(
  metricName: string,
  options: MetricOptions = {},
): MetricDataQuery {
  const {
    id = 'q',
    namespace = 'AWS/ApiGateway',
    dimensions = { ApiName: 'payments-api' },
    stat = 'Sum',
    period = 300,
    unit,
    returned,
    accountId,
  } = options;
  return {
    Id: id,
    ReturnData: returned,
    AccountId: accountId,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: metricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({
          Name,
          Value,
        })),
      },
      Period: period,
      Stat: stat,
      Unit: unit,
    },
  };
}

function ask(
  queries: MetricDataQuery[],
  input: Partial<GetMetricDataCommandInput> = {},
): Promise<GetMetricDataCommandOutput> {
  return client.send(
    new GetMetricDataCommand({
      StartTime: ago(6 * HOUR),
      EndTime: ago(5 * HOUR),
      MetricDataQueries: queries,
      ...input,
    }),
  );
}

async function valuesOf(
  metricName: string,
  options: MetricOptions = {},
  input: Partial<GetMetricDataCommandInput> = {},
): Promise<number[]> {
  const { MetricDataResults } = await ask([query(metricName, options)], input);
  return MetricDataResults![0].Values!;
}

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

describe('GetMetricData: points', () => {
  it('answers one point for each period, newest first by default', async () => {
    const { MetricDataResults } = await ask([query('Count')]);

    const [{ Id, Label, StatusCode, Timestamps, Values }] = MetricDataResults!;
    expect({ Id, Label, StatusCode }).toEqual({
      Id: 'q',
      Label: 'Count',
      StatusCode: 'Complete',
    });
    expect(Values).toHaveLength(12);
    expect(Timestamps![0]).toEqual(ago(5 * HOUR + 5 * MINUTE));
    expect(Timestamps![11]).toEqual(ago(6 * HOUR));
  });

  it('answers oldest first when asked to', async () => {
    const newest = await valuesOf('Count');
    const oldest = await valuesOf(
      'Count',
      {},
      { ScanBy: 'TimestampAscending' },
    );

    expect(oldest).toEqual([...newest].reverse());
  });

  it('adds minutes up to longer periods', async () => {
    const minutes = await valuesOf('Count', { period: 60 });
    const fives = await valuesOf('Count', { period: 300 });
    const [hour] = await valuesOf('Count', { period: 3600 });

    expect(minutes).toHaveLength(60);
    expect(sum(minutes)).toBe(hour);
    expect(sum(fives)).toBe(hour);
  });

  it('begins periods at the start of the request, rounded down to the minute, not at the clock', async () => {
    const { MetricDataResults } = await ask([query('Count')], {
      StartTime: new Date('2026-11-22T07:03:31Z'),
      EndTime: new Date('2026-11-22T07:20:00Z'),
      ScanBy: 'TimestampAscending',
    });

    expect(MetricDataResults![0].Timestamps).toEqual([
      new Date('2026-11-22T07:03:00Z'),
      new Date('2026-11-22T07:08:00Z'),
      new Date('2026-11-22T07:13:00Z'),
      new Date('2026-11-22T07:18:00Z'),
    ]);
  });

  it('has no points for minutes without requests, though others around them have', async () => {
    const night = {
      StartTime: new Date('2026-11-21T00:00:00Z'),
      EndTime: new Date('2026-11-21T03:00:00Z'),
    };
    const ledger = { dimensions: { ApiName: 'ledger' }, period: 60 };

    const counts = await valuesOf('Count', ledger, night);
    const latencies = await valuesOf(
      'Latency',
      { ...ledger, stat: 'p95' },
      night,
    );

    expect(counts.length).toBeGreaterThan(0);
    expect(counts.length).toBeLessThan(180);
    expect(latencies).toHaveLength(counts.length);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });

  it('has no points after now', async () => {
    const { MetricDataResults } = await ask([query('Count')], {
      StartTime: ago(HOUR),
      EndTime: new Date(NOW.getTime() + HOUR),
    });

    const [newest] = MetricDataResults![0].Timestamps!;
    expect(newest.getTime()).toBeLessThan(NOW.getTime());
  });

  it('keeps minutes for 15 days, five minutes for 63 days, and hours for 455 days', async () => {
    const count = async (daysAgo: number, period: number) =>
      (
        await valuesOf(
          'Count',
          { period },
          {
            StartTime: ago(daysAgo * DAY),
            EndTime: ago(daysAgo * DAY - 2 * HOUR),
          },
        )
      ).length;

    expect(await count(14, 60)).toBe(120);
    expect(await count(16, 60)).toBe(0);
    expect(await count(16, 300)).toBe(24);
    expect(await count(64, 300)).toBe(0);
    expect(await count(64, 3600)).toBe(2);
    expect(await count(400, 3600)).toBe(2);
    expect(await count(456, 3600)).toBe(0);
  });
});

describe('GetMetricData: statistics', () => {
  it('takes the average of 5XXError as the rate of errors', async () => {
    const checkout = { dimensions: { ApiName: 'checkout-api' }, period: 3600 };

    const [errors] = await valuesOf('5XXError', checkout);
    const [requests] = await valuesOf('Count', checkout);
    const [samples] = await valuesOf('5XXError', {
      ...checkout,
      stat: 'SampleCount',
    });
    const [rate] = await valuesOf('5XXError', { ...checkout, stat: 'Average' });

    expect(errors).toBeGreaterThan(0);
    expect(samples).toBe(requests);
    expect(rate).toBeCloseTo(errors / requests, 8);
  });

  it('orders the statistics of a latency', async () => {
    const latency = async (stat: string) =>
      (await valuesOf('Latency', { stat, period: 3600 }))[0];

    const [minimum, median, average, p95, p99, maximum] = await Promise.all(
      ['Minimum', 'p50', 'Average', 'p95', 'p99.9', 'Maximum'].map(latency),
    );
    expect(minimum).toBeLessThan(median);
    expect(median).toBeLessThan(average);
    expect(average).toBeLessThan(p95);
    expect(p95).toBeLessThan(p99);
    expect(p95).toBeLessThan(maximum);
    expect(p95).toBeGreaterThan(200);
    expect(p95).toBeLessThan(280);
  });

  it('counts client errors apart from server errors', async () => {
    const [clientErrors] = await valuesOf('4XXError', { period: 3600 });
    const [serverErrors] = await valuesOf('5XXError', { period: 3600 });

    expect(clientErrors).toBeGreaterThan(serverErrors);
  });

  it.each(['p0', 'p101', 'tm99', 'sum'])('refuses the statistic %s', stat =>
    expect(valuesOf('Latency', { stat })).rejects.toMatchObject({
      name: 'ValidationException',
    }),
  );
});

describe('GetMetricData: which metrics there are', () => {
  it('knows a REST API by its name, with or without its stage, and not by its id', async () => {
    const byName = await valuesOf('Count');
    const byStage = await valuesOf('Count', {
      dimensions: { ApiName: 'payments-api', Stage: 'prod' },
    });

    expect(byStage).toEqual(byName);
    await expect(
      valuesOf('Count', { dimensions: { ApiName: 'pay4x8k2m1' } }),
    ).resolves.toEqual([]);
    await expect(
      valuesOf('Count', { dimensions: { ApiId: 'pay4x8k2m1' } }),
    ).resolves.toEqual([]);
  });

  it('answers an unknown metric with no points, completely', async () => {
    const { MetricDataResults } = await ask([query('5xx')]);

    expect(MetricDataResults![0]).toMatchObject({
      StatusCode: 'Complete',
      Values: [],
    });
  });

  it('has no points of a unit that the metric does not have', async () => {
    await expect(
      valuesOf('Latency', { stat: 'p95', unit: 'Seconds' }),
    ).resolves.toEqual([]);
    await expect(
      valuesOf('Latency', { stat: 'p95', unit: 'Milliseconds' }),
    ).resolves.toHaveLength(12);
  });

  it('knows an HTTP API by its id, with the metric names of HTTP APIs', async () => {
    const dimensions = { ApiId: 'par9h5j3l6' };

    await expect(valuesOf('5xx', { dimensions })).resolves.toHaveLength(12);
    await expect(valuesOf('5XXError', { dimensions })).resolves.toEqual([]);
  });

  it('has response times of load balancers in seconds', async () => {
    const [seconds] = await valuesOf('TargetResponseTime', {
      namespace: 'AWS/ApplicationELB',
      dimensions: { LoadBalancer: 'app/storefront/50dc6c495c0c9188' },
      stat: 'p95',
    });
    const [milliseconds] = await valuesOf('Latency', {
      dimensions: { ApiName: 'storefront' },
      stat: 'p95',
    });

    expect(seconds * 1000).toBeCloseTo(milliseconds, 4);
  });

  it('has counts of load balancers only where they are not zero', async () => {
    const errors = await valuesOf('HTTPCode_Target_5XX_Count', {
      namespace: 'AWS/ApplicationELB',
      dimensions: { LoadBalancer: 'app/storefront/50dc6c495c0c9188' },
      period: 60,
    });
    const ofRestApi = await valuesOf('5XXError', {
      dimensions: { ApiName: 'storefront' },
      period: 60,
    });

    expect(ofRestApi).toHaveLength(60);
    expect(errors).toEqual(ofRestApi.filter(value => value > 0));
  });
});

describe('GetMetricData: the newest ten minutes', () => {
  const lastQuarter = {
    StartTime: ago(15 * MINUTE),
    EndTime: NOW,
    ScanBy: 'TimestampAscending' as const,
  };
  const minutely = {
    dimensions: { ApiName: 'storefront' },
    period: 60,
  };

  it('grow on later reads and then stay', async () => {
    const first = await valuesOf('Count', minutely, lastQuarter);
    simulator.current.clock.set(new Date(NOW.getTime() + 5 * MINUTE));
    const second = await valuesOf('Count', minutely, lastQuarter);
    simulator.current.clock.set(new Date(NOW.getTime() + 10 * MINUTE));
    const third = await valuesOf('Count', minutely, lastQuarter);
    simulator.current.clock.set(new Date(NOW.getTime() + DAY));
    const last = await valuesOf('Count', minutely, lastQuarter);

    // The first five minutes had converged from the start.
    expect(first.slice(0, 5)).toEqual(last.slice(0, 5));
    const newest = [first, second, third].map(values => values[14]);
    expect(newest[0]).toBeLessThan(newest[1]);
    expect(newest[1]).toBeLessThan(newest[2]);
    expect(third).toEqual(last);
  });

  it('do not show the minute that is still running', async () => {
    simulator.current.clock.set(new Date(NOW.getTime() + 30_000));

    const values = await valuesOf('Count', minutely, {
      StartTime: NOW,
      EndTime: new Date(NOW.getTime() + MINUTE),
    });

    expect(values).toEqual([]);
  });
});

describe('GetMetricData: pages', () => {
  const queries = [
    query('Count', { id: 'requests' }),
    query('5XXError', { id: 'errors' }),
  ];

  async function pagesOf(MaxDatapoints: number) {
    const pages: GetMetricDataCommandOutput[] = [];
    let NextToken: string | undefined;
    do {
      const page = await ask(queries, { MaxDatapoints, NextToken });
      pages.push(page);
      NextToken = page.NextToken;
    } while (NextToken);
    return pages;
  }

  it('split points at MaxDatapoints, say PartialData until a query is done, and add up to the whole', async () => {
    const whole = await ask(queries);
    const pages = await pagesOf(10);

    expect(
      pages.map(({ MetricDataResults }) =>
        MetricDataResults!.map(({ Id, StatusCode, Values }) => [
          Id,
          StatusCode,
          Values!.length,
        ]),
      ),
    ).toEqual([
      [
        ['requests', 'PartialData', 10],
        ['errors', 'PartialData', 0],
      ],
      [
        ['requests', 'Complete', 2],
        ['errors', 'PartialData', 8],
      ],
      [
        ['requests', 'Complete', 0],
        ['errors', 'Complete', 4],
      ],
    ]);
    for (const [index, { Values }] of whole.MetricDataResults!.entries()) {
      expect(
        pages.flatMap(
          ({ MetricDataResults }) => MetricDataResults![index].Values,
        ),
      ).toEqual(Values);
    }
  });

  it('refuse a token that is rubbish or belongs to another request', async () => {
    const { NextToken } = await ask(queries, { MaxDatapoints: 10 });

    await expect(ask(queries, { NextToken: 'rubbish' })).rejects.toMatchObject({
      name: 'InvalidNextToken',
    });
    await expect(
      ask(queries, { MaxDatapoints: 11, NextToken }),
    ).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });
});

describe('GetMetricData: statuses of single queries', () => {
  it('forbids reading another account through this one', async () => {
    const { MetricDataResults } = await ask([
      query('Count', { id: 'own', accountId: '111122223333' }),
      query('Count', { id: 'other', accountId: '444455556666' }),
    ]);

    expect(
      MetricDataResults!.map(({ Id, StatusCode }) => [Id, StatusCode]),
    ).toEqual([
      ['own', 'Complete'],
      ['other', 'Forbidden'],
    ]);
  });

  it.each([
    ['QueryInternalError', 'InternalError'],
    ['QueryForbidden', 'Forbidden'],
  ] as const)(
    'fails the queries that a %s fault matches',
    async (error, status) => {
      simulator.current.faults.add({
        operation: 'GetMetricData',
        error,
        match: '5XXError',
      });
      const queries = [
        query('Count', { id: 'requests' }),
        query('5XXError', { id: 'errors' }),
      ];

      const first = await ask(queries);
      const second = await ask(queries);

      expect(
        first.MetricDataResults!.map(({ StatusCode, Values }) => [
          StatusCode,
          Values!.length,
        ]),
      ).toEqual([
        ['Complete', 12],
        [status, 0],
      ]);
      expect(second.MetricDataResults![1].StatusCode).toBe('Complete');
    },
  );

  it('leaves out queries whose data is not to be returned', async () => {
    const { MetricDataResults } = await ask([
      query('Count', { id: 'shown' }),
      query('Count', { id: 'hidden', returned: false }),
    ]);

    expect(MetricDataResults!.map(({ Id }) => Id)).toEqual(['shown']);
  });
});

describe('GetMetricData: refused input', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => query('Count', { id: `q${i}` }));

  it('takes 500 queries and refuses 501', async () => {
    const minute = { StartTime: ago(HOUR), EndTime: ago(HOUR - 5 * MINUTE) };

    const { MetricDataResults } = await ask(many(500), minute);
    expect(MetricDataResults).toHaveLength(500);
    await expect(ask(many(501), minute)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('500'),
    });
  });

  it.each<[string, MetricDataQuery[], Partial<GetMetricDataCommandInput>]>([
    ['no query', [], {}],
    ['two queries with one id', [query('Count'), query('Count')], {}],
    ['an id in capitals', [query('Count', { id: 'Q' })], {}],
    ['a period of 90 seconds', [query('Count', { period: 90 })], {}],
    [
      'a start that is not before the end',
      [query('Count')],
      { EndTime: ago(DAY) },
    ],
    ['more than 100,800 points', [query('Count')], { MaxDatapoints: 100_801 }],
    ['no points', [query('Count')], { MaxDatapoints: 0 }],
    ['an expression', [{ Id: 'e', Expression: 'q * 2' }], {}],
  ])('refuses %s', async (_, queries, input) => {
    await expect(ask(queries, input)).rejects.toMatchObject({
      name: 'ValidationException',
      $metadata: { httpStatusCode: 400 },
    });
  });
});
