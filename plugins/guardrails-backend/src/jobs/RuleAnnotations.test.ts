import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { RuleAnnotations } from './RuleAnnotations';

function component(name: string, annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
  };
}

describe('RuleAnnotations', () => {
  it('reads what entities set for their projects, in the order of their refs', async () => {
    const annotations = new RuleAnnotations({
      auth: mockServices.auth(),
      catalog: catalogServiceMock({
        entities: [
          component('worker', {
            'guardrails/project': 'ledger',
            'guardrails/rule.cost_spike.minImpact': '50',
          }),
          component('api', {
            'guardrails/project': 'ledger',
            'guardrails/rule.cost_limit.limits': '{"AWS Lambda": 20}',
          }),
          component('site', { 'guardrails/project': 'site' }),
          component('lost', { 'guardrails/rule.cost_spike.minImpact': '50' }),
        ],
      }),
    });

    expect([...(await annotations.byProject())]).toEqual([
      [
        'ledger',
        [
          {
            entityRef: 'component:default/api',
            parameters: { cost_limit: { limits: { 'AWS Lambda': 20 } } },
          },
          {
            entityRef: 'component:default/worker',
            parameters: { cost_spike: { minImpact: 50 } },
          },
        ],
      ],
    ]);
  });
});
