/** The annotations by which a catalog entity says what Guardrails shows on it. */
import type { Entity } from '@backstage/catalog-model';

/**
 * Names the project whose costs, alerts and recommendations an entity shows.
 *
 * @public
 */
export const GUARDRAILS_PROJECT_ANNOTATION = 'guardrails/project';

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
