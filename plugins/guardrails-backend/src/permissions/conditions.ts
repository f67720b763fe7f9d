/** What the author of a policy writes conditions with. */
import { createConditionExports } from '@backstage/plugin-permission-node';
import { hasProject } from './hasProject';
import { isEntityOwner } from './isEntityOwner';
import { guardrailsProjectResourceRef } from './resource';

const rules = { isEntityOwner, hasProject };

export const guardrailsProjectRules = Object.values(rules);

const exported = createConditionExports({
  resourceRef: guardrailsProjectResourceRef,
  rules,
});

/**
 * The conditions a policy may grant a permission of Guardrails under, e.g.
 * `guardrailsConditions.isEntityOwner({ claims: user.info.ownershipEntityRefs })`.
 *
 * @public
 */
export const guardrailsConditions = exported.conditions;

/**
 * Makes the conditional decision of a policy on a permission of Guardrails.
 *
 * @public
 */
export const createGuardrailsConditionalDecision =
  exported.createConditionalDecision;
