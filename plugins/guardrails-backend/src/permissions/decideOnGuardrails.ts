/** A policy for Guardrails that grants nothing to those it says nothing about, to be used within a portal's policy. */
import {
  AuthorizeResult,
  isPermission,
  isResourcePermission,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  guardrailsPermissions,
  RESOURCE_TYPE_GUARDRAILS_PROJECT,
} from '@cloudops/plugin-guardrails-common';
import {
  createGuardrailsConditionalDecision,
  guardrailsConditions,
} from './conditions';

/** Who is more than the owner of some entities; entity refs of users or groups. @public */
export interface GuardrailsRoles {
  /** May do everything, in every project, and run jobs. */
  readonly admins?: readonly string[];
  /** May see everything and change nothing. */
  readonly viewers?: readonly string[];
}

/**
 * Decides on a permission of Guardrails: admins may do everything, viewers may see everything, and everybody may see
 * and change what belongs to the projects of the entities they own. The rest is denied: jobs, other projects, and
 * everything to whoever is not signed in.
 *
 * @param user - what Backstage hands to a policy; absent for nobody
 * @returns undefined when the permission is another plugin's
 * @public
 */
export function decideOnGuardrails(
  permission: Permission,
  user: { readonly info: { ownershipEntityRefs: string[] } } | undefined,
  roles: GuardrailsRoles = {},
): PolicyDecision | undefined {
  if (!guardrailsPermissions.some(ours => isPermission(permission, ours))) {
    return undefined;
  }
  const claims = user?.info.ownershipEntityRefs ?? [];
  const is = (refs: readonly string[] = []) =>
    refs.some(ref => claims.includes(ref));
  if (
    is(roles.admins) ||
    (is(roles.viewers) && permission.attributes.action === 'read')
  ) {
    return { result: AuthorizeResult.ALLOW };
  }
  if (
    claims.length === 0 ||
    !isResourcePermission(permission, RESOURCE_TYPE_GUARDRAILS_PROJECT)
  ) {
    return { result: AuthorizeResult.DENY };
  }
  return createGuardrailsConditionalDecision(
    permission,
    guardrailsConditions.isEntityOwner({ claims }),
  );
}
