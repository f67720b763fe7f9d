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
  ])('%j names the project %p', (annotations, project) => {
    const entity = entityWith(annotations as Record<string, string>);
    expect(projectOfEntity(entity)).toBe(project);
    expect(isGuardrailsAvailable(entity)).toBe(project !== undefined);
  });
});
