import type { ProjectConfig } from '../config';
import type { EntityProject } from '../projects';
import { attribute, attributionDigest, projectsOf } from './attribution';

const COMPONENT = { type: 'tag', key: 'component' } as const;
const COUNTED = { metric: 'UnblendedCost', usageTypes: ['Usage'] };

function project(overrides: Partial<ProjectConfig>): ProjectConfig {
  return { name: 'default', ruleParameters: {}, ...overrides };
}

function accountsOf(...given: Parameters<typeof attribute>) {
  return attribute(...given).accounts;
}

function claims(...entries: [string, string][]) {
  return [{ dimension: COMPONENT, projects: new Map(entries) }];
}

describe('attribute', () => {
  it('has the portal’s own account, whose remainder is the default project’s', () => {
    expect(accountsOf([project({})], 'component')).toEqual([
      { accountId: undefined, remainder: 'default', claims: [] },
    ]);
  });

  it('has the default project’s account in place of the portal’s own, when it names one', () => {
    expect(
      accountsOf(
        [
          project({ accountId: '111122223333' }),
          project({ name: 'a', accountId: '111122223333', costTagValue: 'x' }),
          project({ name: 'b', accountId: '444455556666' }),
        ],
        'component',
      ),
    ).toEqual([
      {
        accountId: '111122223333',
        remainder: 'default',
        claims: claims(['x', 'a']),
      },
      {
        accountId: '444455556666',
        remainder: 'default-444455556666',
        claims: [],
      },
    ]);
  });

  it('has every account that a project names, once, with a remainder of its own', () => {
    const accounts = accountsOf(
      [
        project({}),
        project({ name: 'a', accountId: '111122223333', costTagValue: 'x' }),
        project({ name: 'b', accountId: '111122223333', costTagValue: 'y' }),
        project({ name: 'c', accountId: '444455556666' }),
      ],
      'component',
    );

    expect(accounts.slice(1)).toEqual([
      {
        accountId: '111122223333',
        remainder: 'default-111122223333',
        claims: claims(['x', 'a'], ['y', 'b']),
      },
      {
        accountId: '444455556666',
        remainder: 'default-444455556666',
        claims: [],
      },
    ]);
    expect(projectsOf(accounts[1])).toEqual(['default-111122223333', 'a', 'b']);
  });
});

describe('the claims of entities', () => {
  const SERVICE: EntityProject = {
    name: 'component:default/service',
    claims: [{ dimension: COMPONENT, value: 'x' }],
    claimsAccount: false,
  };
  const HOME = project({ accountId: '111122223333' });

  it('are on the default project’s account unless they name one', () => {
    const accounts = accountsOf([HOME], undefined, [
      SERVICE,
      { ...SERVICE, name: 'other', accountId: '444455556666' },
    ]);

    expect(accounts).toEqual([
      {
        accountId: '111122223333',
        remainder: 'default',
        claims: claims(['x', SERVICE.name]),
      },
      {
        accountId: '444455556666',
        remainder: 'default-444455556666',
        claims: claims(['x', 'other']),
      },
    ]);
  });

  it('are met in one order: the configured tag, other tags, cost categories', () => {
    const claim = (type: 'tag' | 'costCategory', key: string) => ({
      dimension: { type, key },
      value: 'x',
    });
    const [account] = accountsOf([HOME], 'team', [
      { ...SERVICE, name: 'a', claims: [claim('costCategory', 'a')] },
      { ...SERVICE, name: 'b', claims: [claim('tag', 'b')] },
      { ...SERVICE, name: 'c', claims: [claim('tag', 'team')] },
    ]);

    expect(
      account.claims.map(({ dimension: { type, key } }) => `${type} ${key}`),
    ).toEqual(['tag team', 'tag b', 'costCategory a']);
  });

  it('of an API alone read no account', () => {
    expect(
      accountsOf([HOME], undefined, [
        { ...SERVICE, accountId: '444455556666', claims: [] },
      ]),
    ).toHaveLength(1);
  });
});

describe('attributionDigest', () => {
  const [account] = accountsOf(
    [project({}), project({ name: 'a', costTagValue: 'x' })],
    'component',
  );
  const digest = attributionDigest(account, COUNTED);

  it('stays the same for the same division, in whatever order it is configured', () => {
    const two = accountsOf(
      [
        project({}),
        project({ name: 'a', costTagValue: 'x' }),
        project({ name: 'b', costTagValue: 'y' }),
      ],
      'component',
    );
    const turned = accountsOf(
      [
        project({}),
        project({ name: 'b', costTagValue: 'y' }),
        project({ name: 'a', costTagValue: 'x' }),
      ],
      'component',
    );

    expect(attributionDigest(two[0], COUNTED)).toBe(
      attributionDigest(turned[0], COUNTED),
    );
  });

  it.each([
    ['another metric', account, { ...COUNTED, metric: 'AmortizedCost' }],
    [
      'another usage type',
      account,
      { ...COUNTED, usageTypes: ['Usage', 'Fee'] },
    ],
    ['another claimant', { ...account, claims: claims(['x', 'b']) }, COUNTED],
    ['another value', { ...account, claims: claims(['y', 'a']) }, COUNTED],
    ['no claim', { ...account, claims: [] }, COUNTED],
  ])('is another one with %s', (_, changed, counted) => {
    expect(attributionDigest(changed, counted)).not.toBe(digest);
  });
});
