import {
  CostExplorerClient,
  Expression,
  GetCostAndUsageCommand,
  GetCostAndUsageCommandInput,
  GetCostAndUsageCommandOutput,
  Group,
  ResultByTime,
} from '@aws-sdk/client-cost-explorer';
import { startSimulator } from '../simulator';
import { SIGNED, useSimulator } from '../useSimulator';

const simulator = useSimulator();

let client: CostExplorerClient;
beforeEach(() => {
  client = new CostExplorerClient({});
});
afterEach(() => client.destroy());

const QUESTION = {
  TimePeriod: { Start: '2026-11-10', End: '2026-11-12' },
  Granularity: 'DAILY',
  Metrics: ['UnblendedCost'],
} satisfies GetCostAndUsageCommandInput;

const BY_SERVICE = { Type: 'DIMENSION', Key: 'SERVICE' } as const;
const BY_COMPONENT = { Type: 'TAG', Key: 'component' } as const;
const ONLY_LEDGER = { Tags: { Key: 'component', Values: ['ledger'] } };

function ask(
  input: Partial<GetCostAndUsageCommandInput> = {},
): Promise<GetCostAndUsageCommandOutput> {
  return client.send(new GetCostAndUsageCommand({ ...QUESTION, ...input }));
}

async function askAllPages(
  input: Partial<GetCostAndUsageCommandInput>,
): Promise<{ pages: number; results: ResultByTime[] }> {
  const results: ResultByTime[] = [];
  let pages = 0;
  let NextPageToken: string | undefined;
  do {
    const page = await ask({ ...input, NextPageToken });
    results.push(...(page.ResultsByTime ?? []));
    NextPageToken = page.NextPageToken;
    pages += 1;
  } while (NextPageToken);
  return { pages, results };
}

function usd(group: Group, metric: string = 'UnblendedCost'): number {
  return Number(group.Metrics?.[metric].Amount);
}

function keysOf(results: ResultByTime[] | undefined): string[][] {
  return (results ?? []).flatMap(({ Groups }) =>
    (Groups ?? []).map(({ Keys }) => Keys ?? []),
  );
}

function total(results: ResultByTime[], metric?: string): number {
  return results
    .flatMap(({ Groups }) => Groups ?? [])
    .reduce((sum, group) => sum + usd(group, metric), 0);
}

describe('GetCostAndUsage: shape of the answer', () => {
  it('answers a period that includes its start and excludes its end, day by day', async () => {
    const { ResultsByTime } = await ask();

    expect(ResultsByTime?.map(({ TimePeriod }) => TimePeriod)).toEqual([
      { Start: '2026-11-10', End: '2026-11-11' },
      { Start: '2026-11-11', End: '2026-11-12' },
    ]);
  });

  it('gives the total in US dollars as a string with up to ten decimals when nothing is grouped', async () => {
    const { ResultsByTime } = await ask();

    const [{ Total, Groups }] = ResultsByTime!;
    expect(Total).toEqual({
      UnblendedCost: {
        Amount: expect.stringMatching(/^\d+\.\d{5,10}$/),
        Unit: 'USD',
      },
    });
    expect(Groups).toEqual([]);
  });

  it('leaves the total empty when grouped, and the groups add up to it', async () => {
    const grouped = await ask({ GroupBy: [BY_SERVICE] });
    const ungrouped = await ask();

    const [day] = grouped.ResultsByTime!;
    expect(day.Total).toEqual({});
    expect(total([day])).toBeCloseTo(
      Number(ungrouped.ResultsByTime![0].Total!.UnblendedCost.Amount),
      8,
    );
  });

  it('cuts months to the period when asked by month', async () => {
    const { ResultsByTime } = await ask({
      Granularity: 'MONTHLY',
      TimePeriod: { Start: '2026-09-15', End: '2026-11-10' },
    });

    expect(ResultsByTime?.map(({ TimePeriod }) => TimePeriod)).toEqual([
      { Start: '2026-09-15', End: '2026-10-01' },
      { Start: '2026-10-01', End: '2026-11-01' },
      { Start: '2026-11-01', End: '2026-11-10' },
    ]);
  });

  it('adds the days of a month up', async () => {
    const period = { Start: '2026-10-01', End: '2026-11-01' };
    const month = await ask({ Granularity: 'MONTHLY', TimePeriod: period });
    const days = await ask({ TimePeriod: period });

    const sum = days
      .ResultsByTime!.map(({ Total }) => Number(Total!.UnblendedCost.Amount))
      .reduce((left, right) => left + right);
    expect(
      Number(month.ResultsByTime![0].Total!.UnblendedCost.Amount),
    ).toBeCloseTo(sum, 6);
  });

  it('marks as estimated what lies in a month without an invoice', async () => {
    const { ResultsByTime } = await ask({
      TimePeriod: { Start: '2026-10-31', End: '2026-11-02' },
    });

    expect(ResultsByTime?.map(({ Estimated }) => Estimated)).toEqual([
      false,
      true,
    ]);
  });

  it('keeps last month estimated until its invoice on the sixth', async () => {
    const october = { TimePeriod: { Start: '2026-10-31', End: '2026-11-01' } };

    simulator.current.clock.set(new Date('2026-11-05T23:00:00Z'));
    const before = await ask(october);
    simulator.current.clock.set(new Date('2026-11-06T01:00:00Z'));
    const after = await ask(october);

    expect(before.ResultsByTime![0].Estimated).toBe(true);
    expect(after.ResultsByTime![0].Estimated).toBe(false);
  });

  it('has an entry without groups for a day that has not come', async () => {
    const { ResultsByTime } = await ask({
      TimePeriod: { Start: '2026-11-22', End: '2026-12-01' },
      GroupBy: [BY_SERVICE],
    });

    expect(ResultsByTime).toHaveLength(9);
    expect(ResultsByTime![8].Groups).toEqual([]);
  });
});

describe('GetCostAndUsage: groups', () => {
  it('groups by service and component, and writes untagged spend as a key without a value', async () => {
    const { ResultsByTime, GroupDefinitions } = await ask({
      GroupBy: [BY_SERVICE, BY_COMPONENT],
    });

    expect(GroupDefinitions).toEqual([BY_SERVICE, BY_COMPONENT]);
    expect(keysOf(ResultsByTime)).toContainEqual([
      'Amazon Relational Database Service',
      'component$ledger',
    ]);
    expect(keysOf(ResultsByTime)).toContainEqual([
      'AWS Key Management Service',
      'component$',
    ]);
  });

  it('leaves out groups without cost that day', async () => {
    const first = await ask({
      TimePeriod: { Start: '2026-11-01', End: '2026-11-02' },
      GroupBy: [BY_SERVICE],
    });
    const tenth = await ask({ GroupBy: [BY_SERVICE] });

    expect(keysOf(first.ResultsByTime)).toContainEqual([
      'AWS Support (Business)',
    ]);
    expect(keysOf(tenth.ResultsByTime)).not.toContainEqual([
      'AWS Support (Business)',
    ]);
  });

  it.each([
    ['LINKED_ACCOUNT', '111122223333'],
    ['USAGE_TYPE', 'NatGateway-Bytes'],
    ['RECORD_TYPE', 'Usage'],
    ['REGION', 'us-east-1'],
  ])('groups by %s', async (Key, expected) => {
    const { ResultsByTime } = await ask({
      GroupBy: [{ Type: 'DIMENSION', Key }],
    });

    expect(keysOf(ResultsByTime)).toContainEqual([expected]);
  });

  it('describes linked accounts', async () => {
    const { DimensionValueAttributes } = await ask({
      GroupBy: [{ Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' }],
    });

    expect(DimensionValueAttributes).toEqual([
      { Value: '111122223333', Attributes: { description: 'shop' } },
    ]);
  });

  it('answers a management account the charges of its members, and a member its own', async () => {
    const of = async (url: string | undefined, filter?: Expression) => {
      const asking = new CostExplorerClient({ endpoint: url });
      const { ResultsByTime } = await asking.send(
        new GetCostAndUsageCommand({
          ...QUESTION,
          GroupBy: [{ Type: 'DIMENSION', Key: 'LINKED_ACCOUNT' }],
          Filter: filter,
        }),
      );
      asking.destroy();
      return [...new Set(keysOf(ResultsByTime).flat())];
    };
    const organization = await startSimulator({
      now: new Date('2026-11-22T13:00:00Z'),
      isOrganization: true,
    });
    const { url } = organization;
    const member = {
      Dimensions: { Key: 'LINKED_ACCOUNT', Values: ['444455556666'] },
    } satisfies Expression;

    expect(await of(undefined)).toEqual(['111122223333']);
    expect(await of(url)).toEqual(['111122223333', '444455556666']);
    expect(await of(url, member)).toEqual(['444455556666']);
    expect(await of(url, { Not: member })).toEqual(['111122223333']);
    await organization.close();
  });

  it('has every charge in the empty group of a tag that is not activated', async () => {
    const { ResultsByTime } = await ask({
      GroupBy: [{ Type: 'TAG', Key: 'team' }],
    });

    expect(keysOf(ResultsByTime)).toEqual([['team$'], ['team$']]);
  });

  it('has tax, support, credits and refunds as record types of their own, credits and refunds negative', async () => {
    const { ResultsByTime } = await ask({
      Granularity: 'MONTHLY',
      TimePeriod: { Start: '2026-09-01', End: '2026-10-01' },
      GroupBy: [{ Type: 'DIMENSION', Key: 'RECORD_TYPE' }],
    });

    const byType = Object.fromEntries(
      ResultsByTime![0].Groups!.map(group => [group.Keys![0], usd(group)]),
    );
    expect(byType).toEqual({
      Credit: expect.any(Number),
      Recurring: expect.any(Number),
      Refund: expect.any(Number),
      Support: expect.any(Number),
      Tax: expect.any(Number),
      Usage: expect.any(Number),
    });
    expect(byType.Credit).toBeLessThan(0);
    expect(byType.Refund).toBeLessThan(0);
    expect(byType.Tax).toBeGreaterThan(0);
  });
});

describe('GetCostAndUsage: metrics', () => {
  it('spreads a reservation fee over the month in amortized cost, and charges it on the first in unblended cost', async () => {
    const { ResultsByTime } = await ask({
      TimePeriod: { Start: '2026-10-01', End: '2026-10-03' },
      Metrics: ['UnblendedCost', 'AmortizedCost'],
      GroupBy: [{ Type: 'DIMENSION', Key: 'RECORD_TYPE' }],
      Filter: {
        And: [
          ONLY_LEDGER,
          { Dimensions: { Key: 'RECORD_TYPE', Values: ['Recurring'] } },
        ],
      },
    });

    const [first, second] = ResultsByTime!.map(({ Groups }) => Groups![0]);
    expect(usd(first)).toBeCloseTo(239.04, 6);
    expect(usd(second)).toBe(0);
    expect(usd(first, 'AmortizedCost')).toBeCloseTo(239.04 / 31, 6);
    expect(usd(second, 'AmortizedCost')).toBeCloseTo(239.04 / 31, 6);
  });

  it('takes the negotiated discount off net metrics', async () => {
    const { ResultsByTime } = await ask({
      Granularity: 'MONTHLY',
      TimePeriod: { Start: '2026-10-01', End: '2026-11-01' },
      Metrics: ['UnblendedCost', 'NetUnblendedCost', 'NetAmortizedCost'],
      GroupBy: [BY_SERVICE],
      Filter: {
        Dimensions: {
          Key: 'SERVICE',
          Values: ['Amazon Elastic Compute Cloud - Compute'],
        },
      },
    });

    const [group] = ResultsByTime![0].Groups!;
    expect(usd(group, 'NetUnblendedCost')).toBeCloseTo(usd(group) * 0.95, 6);
    expect(usd(group, 'NetAmortizedCost')).toBeCloseTo(usd(group) * 0.95, 6);
  });

  it('measures usage in the unit of the usage type, and in none when types mix', async () => {
    const Metrics = ['UsageQuantity', 'BlendedCost'];
    const { ResultsByTime } = await ask({
      Metrics,
      GroupBy: [{ Type: 'DIMENSION', Key: 'USAGE_TYPE' }],
    });
    const mixed = await ask({ Metrics });

    const gigabytes = ResultsByTime![0].Groups!.find(
      ({ Keys }) => Keys![0] === 'NatGateway-Bytes',
    )!;
    expect(gigabytes.Metrics!.UsageQuantity.Unit).toBe('GB');
    expect(usd(gigabytes, 'UsageQuantity') * 0.045).toBeCloseTo(
      usd(gigabytes, 'BlendedCost'),
      6,
    );
    expect(mixed.ResultsByTime![0].Total!.UsageQuantity.Unit).toBe('N/A');
  });
});

describe('GetCostAndUsage: filters', () => {
  const components = async (
    Filter: GetCostAndUsageCommandInput['Filter'],
  ): Promise<string[]> =>
    keysOf(
      (
        await ask({
          Filter,
          GroupBy: [BY_COMPONENT],
          TimePeriod: { Start: '2026-11-01', End: '2026-11-02' },
        })
      ).ResultsByTime,
    ).map(([key]) => key.replace('component$', ''));

  it('keeps the named tag values', async () => {
    await expect(components(ONLY_LEDGER)).resolves.toEqual(['ledger']);
  });

  it('keeps untagged spend when the tag is to be absent', async () => {
    await expect(
      components({ Tags: { Key: 'component', MatchOptions: ['ABSENT'] } }),
    ).resolves.toEqual(['']);
  });

  it('keeps what fulfils all of And, and any of Or', async () => {
    const kinesis: Expression = {
      Dimensions: { Key: 'SERVICE', Values: ['Amazon Kinesis'] },
    };

    await expect(components({ And: [ONLY_LEDGER, kinesis] })).resolves.toEqual(
      [],
    );
    await expect(components({ Or: [ONLY_LEDGER, kinesis] })).resolves.toEqual([
      'ledger',
      'log-pipeline',
    ]);
  });

  it('leaves out what Not describes', async () => {
    await expect(components({ Not: ONLY_LEDGER })).resolves.not.toContain(
      'ledger',
    );
    await expect(
      components({
        Not: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Usage'] } },
      }),
    ).resolves.toEqual(['', 'ledger', 'payments-api']);
  });

  it('has one cost category, the team that owns a component', async () => {
    await expect(
      components({
        CostCategories: { Key: 'team', Values: ['team-payments'] },
      }),
    ).resolves.toEqual(['ledger', 'payments-api']);
    await expect(
      components({ CostCategories: { Key: 'team', MatchOptions: ['ABSENT'] } }),
    ).resolves.toEqual(['']);
    await expect(
      components({ CostCategories: { Key: 'tier', MatchOptions: ['ABSENT'] } }),
    ).resolves.toContain('ledger');
  });

  it.each<[string, GetCostAndUsageCommandInput['Filter']]>([
    ['two roots', { ...ONLY_LEDGER, Not: ONLY_LEDGER }],
    ['no root', {}],
    ['And with one expression', { And: [ONLY_LEDGER] }],
    ['no values', { Dimensions: { Key: 'SERVICE' } }],
    ['a dimension without data', { Dimensions: { Key: 'AZ', Values: ['a'] } }],
    [
      'a match option for cost categories on a dimension',
      { Dimensions: { Key: 'SERVICE', MatchOptions: ['ABSENT'] } },
    ],
  ])('refuses an expression with %s', async (_, Filter) => {
    await expect(ask({ Filter })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('GetCostAndUsage: refused input', () => {
  it.each([
    [
      'an end that is not after the start',
      { Start: '2026-11-12', End: '2026-11-12' },
      'Start date (and hour) should be before end date (and hour)',
    ],
    [
      'a day that does not exist',
      { Start: '2026-02-30', End: '2026-11-12' },
      'Start time 2026-02-30 is invalid. Valid format is: yyyy-MM-dd.',
    ],
    [
      'another date format',
      { Start: '2026-11-10', End: '12.11.2026' },
      'End time 12.11.2026 is invalid. Valid format is: yyyy-MM-dd.',
    ],
    [
      'a start in the future',
      { Start: '2026-11-23', End: '2026-11-24' },
      'start date is after the current date',
    ],
    [
      'an end beyond the first of next month',
      { Start: '2026-11-10', End: '2026-12-02' },
      'end date past the beginning of next month',
    ],
    [
      'a start more than 14 months ago that is not a first of a month',
      { Start: '2025-09-21', End: '2026-11-01' },
      'To retrieve data beyond the past 14 months, your start date needs to be the first day of the month.',
    ],
  ])('refuses %s', async (_, TimePeriod, message) => {
    await expect(ask({ TimePeriod })).rejects.toMatchObject({
      name: 'ValidationException',
      message,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('answers more than 14 months back from the first of a month, and 13 months back from any day', async () => {
    const old = await ask({
      TimePeriod: { Start: '2025-09-01', End: '2025-09-03' },
    });
    const thirteenMonths = await ask({
      TimePeriod: { Start: '2025-10-22', End: '2025-10-23' },
    });

    expect(
      Number(old.ResultsByTime![0].Total!.UnblendedCost.Amount),
    ).toBeGreaterThan(0);
    expect(
      Number(thirteenMonths.ResultsByTime![0].Total!.UnblendedCost.Amount),
    ).toBeGreaterThan(0);
  });

  it.each<[string, Partial<GetCostAndUsageCommandInput>]>([
    ['no metric', { Metrics: [] }],
    ['an unknown metric', { Metrics: ['UNBLENDED_COST'] }],
    ['hourly granularity', { Granularity: 'HOURLY' }],
    ['three groupings', { GroupBy: [BY_SERVICE, BY_COMPONENT, BY_SERVICE] }],
    [
      'grouping by a dimension without data',
      { GroupBy: [{ Type: 'DIMENSION', Key: 'RESOURCE_ID' }] },
    ],
  ])('refuses %s', async (_, input) => {
    await expect(ask(input)).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('refuses members of the wrong type', async () => {
    const response = await fetch(simulator.current.url, {
      method: 'POST',
      headers: {
        ...SIGNED,
        'x-amz-target': 'AWSInsightsIndexService.GetCostAndUsage',
      },
      body: JSON.stringify({ TimePeriod: 'yesterday' }),
    });

    expect(response.status).toBe(400);
    await expect(response.json()).resolves.toMatchObject({
      __type: 'SerializationException',
    });
  });
});

describe('GetCostAndUsage: pages', () => {
  const NINETY_DAYS = {
    TimePeriod: { Start: '2026-08-24', End: '2026-11-22' },
    GroupBy: [BY_SERVICE, BY_COMPONENT],
  } satisfies Partial<GetCostAndUsageCommandInput>;

  it('needs several pages for ninety days by service and component, at most 1,000 groups on each', async () => {
    const first = await ask(NINETY_DAYS);
    const { pages, results } = await askAllPages(NINETY_DAYS);

    expect(keysOf(first.ResultsByTime)).toHaveLength(1000);
    expect(pages).toBeGreaterThanOrEqual(3);
    const days = new Set(results.map(({ TimePeriod }) => TimePeriod!.Start));
    expect(days.size).toBe(90);
  });

  it('neither loses nor repeats a group between pages, though a day may be split', async () => {
    const { results } = await askAllPages(NINETY_DAYS);
    const whole = await ask({
      TimePeriod: NINETY_DAYS.TimePeriod,
      Granularity: 'DAILY',
    });

    const keys = results.flatMap(({ TimePeriod, Groups }) =>
      Groups!.map(({ Keys }) => [TimePeriod!.Start, ...Keys!].join('|')),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(results.length).toBeGreaterThan(90);
    expect(total(results)).toBeCloseTo(
      whole
        .ResultsByTime!.map(({ Total }) => Number(Total!.UnblendedCost.Amount))
        .reduce((left, right) => left + right),
      5,
    );
  });

  it('answers all pages as of the moment of the first', async () => {
    const first = await ask(NINETY_DAYS);
    const asOfFirst = await ask({
      ...NINETY_DAYS,
      NextPageToken: first.NextPageToken,
    });

    simulator.current.clock.set(new Date('2026-11-22T23:00:00Z'));
    const later = await ask({
      ...NINETY_DAYS,
      NextPageToken: first.NextPageToken,
    });

    expect(later.ResultsByTime).toEqual(asOfFirst.ResultsByTime);
  });

  it('refuses a token with another request', async () => {
    const { NextPageToken } = await ask(NINETY_DAYS);

    await expect(
      ask({ ...NINETY_DAYS, Metrics: ['AmortizedCost'], NextPageToken }),
    ).rejects.toMatchObject({ name: 'RequestChangedException' });
  });

  it.each(['rubbish', 'W10.abc', ''])(
    'refuses %j as a token',
    async NextPageToken => {
      await expect(
        ask({ ...NINETY_DAYS, NextPageToken }),
      ).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
    },
  );
});
