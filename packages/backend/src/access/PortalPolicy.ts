// Who may do what in this portal: Guardrails by the roles of the configuration and by ownership, everything else freely.
import { parseEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  decideOnGuardrails,
  type GuardrailsRoles,
} from '@cloudops/plugin-guardrails-backend';

export class PortalPolicy implements PermissionPolicy {
  readonly #roles: GuardrailsRoles;

  /** @throws InputError that names the setting which is no list of entity refs */
  static fromConfig(config: Config): PortalPolicy {
    return new PortalPolicy({
      admins: refsOf(config, 'portal.access.admins'),
      viewers: refsOf(config, 'portal.access.viewers'),
    });
  }

  private constructor(roles: GuardrailsRoles) {
    this.#roles = roles;
  }

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    // Before the last line, which says yes to all that nobody spoke about.
    return (
      decideOnGuardrails(permission, user, this.#roles) ?? {
        result: AuthorizeResult.ALLOW,
      }
    );
  }
}

function refsOf(config: Config, key: string): string[] {
  const refs = config.getOptionalStringArray(key) ?? [];
  for (const ref of refs) {
    try {
      parseEntityRef(ref);
    } catch {
      throw new InputError(
        `${key}: got '${ref}', takes entity refs of users and groups, e.g. 'group:default/platform'`,
      );
    }
  }
  return refs;
}
