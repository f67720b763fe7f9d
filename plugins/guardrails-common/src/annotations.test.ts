import type { Entity } from '@backstage/catalog-model';
import {
  isGuardrailsAvailable,
  projectOfEntity,
  ruleParametersOfEntity,
} from './annotations';

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
  ])('%j names the project %p', (annotations, project) => {
    const entity = entityWith(annotations as Record<string, string>);
    expect(projectOfEntity(entity)).toBe(project);
    expect(isGuardrailsAvailable(entity)).toBe(project !== undefined);
  });
});

describe('the rule annotations of an entity', () => {
  it('set parameters of rules: numbers, booleans, maps, and text where it is none of these', () => {
    expect(
      ruleParametersOfEntity(
        entityWith({
          'guardrails/project': 'payments-api',
          'guardrails/rule.cost_spike.minImpact': '50',
          'guardrails/rule.cost_spike.spreads': 'many',
          'guardrails/rule.cost_drift.enabled': 'false',
          'guardrails/rule.cost_limit.limits': '{"AWS Lambda": 20}',
          'guardrails/rule.cost_limit': '7',
        }),
      ),
    ).toEqual({
      cost_spike: { minImpact: 50, spreads: 'many' },
      cost_drift: { enabled: false },
      cost_limit: { limits: { 'AWS Lambda': 20 }, '': 7 },
    });
  });

  it('are none on an entity without annotations', () => {
    expect(ruleParametersOfEntity(entityWith())).toEqual({});
  });
});
