/** The annotations by which a catalog entity says what Guardrails shows on it. */
import type { Entity } from '@backstage/catalog-model';

/**
 * Names the project whose costs, alerts and recommendations an entity shows.
 *
 * @public
 */
export const GUARDRAILS_PROJECT_ANNOTATION = 'guardrails/project';

/**
 * Sets a parameter of a detection rule for the project of an entity: `guardrails/rule.cost_spike.minImpact: '50'`.
 * A map is written as JSON: `guardrails/rule.cost_limit.limits: '{"AWS Lambda": 20}'`.
 *
 * @public
 */
export const GUARDRAILS_RULE_ANNOTATION_PREFIX = 'guardrails/rule.';

/**
 * Rule name → parameter → value, as the entity's annotations set them; unchecked. A value that is not JSON is text.
 *
 * @public
 */
export function ruleParametersOfEntity(
  entity: Entity,
): Record<string, Record<string, unknown>> {
  const parameters: Record<string, Record<string, unknown>> = {};
  for (const [key, value] of Object.entries(
    entity.metadata.annotations ?? {},
  )) {
    if (!key.startsWith(GUARDRAILS_RULE_ANNOTATION_PREFIX)) continue;
    const [rule, ...parameter] = key
      .slice(GUARDRAILS_RULE_ANNOTATION_PREFIX.length)
      .split('.');
    parameters[rule] = {
      ...parameters[rule],
      [parameter.join('.')]: parsed(value),
    };
  }
  return parameters;
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/**
 * The project an entity names, trimmed; undefined when it names none.
 *
 * @public
 */
export function projectOfEntity(entity: Entity): string | undefined {
  const value =
    entity.metadata.annotations?.[GUARDRAILS_PROJECT_ANNOTATION]?.trim();
  return value || undefined;
}

/**
 * Whether Guardrails has anything to show on an entity: the condition of its tabs and card.
 *
 * @public
 */
export function isGuardrailsAvailable(entity: Entity): boolean {
  return projectOfEntity(entity) !== undefined;
}
