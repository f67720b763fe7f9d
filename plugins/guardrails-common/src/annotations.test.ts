import type { Entity } from '@backstage/catalog-model';
import { isGuardrailsAvailable, projectOfEntity } from './annotations';

function entityWith(annotations?: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'payments-api', annotations },
  };
}

describe('the annotation of an entity', () => {
  it.each([
    [{ 'guardrails/project': 'payments-api' }, 'payments-api'],
    [{ 'guardrails/project': '  payments-api ' }, 'payments-api'],
    [{ 'guardrails/project': ' ' }, undefined],
    [{ 'guardrails/projects': 'payments-api' }, undefined],
    [undefined, undefined],
    [
      { 'aws.amazon.com/cost-insights-tags': 'component=payments-api' },
      'component:default/payments-api',
    ],
    [
      { 'aws.amazon.com/cost-insights-cost-categories': 'team=payments' },
      'component:default/payments-api',
    ],
    [
      { 'aws.amazon.com/account-id': '111122223333' },
      'component:default/payments-api',
    ],
    [
      { 'guardrails/api-gateway': 'a1b2c3d4e5' },
      'component:default/payments-api',
    ],
    [
      {
        'guardrails/project': 'payments',
        'guardrails/api-gateway': 'a1b2c3d4e5',
      },
      'payments',
    ],
    [{ 'guardrails/api-gateway': ' ' }, undefined],
  ])('%j names the project %p', (annotations, project) => {
    const entity = entityWith(annotations as Record<string, string>);
    expect(projectOfEntity(entity)).toBe(project);
    expect(isGuardrailsAvailable(entity)).toBe(project !== undefined);
  });
});
