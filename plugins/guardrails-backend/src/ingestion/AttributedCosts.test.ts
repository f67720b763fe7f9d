import type { DailyCostRecord } from '@cloudops/plugin-guardrails-node';
import type { AttributedAccount, DimensionClaims } from './attribution';
import { AttributedCosts, type StoredCost } from './AttributedCosts';

const COMPONENT: DimensionClaims = {
  dimension: { type: 'tag', key: 'component' },
  projects: new Map([['payments-api', 'payments']]),
};
const TEAM: DimensionClaims = {
  dimension: { type: 'costCategory', key: 'team' },
  projects: new Map([['team-payments', 'team']]),
};
const ACCOUNT: AttributedAccount = {
  remainder: 'default',
  claims: [COMPONENT],
};

function record(overrides: Partial<DailyCostRecord> = {}): DailyCostRecord {
  return {
    date: '2026-11-18',
    service: 'AWS Lambda',
    tagValue: 'payments-api',
    amount: '1',
    currency: 'USD',
    ...overrides,
  };
}

function usage(...records: DailyCostRecord[]): AttributedCosts {
  const costs = new AttributedCosts(ACCOUNT);
  costs.add(records, {
    spend: 'usage',
    claims: COMPONENT,
    isFirst: true,
    isLast: true,
  });
  return costs;
}

/** Day, service and amount of a project's rows. */
function rows(
  costs: AttributedCosts,
  project: string,
  stored: StoredCost[] = [],
) {
  return costs
    .rowsOf(project, stored)
    .map(({ date, service, amount }) => `${date} ${service} ${amount}`);
}

describe('AttributedCosts', () => {
  it('gives a claimed value to its project and everything else to the remainder', () => {
    const costs = usage(
      record({ amount: '1' }),
      record({ amount: '2', tagValue: 'ledger' }),
      record({ amount: '4', tagValue: '' }),
    );

    expect(costs.rowsOf('payments', [])).toEqual([
      {
        date: '2026-11-18',
        service: 'AWS Lambda',
        amount: '1.0000',
        currency: 'USD',
      },
    ]);
    expect(rows(costs, 'default')).toEqual(['2026-11-18 AWS Lambda 6.0000']);
  });

  it('gives everything to the remainder where nothing divides it', () => {
    const costs = new AttributedCosts({ remainder: 'default', claims: [] });
    costs.add([record({ tagValue: undefined, amount: '3' })], {
      spend: 'usage',
      isFirst: true,
      isLast: true,
    });

    expect(rows(costs, 'default')).toEqual(['2026-11-18 AWS Lambda 3.0000']);
  });

  it('counts spend that two dimensions claim once, for the first of them', () => {
    const costs = new AttributedCosts({
      remainder: 'default',
      claims: [COMPONENT, TEAM],
    });
    // Of $10, $4 have the component; of the other $6, $5 have the team.
    costs.add(
      [record({ amount: '4' }), record({ amount: '6', tagValue: 'ledger' })],
      { spend: 'usage', claims: COMPONENT, isFirst: true, isLast: false },
    );
    costs.add(
      [
        record({ amount: '5', tagValue: 'team-payments' }),
        record({ amount: '1', tagValue: '' }),
      ],
      { spend: 'usage', claims: TEAM, isFirst: false, isLast: true },
    );

    expect(rows(costs, 'payments')).toEqual(['2026-11-18 AWS Lambda 4.0000']);
    expect(rows(costs, 'team')).toEqual(['2026-11-18 AWS Lambda 5.0000']);
    expect(rows(costs, 'default')).toEqual(['2026-11-18 AWS Lambda 1.0000']);
    expect(costs.totals()).toEqual({ '2026-11-18': { usage: '10' } });
  });

  it('adds up exactly and rounds once', () => {
    // Rounded one by one these three would be nothing.
    const third = record({ amount: '0.0000333333' });

    expect(rows(usage(third, third, third), 'payments')).toEqual([
      '2026-11-18 AWS Lambda 0.0001',
    ]);
  });

  it('rounds the bill once, and not what claimants leave of it', () => {
    const costs = usage(
      record({ amount: '0.0001' }),
      record({ amount: '0.00005', tagValue: '' }),
    );

    // 0.00015 half even is 0.0002; 0.00005 by itself would be nothing.
    expect(rows(costs, 'payments')).toEqual(['2026-11-18 AWS Lambda 0.0001']);
    expect(rows(costs, 'default')).toEqual(['2026-11-18 AWS Lambda 0.0001']);
  });

  it('lets what nobody claims have what rounding leaves, so that many small amounts are still the bill', () => {
    const names = Array.from({ length: 300 }, (_, i) => `component-${i}`);
    const claims: DimensionClaims = {
      ...COMPONENT,
      projects: new Map(names.map(name => [name, name])),
    };
    const costs = new AttributedCosts({
      remainder: 'default',
      claims: [claims],
    });
    costs.add(
      ['0.0000412345', '0.0000512345'].flatMap((amount, i) =>
        names.map(tagValue =>
          record({ service: `service ${i}`, tagValue, amount }),
        ),
      ),
      { spend: 'usage', claims, isFirst: true, isLast: true },
    );

    expect(rows(costs, 'component-7')).toEqual(['2026-11-18 service 1 0.0001']);
    expect(rows(costs, 'default')).toEqual([
      '2026-11-18 service 0 0.0124',
      // 300 times a ten-thousandth is more than they cost.
      '2026-11-18 service 1 -0.0146',
    ]);
  });

  describe('of several queries', () => {
    function divided(...byTeam: DailyCostRecord[]): AttributedCosts {
      const costs = new AttributedCosts({
        remainder: 'default',
        claims: [COMPONENT, TEAM],
      });
      costs.add(
        [record({ amount: '4' }), record({ amount: '6', tagValue: '' })],
        {
          spend: 'usage',
          claims: COMPONENT,
          isFirst: true,
          isLast: false,
        },
      );
      costs.add(byTeam, {
        spend: 'usage',
        claims: TEAM,
        isFirst: false,
        isLast: true,
      });
      return costs;
    }

    it.each([
      ['nothing of the day', []],
      ['less than was left', [record({ amount: '5.99', tagValue: '' })]],
      ['more than was left', [record({ amount: '6.01', tagValue: '' })]],
      [
        'another day',
        [
          record({ amount: '6', tagValue: '' }),
          record({ date: '2026-11-17', tagValue: '' }),
        ],
      ],
    ])('is not the whole when the second has %s', (_, records) => {
      expect(() => divided(...records).assertWhole()).toThrow(
        /^got usage of [\d.]+ on 2026-11-1\d by tags and cost categories, and of (10|0) altogether/,
      );
    });

    it('is the whole when nothing but a rounding is between them', () => {
      const rounded = record({ amount: '6.0000000001', tagValue: '' });

      expect(() => divided(rounded).assertWhole()).not.toThrow();
    });
  });

  it.each([
    ['0.00015', '0.0002'],
    ['0.00025', '0.0002'],
    ['-0.00015', '-0.0002'],
    ['99999999.99985', '99999999.9998'],
    // Eight digits before the point, ten behind it, and a cent is still a cent.
    ['12345678.0112345678', '12345678.0112'],
  ])('rounds %s half even to %s', (amount, rounded) => {
    expect(usage(record({ amount })).rowsOf('payments', [])[0].amount).toBe(
      rounded,
    );
  });

  it.each(['0', '0.00005', '1e-7'])(
    'stores no row for %s, which rounds to nothing, unless there is one',
    amount => {
      const costs = usage(record({ amount }));

      expect(rows(costs, 'payments')).toEqual([]);
      expect(
        rows(costs, 'payments', [
          { date: '2026-11-18', service: 'AWS Lambda', amount: 3 },
        ]),
      ).toEqual(['2026-11-18 AWS Lambda 0.0000']);
    },
  );

  it('makes a stored amount that AWS no longer has a zero, of days that it reported', () => {
    const costs = usage(record());
    const stored = ['2026-11-17', '2026-11-18'].map(date => ({
      date,
      service: 'Amazon S3',
      amount: 7,
    }));

    expect(rows(costs, 'payments', stored)).toEqual([
      '2026-11-18 AWS Lambda 1.0000',
      '2026-11-18 Amazon S3 0.0000',
    ]);
  });

  it('says nothing of days that have charges and no usage', () => {
    const costs = usage(record());
    costs.add([record({ date: '2026-11-17', service: 'charge:Tax' })], {
      spend: 'charges',
      claims: COMPONENT,
      isFirst: true,
      isLast: true,
    });

    expect(
      rows(costs, 'payments', [
        { date: '2026-11-17', service: 'Amazon S3', amount: 7 },
      ]),
    ).toEqual(['2026-11-18 AWS Lambda 1.0000', '2026-11-17 charge:Tax 1.0000']);
  });

  describe('makes a stored charge that AWS no longer has a zero', () => {
    const credit = {
      date: '2026-11-18',
      service: 'charge:Credit',
      amount: -7,
    };

    it('on a day that has usage, though it has no charge at all', () => {
      expect(rows(usage(record()), 'payments', [credit])).toContain(
        '2026-11-18 charge:Credit 0.0000',
      );
    });

    it('on a day that has another charge, though it has no usage', () => {
      const costs = new AttributedCosts(ACCOUNT);
      costs.add([record({ service: 'charge:Tax' })], {
        spend: 'charges',
        claims: COMPONENT,
        isFirst: true,
        isLast: true,
      });

      expect(rows(costs, 'payments', [credit])).toEqual([
        '2026-11-18 charge:Tax 1.0000',
        '2026-11-18 charge:Credit 0.0000',
      ]);
    });

    it('but not on a day that was not answered for', () => {
      expect(
        rows(usage(record()), 'payments', [{ ...credit, date: '2026-11-17' }]),
      ).toEqual(['2026-11-18 AWS Lambda 1.0000']);
    });
  });

  it('leaves a stored zero a zero', () => {
    expect(
      rows(usage(record()), 'payments', [
        { date: '2026-11-18', service: 'Amazon S3', amount: 0 },
      ]),
    ).toEqual(['2026-11-18 AWS Lambda 1.0000']);
  });

  it('knows the account’s own sums by day, with all their decimals', () => {
    const costs = usage(
      record({ amount: '1.0000000001' }),
      record({ amount: '2', tagValue: '' }),
      record({ date: '2026-11-17', amount: '0.5' }),
    );
    costs.add([record({ service: 'charge:Credit', amount: '-3' })], {
      spend: 'charges',
      claims: COMPONENT,
      isFirst: true,
      isLast: true,
    });

    expect(costs.totals()).toEqual({
      '2026-11-17': { usage: '0.5' },
      '2026-11-18': { usage: '3.0000000001', charges: '-3' },
    });
  });

  it('knows that a day has no charges of which usage is known, where charges are asked for alone', () => {
    const costs = new AttributedCosts(ACCOUNT, ['2026-11-17', '2026-11-18']);
    costs.add([record({ service: 'charge:Credit', amount: '-3' })], {
      spend: 'charges',
      claims: COMPONENT,
      isFirst: true,
      isLast: true,
    });

    expect(costs.totals()).toEqual({
      '2026-11-17': { charges: '0' },
      '2026-11-18': { charges: '-3' },
    });
  });

  it('takes a day for an estimate that any of the queries calls one', () => {
    const costs = usage(
      record({ date: '2026-10-30' }),
      record({ date: '2026-10-31' }),
    );
    costs.add(
      [
        record({
          date: '2026-10-31',
          service: 'charge:Credit',
          isEstimated: true,
        }),
      ],
      { spend: 'charges', claims: COMPONENT, isFirst: true, isLast: true },
    );

    expect(costs.invoicing).toEqual({
      firstEstimated: '2026-10-31',
      lastInvoiced: '2026-10-30',
    });
  });

  it('refuses to add two currencies', () => {
    expect(() => usage(record({}), record({ currency: 'CNY' }))).toThrow(
      'got costs in CNY (AWS Lambda on 2026-11-18) beside costs in USD; the costs of an account must be in one currency',
    );
  });

  it('refuses a service that calls itself a charge', () => {
    expect(() => usage(record({ service: 'charge:Credit' }))).toThrow(
      /^got 'charge:Credit' on 2026-11-18 among the usage; names like/,
    );
  });
});
