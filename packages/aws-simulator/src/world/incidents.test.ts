import {
  CloudWatchClient,
  GetMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CostExplorerClient,
  GetCostAndUsageCommand,
} from '@aws-sdk/client-cost-explorer';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { ANCHOR, NOW, useSimulator } from '../useSimulator';
import { Day, formatDay, parseDay } from './calendar';
import type { CostIncident, TrafficIncident } from './incidents';

const simulator = useSimulator();

const D = parseDay(ANCHOR)!;
const at = (day: Day, time: string) => new Date(`${formatDay(day)}T${time}Z`);

async function credentialsOf(accountId: string) {
  if (accountId === '111122223333') {
    return undefined;
  }
  const { Credentials } = await new STSClient({}).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/GuardrailsReadOnly`,
      RoleSessionName: 'test',
      ExternalId: 'guardrails-demo',
    }),
  );
  return {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
}

/** What a component's service costs in the end, in USD, by days from D. */
async function seriesOf({ accountId, component, service }: CostIncident) {
  // Ten days later all of it is final.
  simulator.current.clock.set(at(D + 10, '00:00:00'));
  const client = new CostExplorerClient({
    credentials: await credentialsOf(accountId),
  });
  const { ResultsByTime } = await client.send(
    new GetCostAndUsageCommand({
      TimePeriod: { Start: formatDay(D - 30), End: formatDay(D + 1) },
      Granularity: 'DAILY',
      Metrics: ['UnblendedCost'],
      Filter: {
        And: [
          { Tags: { Key: 'component', Values: [component] } },
          { Dimensions: { Key: 'SERVICE', Values: [service] } },
        ],
      },
    }),
  );
  return (offset: number) =>
    Number(ResultsByTime![30 + offset].Total!.UnblendedCost.Amount);
}

/** Values by epoch milliseconds. */
async function metric(
  metricName: string,
  stat: string,
  ApiName: string,
  range: { from: Date; to: Date },
): Promise<Map<number, number>> {
  const { MetricDataResults } = await new CloudWatchClient({}).send(
    new GetMetricDataCommand({
      StartTime: range.from,
      EndTime: range.to,
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [
        {
          Id: 'q',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/ApiGateway',
              MetricName: metricName,
              Dimensions: [{ Name: 'ApiName', Value: ApiName }],
            },
            Period: 300,
            Stat: stat,
          },
        },
      ],
    }),
  );
  const [{ Timestamps, Values }] = MetricDataResults!;
  return new Map(Timestamps!.map((t, i) => [t.getTime(), Values![i]]));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function within(map: Map<number, number>, from: Date, to: Date): number[] {
  return [...map.entries()]
    .filter(([t]) => t >= from.getTime() && t < to.getTime())
    .map(([, value]) => value);
}

describe('Each cost incident is on the bill', () => {
  const incident = (id: string) =>
    simulator.current.world.incidents.find(
      candidate => candidate.id === id,
    ) as CostIncident;

  it('payments-api pays three times as much for its NAT gateway from D-5 on', async () => {
    const cost = await seriesOf(incident('payments-nat-traffic'));

    for (let offset = -30; offset < -5; offset += 1) {
      expect(Math.abs(cost(offset) - 46)).toBeLessThan(5);
    }
    for (let offset = -5; offset <= 0; offset += 1) {
      expect(Math.abs(cost(offset) - 141)).toBeLessThan(15);
    }
  });

  it('log-pipeline pays five times as much for log ingestion from D-12 to D-8, and then as before', async () => {
    const cost = await seriesOf(incident('log-ingestion-runaway'));

    for (let offset = -12; offset <= -8; offset += 1) {
      expect(cost(offset)).toBeGreaterThan(120);
    }
    const mean = [-12, -11, -10, -9, -8].map(cost).reduce((a, b) => a + b) / 5;
    expect(Math.abs(mean - 155)).toBeLessThan(15);
    for (const offset of [-30, -20, -13, -7, -6, 0]) {
      expect(Math.abs(cost(offset) - 31)).toBeLessThan(4);
    }
  });

  it('recommender pays for another instance type from D-7 on', async () => {
    const gpu = incident('recommender-gpu-instance');
    const cost = await seriesOf(gpu);

    expect(cost(-8)).toBeLessThan(80);
    expect(cost(-7) - cost(-8)).toBeGreaterThan(130);
    expect(cost(-7) - cost(-8)).toBeLessThan(142);
    expect(cost(0)).toBeGreaterThan(200);
  });

  it('describes each by usage type, so that a root cause can be checked', async () => {
    for (const { service, usageType, accountId, component } of [
      incident('payments-nat-traffic'),
      incident('log-ingestion-runaway'),
      incident('recommender-gpu-instance'),
    ]) {
      const usageTypes = simulator.current.world
        .charges(accountId, D - (component === 'log-pipeline' ? 10 : 1))
        .filter(({ line }) => line.component === component)
        .filter(({ line }) => line.service === service)
        .map(({ line }) => line.usageType);
      expect(usageTypes).toContain(usageType);
    }
  });
});

describe('Each traffic incident is in the metrics', () => {
  const incident = (id: string) =>
    simulator.current.world.incidents.find(
      candidate => candidate.id === id,
    ) as TrafficIncident;

  it('checkout-api answers 90 errors in five minutes on D-1 from 14:05 to 14:50, and about two otherwise', async () => {
    const { metricName, statistic, apiName, start, end } = incident(
      'checkout-errors-after-release',
    );
    const errors = await metric(metricName, statistic, apiName, {
      from: at(D - 8, '00:00:00'),
      to: NOW,
    });

    const during = within(errors, start, end!);
    expect(during).toHaveLength(9);
    expect(Math.abs(median(during) - 90)).toBeLessThan(15);
    const outside = [
      ...within(errors, at(D - 8, '00:00:00'), start),
      ...within(errors, end!, NOW),
    ];
    expect(median(outside)).toBe(2);
    expect(Math.max(...outside)).toBeLessThan(16);
  });

  it("storefront's p95 moves from 180 to 420 ms on D-2 at 09:00 and stays", async () => {
    const { metricName, statistic, apiName, start } =
      incident('storefront-slow');
    const latencies = await metric(metricName, statistic, apiName, {
      from: at(D - 9, '00:00:00'),
      to: NOW,
    });

    const before = within(latencies, at(D - 9, '00:00:00'), start);
    const after = within(latencies, start, NOW);
    expect(Math.abs(median(before) - 180)).toBeLessThan(9);
    expect(Math.abs(median(after) - 420)).toBeLessThan(21);
    expect(Math.max(...before)).toBeLessThan(225);
    expect(Math.min(...after)).toBeGreaterThan(330);
  });
});
