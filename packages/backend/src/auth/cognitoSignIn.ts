// Who a signed-in person is in the portal: the user with that email address, and the groups of the user pool.
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError, isError } from '@backstage/errors';
import type { OidcAuthResult } from '@backstage/plugin-auth-backend-module-oidc-provider';
import type {
  AuthResolverContext,
  OAuthAuthenticatorResult,
  SignInResolver,
} from '@backstage/plugin-auth-node';

/** In the ID token alone, and absent for somebody in no group. */
const GROUPS_CLAIM = 'cognito:groups';

/**
 * The catalog's user with that email address where there is one, else a user named by the address. Nobody needs an
 * entry in the catalog. Groups of the pool count as `group:default/<name>`, beside those of the catalog.
 *
 * @throws NotAllowedError without a verified email address
 */
export const signInByEmail: SignInResolver<
  OAuthAuthenticatorResult<OidcAuthResult>
> = async ({ profile, result }, context) => {
  if (!profile.email) {
    throw new NotAllowedError(
      'This account has no verified email address. Verify the address in the user pool, then sign in again.',
    );
  }
  const user = await findUser(profile.email, context);
  const groups = groupsOf(result.fullProfile).map(name =>
    entityRef('Group', name),
  );
  return context.issueToken({
    claims: {
      sub: user.entityRef,
      ent: [...new Set([...user.ownershipEntityRefs, ...groups])],
    },
  });
};

async function findUser(email: string, context: AuthResolverContext) {
  try {
    const { entity } = await context.findCatalogUser({
      filter: { 'spec.profile.email': email },
    });
    const { ownershipEntityRefs } = await context.resolveOwnershipEntityRefs(
      entity,
    );
    return { entityRef: stringifyEntityRef(entity), ownershipEntityRefs };
  } catch (error) {
    if (!isError(error) || error.name !== 'NotFoundError') throw error;
    const ref = entityRef('User', email);
    return { entityRef: ref, ownershipEntityRefs: [ref] };
  }
}

function groupsOf({ tokenset }: OidcAuthResult): string[] {
  const groups = tokenset.claims()[GROUPS_CLAIM];
  return Array.isArray(groups) ? groups.map(String) : [];
}

/** The characters that divide an entity reference are escaped, so that two names never become one. */
function entityRef(kind: string, name: string): string {
  return stringifyEntityRef({
    kind,
    name: name.replace(/[%:/]/g, encodeURIComponent),
  });
}
