import type { Entity } from '@backstage/catalog-model';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type { OidcAuthResult } from '@backstage/plugin-auth-backend-module-oidc-provider';
import type { AuthResolverContext } from '@backstage/plugin-auth-node';
import { cognitoProfile } from './cognitoProfile';
import { signInByEmail } from './cognitoSignIn';

const alice: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'alice', namespace: 'people' },
};

/** The claims of the portal's token for somebody whom the pool describes so. */
async function claimsFor(
  userinfo: Record<string, unknown>,
  groups?: unknown,
  findCatalogUser: AuthResolverContext['findCatalogUser'] = async () => {
    throw new NotFoundError('User not found');
  },
) {
  const result = {
    fullProfile: {
      userinfo,
      tokenset: { claims: () => ({ 'cognito:groups': groups }) },
    } as unknown as OidcAuthResult,
    session: {} as any,
  };
  const issueToken = jest.fn().mockResolvedValue({ token: 'token' });
  const context = {
    issueToken,
    findCatalogUser,
    resolveOwnershipEntityRefs: async () => ({
      ownershipEntityRefs: ['user:people/alice', 'group:default/payments'],
    }),
  } as Partial<AuthResolverContext> as AuthResolverContext;

  const { profile } = await cognitoProfile(result, context);
  await signInByEmail({ profile, result }, context);
  return issueToken.mock.calls[0][0].claims;
}

describe('a sign-in by email address', () => {
  it.each([true, 'true'])(
    'takes an address whose email_verified is %p',
    async verified => {
      const claims = await claimsFor({
        email: 'alice@example.com',
        email_verified: verified,
      });
      expect(claims).toEqual({
        sub: 'user:default/alice@example.com',
        ent: ['user:default/alice@example.com'],
      });
    },
  );

  it.each([false, 'false', undefined, 1, 'TRUE '])(
    'refuses an address whose email_verified is %p',
    async verified => {
      await expect(
        claimsFor({ email: 'alice@example.com', email_verified: verified }),
      ).rejects.toThrow(/no verified email address/);
    },
  );

  it('refuses an account without an address', async () => {
    await expect(claimsFor({ email_verified: 'true' })).rejects.toThrow(
      /no verified email address/,
    );
  });

  const verifiedAlice = { email: 'alice@example.com', email_verified: 'true' };

  it('counts the groups of the pool as groups of the portal', async () => {
    const { ent } = await claimsFor(verifiedAlice, ['admins', 'SRE']);
    expect(ent).toEqual([
      'user:default/alice@example.com',
      'group:default/admins',
      'group:default/sre',
    ]);
  });

  it('is the user of the catalog that has the address, with its groups too', async () => {
    const findCatalogUser = jest.fn().mockResolvedValue({ entity: alice });

    const claims = await claimsFor(verifiedAlice, ['admins'], findCatalogUser);

    expect(findCatalogUser).toHaveBeenCalledWith({
      filter: { 'spec.profile.email': 'alice@example.com' },
    });
    expect(claims).toEqual({
      sub: 'user:people/alice',
      ent: [
        'user:people/alice',
        'group:default/payments',
        'group:default/admins',
      ],
    });
  });

  it('is refused when the catalog has the address twice', async () => {
    await expect(
      claimsFor(verifiedAlice, [], async () => {
        throw new ConflictError('User lookup resulted in multiple matches');
      }),
    ).rejects.toThrow(/multiple matches/);
  });

  it('keeps apart names that differ only in what divides a reference', async () => {
    const names = await Promise.all(
      ['a/b@example.com', 'a%2fb@example.com', 'a:b@example.com'].map(
        async email => (await claimsFor({ email, email_verified: true })).sub,
      ),
    );
    expect(new Set(names).size).toBe(3);
    expect(names).toEqual(
      names.map(() => expect.stringMatching(/^user:default\/[^/:]+$/)),
    );
  });
});
