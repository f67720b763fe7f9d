import type { DailyCostRecord } from '@cloudops/plugin-guardrails-node';
import type { ProjectConfig } from '../config';
import {
  AttributedCosts,
  configuredAccounts,
  isZero,
  projectsOf,
} from './attribution';

function project(overrides: Partial<ProjectConfig>): ProjectConfig {
  return { name: 'default', ruleParameters: {}, ...overrides };
}

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

const [ACCOUNT] = configuredAccounts([
  project({ name: 'default' }),
  project({ name: 'payments', costTagValue: 'payments-api' }),
]);

function costsOf(project_: string, ...records: DailyCostRecord[]) {
  const costs = new AttributedCosts(ACCOUNT);
  costs.add('usage', records);
  return costs.of(project_);
}

describe('configuredAccounts', () => {
  it('has the portal’s own account, whose remainder is the default project’s', () => {
    expect(configuredAccounts([project({})])).toEqual([
      { accountId: undefined, remainder: 'default', claims: new Map() },
    ]);
  });

  it('has the default project’s account in place of the portal’s own, when it names one', () => {
    expect(
      configuredAccounts([
        project({ accountId: '111122223333' }),
        project({ name: 'a', accountId: '111122223333', costTagValue: 'x' }),
        project({ name: 'b', accountId: '444455556666' }),
      ]),
    ).toEqual([
      {
        accountId: '111122223333',
        remainder: 'default',
        claims: new Map([['x', 'a']]),
      },
      {
        accountId: '444455556666',
        remainder: 'default-444455556666',
        claims: new Map(),
      },
    ]);
  });

  it('has every account that a project names, once, with a remainder of its own', () => {
    const accounts = configuredAccounts([
      project({}),
      project({ name: 'a', accountId: '111122223333', costTagValue: 'x' }),
      project({ name: 'b', accountId: '111122223333', costTagValue: 'y' }),
      project({ name: 'c', accountId: '444455556666' }),
    ]);

    expect(accounts.slice(1)).toEqual([
      {
        accountId: '111122223333',
        remainder: 'default-111122223333',
        claims: new Map([
          ['x', 'a'],
          ['y', 'b'],
        ]),
      },
      {
        accountId: '444455556666',
        remainder: 'default-444455556666',
        claims: new Map(),
      },
    ]);
    expect(projectsOf(accounts[1])).toEqual(['default-111122223333', 'a', 'b']);
  });
});

describe('AttributedCosts', () => {
  it('refuses a service that calls itself a charge', () => {
    expect(() =>
      costsOf('default', record({ service: 'charge:Credit' })),
    ).toThrow(/^got 'charge:Credit' on 2026-11-18 among the usage; names like/);
  });

  it('gives a claimed tag value to its project and everything else to the remainder', () => {
    const records = [
      record({ amount: '1' }),
      record({ amount: '2', tagValue: 'ledger' }),
      record({ amount: '4', tagValue: '' }),
    ];

    expect(costsOf('payments', ...records)).toEqual([
      {
        date: '2026-11-18',
        service: 'AWS Lambda',
        amount: '1.0000',
        currency: 'USD',
      },
    ]);
    expect(costsOf('default', ...records)[0].amount).toBe('6.0000');
  });

  it('gives everything to the remainder where no tag was asked for', () => {
    const records = [record({ tagValue: undefined, amount: '3' })];

    expect(costsOf('default', ...records)[0].amount).toBe('3.0000');
    expect(costsOf('payments', ...records)[0].amount).toBe('0.0000');
  });

  it('adds up exactly and rounds once', () => {
    // Rounded one by one these three would be nothing.
    const thirds = [record({ amount: '0.0000333333' })];
    expect(costsOf('payments', ...thirds, ...thirds, ...thirds)[0].amount).toBe(
      '0.0001',
    );
  });

  it.each([
    ['0.00005', '0.0000'],
    ['0.00015', '0.0002'],
    ['0.00025', '0.0002'],
    ['-0.00015', '-0.0002'],
    ['99999999.99985', '99999999.9998'],
    ['1e-7', '0.0000'],
  ])('rounds %s half even to %s', (amount, rounded) => {
    expect(costsOf('payments', record({ amount }))[0].amount).toBe(rounded);
  });

  it('keeps days and services apart', () => {
    expect(
      costsOf(
        'payments',
        record({}),
        record({ date: '2026-11-19' }),
        record({ service: 'Amazon DynamoDB' }),
      ),
    ).toHaveLength(3);
  });

  it('refuses to add two currencies', () => {
    expect(() =>
      costsOf('payments', record({}), record({ currency: 'CNY' })),
    ).toThrow(
      'got costs in CNY (AWS Lambda on 2026-11-18) beside costs in USD; the costs of an account must be in one currency',
    );
  });
});

describe('isZero', () => {
  it.each([
    ['0.0000', true],
    ['-0.0000', true],
    ['0.0001', false],
  ])('tells of %s: %s', (amount, zero) => {
    expect(
      isZero({ date: '2026-11-18', service: 's', amount, currency: 'USD' }),
    ).toBe(zero);
  });
});
