/** The annotations by which a catalog entity says what Guardrails shows on it. */
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';

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
      [parameter.join('.')]: ruleParameterOfText(value),
    };
  }
  return parameters;
}

/**
 * What the text of a rule's parameter means, in an annotation or a query: JSON, and what is not JSON is text.
 *
 * @public
 */
export function ruleParameterOfText(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/**
 * Gives the entity the spend with a value of a cost allocation tag: `key=value`.
 *
 * @public
 */
export const COST_TAGS_ANNOTATION = 'aws.amazon.com/cost-insights-tags';

/**
 * Gives the entity the spend in a value of a cost category: `category=value`.
 *
 * @public
 */
export const COST_CATEGORIES_ANNOTATION =
  'aws.amazon.com/cost-insights-cost-categories';

/**
 * The AWS account that the entity's spend and APIs are in, twelve digits; alone it gives the entity all of the
 * account's spend that nobody else claims.
 *
 * @public
 */
export const ACCOUNT_ID_ANNOTATION = 'aws.amazon.com/account-id';

/**
 * Id of the API Gateway REST API whose errors and latency are the entity's: `id`, or `region/id`.
 *
 * @public
 */
export const API_GATEWAY_ANNOTATION = 'guardrails/api-gateway';

/**
 * Id of the API Gateway HTTP API whose errors and latency are the entity's: `id`, or `region/id`.
 *
 * @public
 */
export const HTTP_API_ANNOTATION = 'guardrails/http-api';

/**
 * The Application Load Balancer whose errors and latency are the entity's: its ARN, or what follows `loadbalancer/` in
 * it, after `region/` where that is another one.
 *
 * @public
 */
export const LOAD_BALANCER_ANNOTATION = 'guardrails/load-balancer';

/**
 * Each of them makes an entity a project of its own, unless it names one.
 *
 * @public
 */
export const OWN_PROJECT_ANNOTATIONS = [
  COST_TAGS_ANNOTATION,
  COST_CATEGORIES_ANNOTATION,
  ACCOUNT_ID_ANNOTATION,
  API_GATEWAY_ANNOTATION,
  HTTP_API_ANNOTATION,
  LOAD_BALANCER_ANNOTATION,
] as const;

/**
 * Every annotation by which an entity has a project.
 *
 * @public
 */
export const PROJECT_ANNOTATIONS = [
  GUARDRAILS_PROJECT_ANNOTATION,
  ...OWN_PROJECT_ANNOTATIONS,
] as const;

/**
 * The value of an annotation, trimmed; undefined when it is absent or blank.
 *
 * @public
 */
export function annotationOf(
  entity: Entity,
  annotation: (typeof PROJECT_ANNOTATIONS)[number],
): string | undefined {
  return entity.metadata.annotations?.[annotation]?.trim() || undefined;
}

/**
 * The project of an entity: the one that it names, or else its own, whose name is the entity's reference, e.g.
 * `component:default/payments-api`. Undefined when it has none of the {@link PROJECT_ANNOTATIONS}.
 *
 * @public
 */
export function projectOfEntity(entity: Entity): string | undefined {
  const named = annotationOf(entity, GUARDRAILS_PROJECT_ANNOTATION);
  if (named !== undefined) {
    return named;
  }
  return OWN_PROJECT_ANNOTATIONS.some(each => annotationOf(entity, each))
    ? stringifyEntityRef(entity)
    : undefined;
}

/**
 * Whether Guardrails has anything to show on an entity: the condition of its tabs and card.
 *
 * @public
 */
export function isGuardrailsAvailable(entity: Entity): boolean {
  return projectOfEntity(entity) !== undefined;
}
