import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { EntityProjects } from './EntityProjects';

const RUNNING = new AbortController().signal;

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
  }).list(RUNNING);
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

  it('measures an entity at a REST API, an HTTP API or a load balancer', async () => {
    const { projects, problems } = await list(
      component('http', { 'guardrails/http-api': 'us-east-1/htt4x8k2m1' }),
      component('arn', {
        'guardrails/load-balancer':
          'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/storefront/50dc6c495c0c9188',
      }),
      component('name', {
        'guardrails/load-balancer': 'app/storefront/50dc6c495c0c9188',
      }),
      component('rest', { 'guardrails/api-gateway': 'pay4x8k2m1' }),
    );

    expect(problems).toEqual([]);
    const id = 'app/storefront/50dc6c495c0c9188';
    expect(projects.map(({ endpoint }) => endpoint)).toEqual([
      { kind: 'load-balancer', id, region: 'eu-central-1' },
      { kind: 'http-api', id: 'htt4x8k2m1', region: 'us-east-1' },
      { kind: 'load-balancer', id, region: 'eu-west-1' },
      { kind: 'rest-api', id: 'pay4x8k2m1', region: 'eu-west-1' },
    ]);
  });

  describe('the portal’s own account', () => {
    const named = component('named', {
      'aws.amazon.com/account-id': '111122223333',
      'aws.amazon.com/cost-insights-tags': 'component=payments-api',
    });
    const of = (options: object) =>
      new EntityProjects({
        auth: mockServices.auth(),
        catalog: catalogServiceMock({ entities: [named] }),
        config: {
          metrics: { periodSeconds: 300, backfillDays: 1, overlapMinutes: 15 },
          projects: [{ name: 'default', ruleParameters: {} }],
        },
        ...options,
      }).list(RUNNING);

    it('is the default one, also under its id', async () => {
      const ownAccountId = async () => '111122223333';

      const [project] = (await of({ ownAccountId })).projects;

      expect(project.accountId).toBeUndefined();
      expect(project.claims).toHaveLength(1);
    });

    it('is an account as any other where the default project is in another', async () => {
      const [project] = (
        await of({
          ownAccountId: async () => '111122223333',
          config: {
            metrics: {
              periodSeconds: 300,
              backfillDays: 1,
              overlapMinutes: 15,
            },
            projects: [
              {
                name: 'default',
                accountId: '444455556666',
                ruleParameters: {},
              },
            ],
          },
        })
      ).projects;

      expect(project.accountId).toBe('111122223333');
    });

    it('is as it is named while AWS does not say which it is', async () => {
      const [project] = (
        await of({
          ownAccountId: async () => {
            throw new Error('STS could not be reached');
          },
        })
      ).projects;

      expect(project.accountId).toBe('111122223333');
    });
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
    [
      { 'guardrails/http-api': 'https://example.com' },
      "annotation guardrails/http-api: got 'https://example.com', takes the id of an API Gateway HTTP API, with its region unless guardrails.metrics.region says it, e.g. 'eu-central-1/a1b2c3d4e5'",
    ],
    [
      { 'guardrails/load-balancer': 'storefront' },
      "annotation guardrails/load-balancer: got 'storefront', takes the ARN of an Application Load Balancer or what follows loadbalancer/ in it, with its region unless guardrails.metrics.region says it, e.g. 'eu-central-1/app/storefront/50dc6c495c0c9188'",
    ],
    [
      {
        'guardrails/api-gateway': 'pay4x8k2m1',
        'guardrails/http-api': 'htt4x8k2m1',
      },
      "annotation guardrails/api-gateway: got 'pay4x8k2m1', takes it alone: guardrails/http-api is there as well, and an entity is measured at one of guardrails/api-gateway, guardrails/http-api, guardrails/load-balancer",
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

    await expect(entities.list(RUNNING)).rejects.toThrow(
      'the catalog could not be read for the entities that claim spend; nothing was changed, the next run asks again (Error: 504 Gateway Timeout)',
    );
  });
});
