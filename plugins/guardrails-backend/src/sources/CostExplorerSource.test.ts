import { isCharge } from '@cloudops/plugin-guardrails-common';
import type {
  DailyCostQuery,
  DailyCostRecord,
  SourceContext,
} from '@cloudops/plugin-guardrails-node';
import { USAGE_TYPES } from '../config';
import { CostExplorerSource } from './CostExplorerSource';
import {
  OTHER_ACCOUNT,
  OWN_ACCOUNT,
  awsAccounts,
  useSimulatedAws,
} from './__testUtils__/simulatedAws';

// 60 rows are a day and a half of the own account: a week has several pages.
const aws = useSimulatedAws({ pageSize: 60 });

const DAY_MS = 86_400_000;

const WEEK: DailyCostQuery = {
  account: {},
  from: '2026-11-09',
  to: '2026-11-16',
  spend: 'usage',
  splitBy: { type: 'tag', key: 'component' },
};

function source(accounts = awsAccounts()): CostExplorerSource {
  return new CostExplorerSource({
    accounts,
    metric: 'UnblendedCost',
    usageTypes: USAGE_TYPES,
  });
}

function context(overrides: Partial<SourceContext> = {}) {
  const onRequest = jest.fn();
  return {
    onRequest,
    signal: new AbortController().signal,
    ...overrides,
  };
}

async function read(
  query: Partial<DailyCostQuery> = {},
  options = context(),
  from = source(),
): Promise<DailyCostRecord[]> {
  const records: DailyCostRecord[] = [];
  for await (const page of from.fetchDailyCosts(
    { ...WEEK, ...query },
    options,
  )) {
    records.push(...page);
  }
  return records;
}

/** Tells how many pages the week has. */
async function pagesOfTheWeek(): Promise<number> {
  await read();
  const { total } = aws.current.requests.count('GetCostAndUsage');
  aws.current.requests.clear();
  expect(total).toBeGreaterThan(2);
  return total;
}

describe('CostExplorerSource', () => {
  it('answers every page, each group once', async () => {
    const records = await read();

    const keys = records.map(r => `${r.date} ${r.service} ${r.tagValue}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(records.map(({ date }) => date)).size).toBe(7);
    expect(records).toContainEqual({
      date: '2026-11-09',
      service: 'Amazon Relational Database Service',
      tagValue: 'payments-api',
      amount: expect.stringMatching(/^\d+\.\d+$/),
      currency: 'USD',
      isEstimated: true,
    });
  });

  it.each(['usage', 'charges'] as const)(
    'says of which days AWS calls the %s estimated: of all in a month that is not invoiced',
    async spend => {
      const months = { spend, from: '2026-10-01', to: '2026-11-03' };
      const estimated = (records: DailyCostRecord[]) =>
        records.filter(({ isEstimated }) => isEstimated);

      const records = await read(months);
      expect(records.some(({ date }) => date < '2026-11-01')).toBe(true);
      expect(estimated(records).length).toBeGreaterThan(0);
      expect(estimated(records)).toEqual(
        records.filter(({ date }) => date >= '2026-11-01'),
      );

      aws.current.clock.set(new Date('2026-12-06T00:00:00Z'));
      expect(estimated(await read(months))).toEqual([]);
    },
  );

  it('takes a day without the flag for one that is not estimated', async () => {
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'ChangedReply',
      count: 100,
      change: output => ({
        ...output,
        ResultsByTime: output.ResultsByTime.map(
          ({ Estimated, ...day }: { Estimated: boolean }) => day,
        ),
      }),
    });

    const records = await read();

    expect(records.length).toBeGreaterThan(0);
    expect(records.filter(record => 'isEstimated' in record)).toEqual([]);
  });

  it.each(['true', 1, {}])('refuses the flag %j', async Estimated => {
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'ChangedReply',
      count: 100,
      change: output => ({
        ...output,
        ResultsByTime: output.ResultsByTime.map((day: object) => ({
          ...day,
          Estimated,
        })),
      }),
    });

    await expect(read()).rejects.toThrow(
      /^Cost Explorer answered ResultsByTime\.0\.Estimated: .*expected boolean.*; nothing of it is stored, and the next run asks again$/,
    );
  });

  it.each([
    ['before the first', '2026-11-08'],
    ['after the last', WEEK.to],
  ])('refuses the day %s that was asked for', async (_which, Start) => {
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'ChangedReply',
      change: output => ({
        ...output,
        ResultsByTime: [
          ...output.ResultsByTime,
          { TimePeriod: { Start }, Groups: [] },
        ],
      }),
    });

    await expect(read()).rejects.toThrow(
      `Cost Explorer answered ${Start}, asked for 2026-11-09 to 2026-11-16; nothing of it is stored`,
    );
  });

  it('refuses an answer that leaves out a day', async () => {
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'ChangedReply',
      count: 100,
      change: output => ({
        ...output,
        ResultsByTime: output.ResultsByTime.filter(
          ({ TimePeriod }: { TimePeriod: { Start: string } }) =>
            TimePeriod.Start !== '2026-11-12',
        ),
      }),
    });

    await expect(read()).rejects.toThrow(
      'Cost Explorer answered 6 of the 7 days from 2026-11-09 to, and without, 2026-11-16',
    );
  });

  it.each(['123456789.5', '1E12', 'NaN', 'Infinity', ''])(
    'refuses the amount %j, which the column cannot hold',
    async Amount => {
      aws.current.faults.add({
        operation: 'GetCostAndUsage',
        error: 'ChangedReply',
        change: output => {
          const [{ Groups, ...day }, ...days] = output.ResultsByTime;
          const [group, ...groups] = Groups;
          const Metrics = { UnblendedCost: { Amount, Unit: 'USD' } };
          return {
            ...output,
            ResultsByTime: [
              { ...day, Groups: [{ ...group, Metrics }, ...groups] },
              ...days,
            ],
          };
        },
      });

      await expect(read()).rejects.toThrow(
        /^Cost Explorer answered ResultsByTime\.0\.Groups\.0\.Metrics\.UnblendedCost\.Amount: /,
      );
    },
  );

  it('gives spend without the tag an empty tag value', async () => {
    expect((await read()).some(({ tagValue }) => tagValue === '')).toBe(true);
  });

  it('groups by service alone without a tag key', async () => {
    const records = await read({ splitBy: undefined });

    expect(records.some(record => 'tagValue' in record)).toBe(false);
    const monday = records.filter(({ date }) => date === '2026-11-09');
    expect(new Set(monday.map(({ service }) => service)).size).toBe(
      monday.length,
    );
  });

  it('has usage alone: no credit, refund, tax or fee', async () => {
    // Tax, support and reservation fees are charged on the 1st, credits on the 2nd; a month has all of them.
    const records = await read({ from: '2026-10-01', to: '2026-11-01' });

    expect(
      records.filter(({ service }) => /^Tax|Support/.test(service)),
    ).toEqual([]);
    expect(records.filter(({ amount }) => amount.startsWith('-'))).toEqual([]);
    expect(records.filter(({ service }) => isCharge(service))).toEqual([]);
  });

  it('has all the rest of the bill as charges, by record type', async () => {
    const charges = await read({
      spend: 'charges',
      from: '2026-10-01',
      to: '2026-11-01',
    });

    expect(charges).toEqual(
      expect.arrayContaining([
        {
          date: '2026-10-01',
          service: 'charge:Support',
          tagValue: '',
          amount: '412',
          currency: 'USD',
        },
        expect.objectContaining({ service: 'charge:Tax', amount: '287.4' }),
        expect.objectContaining({
          service: 'charge:Recurring',
          tagValue: 'ledger',
        }),
        expect.objectContaining({
          date: '2026-10-02',
          service: 'charge:Credit',
          amount: '-60',
        }),
      ]),
    );
    expect(charges.every(({ service }) => isCharge(service))).toBe(true);
  });

  it('counts as usage what the configuration says', async () => {
    const from = new CostExplorerSource({
      accounts: awsAccounts(),
      metric: 'UnblendedCost',
      usageTypes: ['Usage', 'Support'],
    });
    const month = { from: '2026-10-01', to: '2026-11-01' };

    const usage = await read(month, context(), from);
    const charges = await read({ ...month, spend: 'charges' }, context(), from);

    expect(usage.map(({ service }) => service)).toContain(
      'AWS Support (Business)',
    );
    expect(charges.map(({ service }) => service)).not.toContain(
      'charge:Support',
    );
  });

  it.each([
    ['UnblendedCost', 'unblended'],
    ['AmortizedCost', 'amortized'],
    ['NetUnblendedCost', 'netUnblended'],
    ['NetAmortizedCost', 'netAmortized'],
  ] as const)('counts by %s where it is configured', async (metric, amount) => {
    const from = new CostExplorerSource({
      accounts: awsAccounts(),
      metric,
      usageTypes: USAGE_TYPES,
    });
    const week = { from: '2026-10-01', to: '2026-10-08' };
    const first = Date.parse(week.from) / DAY_MS;
    const charged = Array.from({ length: 7 }, (_, day) =>
      aws.current.world.charges(
        OWN_ACCOUNT,
        first + day,
        aws.current.clock.now(),
      ),
    ).flat();
    const sum = (amounts: number[]) => amounts.reduce((a, b) => a + b, 0);

    const records = [
      ...(await read(week, context(), from)),
      ...(await read({ ...week, spend: 'charges' }, context(), from)),
    ];

    const expected = sum(charged.map(({ amounts }) => amounts[amount]));
    expect(sum(records.map(record => Number(record.amount)))).toBeCloseTo(
      expected,
      2,
    );
    // The four are not the same here.
    const unblended = sum(charged.map(({ amounts }) => amounts.unblended));
    expect(Math.abs(expected - unblended) > 1).toBe(metric !== 'UnblendedCost');
  });

  it('leaves out the spend that another query has', async () => {
    const component = { type: 'tag', key: 'component' } as const;

    const records = await read({
      except: [{ dimension: component, values: ['payments-api', 'ledger'] }],
    });

    const values = new Set(records.map(({ tagValue }) => tagValue));
    expect(values.has('payments-api')).toBe(false);
    expect(values.has('ledger')).toBe(false);
    expect(values.has('storefront')).toBe(true);
    expect(values.has('')).toBe(true);
  });

  it('announces each page before it is asked', async () => {
    const asked: number[] = [];
    const onRequest = () => {
      asked.push(aws.current.requests.count('GetCostAndUsage').total);
    };

    await read({}, context({ onRequest: jest.fn(onRequest) }));

    const { total } = aws.current.requests.count('GetCostAndUsage');
    expect(asked).toEqual([...Array(total).keys()]);
  });

  it('repeats a throttled page and announces the repetition too', async () => {
    const pages = await pagesOfTheWeek();
    const complete = await read();
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'LimitExceededException',
      page: 2,
      count: 2,
    });
    const options = context();

    expect(await read({}, options)).toEqual(complete);
    expect(options.onRequest).toHaveBeenCalledTimes(pages + 2);
  });

  it('fails when a page stays throttled, and says so', async () => {
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'LimitExceededException',
      page: 2,
      count: 100,
    });

    await expect(read()).rejects.toThrow(
      'Cost Explorer still throttled ce:GetCostAndUsage at attempt 5; the next run asks again (LimitExceededException: Rate limit exceeded)',
    );
  });

  it('passes the refusal of a request on and does not make it', async () => {
    const refusal = new Error('the cap is reached');
    const onRequest = jest
      .fn()
      .mockResolvedValueOnce(undefined)
      .mockRejectedValueOnce(refusal);

    await expect(read({}, context({ onRequest }))).rejects.toBe(refusal);
    expect(aws.current.requests.count('GetCostAndUsage').total).toBe(1);
  });

  it('stops between pages when it is aborted', async () => {
    const abort = new AbortController();
    const pages = source().fetchDailyCosts(
      WEEK,
      context({ signal: abort.signal }),
    );
    await pages.next();
    abort.abort(new Error('the portal stops'));

    await expect(pages.next()).rejects.toThrow('the portal stops');
    expect(aws.current.requests.count('GetCostAndUsage').total).toBe(1);
  });

  it('does not repeat a failing request after it was aborted', async () => {
    const abort = new AbortController();
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'ThrottlingException',
      count: 100,
    });
    const onRequest = jest.fn(async () => {
      if (aws.current.requests.count('GetCostAndUsage').total === 1) {
        abort.abort(new Error('the portal stops'));
      }
    });

    await expect(
      read({}, context({ signal: abort.signal, onRequest })),
    ).rejects.toThrow('the portal stops');
    expect(aws.current.requests.count('GetCostAndUsage').total).toBe(1);
  });

  it('reads another account through its role, and only that account', async () => {
    await read({ account: { accountId: OTHER_ACCOUNT } });

    const accounts = aws.current.requests
      .entries()
      .filter(({ operation }) => operation === 'GetCostAndUsage')
      .map(({ accountId }) => accountId);
    expect(new Set(accounts)).toEqual(new Set([OTHER_ACCOUNT]));
  });

  it('says what is missing when the call is not allowed', async () => {
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'AccessDeniedException',
      count: 100,
    });

    await expect(read()).rejects.toThrow(
      /^not allowed to call ce:GetCostAndUsage; add it to the policy of the role or user whose credentials the portal uses \(AccessDeniedException: /,
    );
  });

  it('says what to check when the role cannot be assumed', async () => {
    const accounts = awsAccounts({
      accounts: [
        {
          accountId: OTHER_ACCOUNT,
          roleName: 'GuardrailsReadOnly',
          externalId: 'wrong',
        },
      ],
    });

    await expect(
      read(
        { account: { accountId: OTHER_ACCOUNT } },
        context(),
        source(accounts),
      ),
    ).rejects.toThrow(
      /^no credentials; check its entry in `aws.accounts` of app-config, its role’s trust policy and its external id \(.*sts:AssumeRole/,
    );
  });

  it('says that an account has no credentials configured', async () => {
    await expect(
      read(
        { account: { accountId: '999900001111' } },
        context(),
        source(awsAccounts({})),
      ),
    ).rejects.toThrow(
      /^no credentials; .*no AWS integration that matches 9999/,
    );
  });

  it('refuses the own account under its id, which would be read twice', async () => {
    await expect(
      read(
        { account: { accountId: OWN_ACCOUNT } },
        context(),
        source(awsAccounts({})),
      ),
    ).rejects.toThrow('leave `accountId` out of the projects in it');
  });

  it('repeats a request whose connection broke', async () => {
    const complete = await read();
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'ConnectionReset',
    });

    expect(await read()).toEqual(complete);
  });
});
