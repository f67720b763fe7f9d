import { attribute } from './attribution';
import { spendOfProject } from './spendShare';

const OTHER = '444455556666';

describe('the spend of a project', () => {
  const component = { type: 'tag', key: 'component' } as const;
  const { accounts } = attribute(
    [
      { name: 'default', ruleParameters: {} },
      { name: 'pay', costTagValue: 'pay', ruleParameters: {} },
      { name: 'search', costTagValue: 'search', ruleParameters: {} },
      { name: 'lonely', accountId: OTHER, ruleParameters: {} },
    ],
    'component',
    [
      {
        name: 'component:default/team',
        claims: [
          { dimension: { type: 'costCategory', key: 'Team' }, value: 'red' },
          { dimension: component, value: 'red' },
        ],
      } as any,
    ],
  );

  it('is what it claims, less what others took before it', () => {
    expect(spendOfProject(accounts, 'pay')).toEqual({
      accountId: undefined,
      shares: [{ of: { dimension: component, values: ['pay'] }, except: [] }],
    });
    expect(spendOfProject(accounts, 'component:default/team')).toEqual({
      accountId: undefined,
      shares: [
        { of: { dimension: component, values: ['red'] }, except: [] },
        {
          of: {
            dimension: { type: 'costCategory', key: 'Team' },
            values: ['red'],
          },
          except: [{ dimension: component, values: ['pay', 'search', 'red'] }],
        },
      ],
    });
  });

  it('is what nobody claims for the remainder', () => {
    expect(spendOfProject(accounts, 'default')).toEqual({
      accountId: undefined,
      shares: [
        {
          except: [
            { dimension: component, values: ['pay', 'search', 'red'] },
            {
              dimension: { type: 'costCategory', key: 'Team' },
              values: ['red'],
            },
          ],
        },
      ],
    });
  });

  it('is all of an account where nobody claims any of it', () => {
    expect(spendOfProject(accounts, `default-${OTHER}`)).toEqual({
      accountId: OTHER,
    });
  });

  it('is none for a project without a claim', () => {
    expect(spendOfProject(accounts, 'lonely')).toBeUndefined();
  });
});
