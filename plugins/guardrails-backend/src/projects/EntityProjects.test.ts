import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { EntityProjects } from './EntityProjects';

const COMPONENT = { type: 'tag', key: 'component' } as const;

function component(name: string, annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
  };
}

async function list(...entities: Entity[]) {
  return new EntityProjects({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities }),
    config: {
      metrics: {
        region: 'eu-west-1',
        periodSeconds: 300,
        backfillDays: 1,
        overlapMinutes: 15,
      },
      projects: [
        { name: 'default', ruleParameters: {} },
        { name: 'component:default/configured', ruleParameters: {} },
      ],
    },
  }).list();
}

describe('EntityProjects', () => {
  it('has each entity that claims something, by its reference', async () => {
    const { projects, problems } = await list(
      component('payments', {
        'aws.amazon.com/cost-insights-tags': 'component=payments-api',
        'aws.amazon.com/account-id': '444455556666',
        'guardrails/api-gateway': 'us-east-1/pay4x8k2m1',
      }),
      component('ledger', {
        'aws.amazon.com/cost-insights-cost-categories': 'team = payments',
        'guardrails/api-gateway': 'led7q3w9z2',
      }),
      component('learning', { 'aws.amazon.com/account-id': '444455556666' }),
      component('plain', {}),
    );

    expect(problems).toEqual([]);
    expect(projects).toEqual([
      {
        name: 'component:default/learning',
        accountId: '444455556666',
        claims: [],
        claimsAccount: true,
      },
      {
        name: 'component:default/ledger',
        claims: [
          {
            dimension: { type: 'costCategory', key: 'team' },
            value: 'payments',
          },
        ],
        claimsAccount: false,
        endpoint: { kind: 'rest-api', id: 'led7q3w9z2', region: 'eu-west-1' },
      },
      {
        name: 'component:default/payments',
        accountId: '444455556666',
        claims: [{ dimension: COMPONENT, value: 'payments-api' }],
        claimsAccount: false,
        endpoint: { kind: 'rest-api', id: 'pay4x8k2m1', region: 'us-east-1' },
      },
    ]);
  });

  it('leaves an entity that names a project to that project, and a configured one to app-config', async () => {
    const tag = { 'aws.amazon.com/cost-insights-tags': 'component=x' };

    expect(
      await list(
        component('named', { ...tag, 'guardrails/project': 'payments' }),
        component('configured', tag),
      ),
    ).toEqual({ projects: [], problems: [] });
  });

  it.each([
    [
      { 'aws.amazon.com/cost-insights-tags': 'component=x,env=prod' },
      "annotation aws.amazon.com/cost-insights-tags: got 'component=x,env=prod', takes one key=value; Cost Explorer groups by two keys at most, and the service is one of them",
    ],
    [
      { 'aws.amazon.com/cost-insights-cost-categories': 'payments' },
      "annotation aws.amazon.com/cost-insights-cost-categories: got 'payments', takes one key=value; Cost Explorer groups by two keys at most, and the service is one of them",
    ],
    [
      {
        'aws.amazon.com/account-id': 'mine',
        'aws.amazon.com/cost-insights-tags': 'component=x',
      },
      "annotation aws.amazon.com/account-id: got 'mine', takes an AWS account's twelve digits, in quotes",
    ],
    [
      { 'guardrails/api-gateway': 'https://example.com' },
      "annotation guardrails/api-gateway: got 'https://example.com', takes the id of an API Gateway REST API, with its region unless guardrails.metrics.region says it, e.g. 'eu-central-1/a1b2c3d4e5'",
    ],
  ])(
    'says what is wrong with %j, and claims nothing by it',
    async (annotations, message) => {
      const { projects, problems } = await list(
        component('wrong', annotations as Record<string, string>),
      );

      expect(problems).toEqual([
        { project: 'component:default/wrong', message },
      ]);
      expect(projects).toEqual([
        { name: 'component:default/wrong', claims: [], claimsAccount: false },
      ]);
    },
  );

  it('fails whole when the catalog fails, after whatever page', async () => {
    const entities = new EntityProjects({
      auth: mockServices.auth(),
      catalog: {
        async *streamEntities() {
          yield [
            component('a', { 'aws.amazon.com/account-id': '444455556666' }),
          ];
          throw new Error('504 Gateway Timeout');
        },
      },
      config: {
        metrics: { periodSeconds: 300, backfillDays: 1, overlapMinutes: 15 },
        projects: [],
      },
    });

    await expect(entities.list()).rejects.toThrow(
      'the catalog could not be read for the entities that claim spend; nothing was changed, the next run asks again (Error: 504 Gateway Timeout)',
    );
  });
});
