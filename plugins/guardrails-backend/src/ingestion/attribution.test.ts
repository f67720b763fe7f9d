import type { ProjectConfig } from '../config';
import {
  attributedAccounts,
  attributionDigest,
  projectsOf,
} from './attribution';

const COMPONENT = { type: 'tag', key: 'component' } as const;
const COUNTED = { metric: 'UnblendedCost', usageTypes: ['Usage'] };

function project(overrides: Partial<ProjectConfig>): ProjectConfig {
  return { name: 'default', ruleParameters: {}, ...overrides };
}

function claims(...entries: [string, string][]) {
  return [{ dimension: COMPONENT, projects: new Map(entries) }];
}

describe('attributedAccounts', () => {
  it('has the portal’s own account, whose remainder is the default project’s', () => {
    expect(attributedAccounts([project({})], 'component')).toEqual([
      { accountId: undefined, remainder: 'default', claims: [] },
    ]);
  });

  it('has the default project’s account in place of the portal’s own, when it names one', () => {
    expect(
      attributedAccounts(
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
    const accounts = attributedAccounts(
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

describe('attributionDigest', () => {
  const [account] = attributedAccounts(
    [project({}), project({ name: 'a', costTagValue: 'x' })],
    'component',
  );
  const digest = attributionDigest(account, COUNTED);

  it('stays the same for the same division, in whatever order it is configured', () => {
    const two = attributedAccounts(
      [
        project({}),
        project({ name: 'a', costTagValue: 'x' }),
        project({ name: 'b', costTagValue: 'y' }),
      ],
      'component',
    );
    const turned = attributedAccounts(
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
