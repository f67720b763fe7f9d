/** The user pool: a certified OpenID provider, set up as Cognito is. */
import Provider from 'oidc-provider';
import { cognitoQuirks } from './quirks';
import { SigningKeys } from './signingKeys';
import { findUser } from './users';

export interface AppClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly callbackUrl: string;
  /** Where the Hosted UI may send people after they signed out; compared character by character. */
  readonly logoutUrl: string;
}

export interface UserPool {
  readonly provider: Provider;
  /** Ends every refresh token that was issued so far. The Hosted UI's own sessions stay. */
  expireRefreshTokens(): Promise<void>;
}

const SCOPES = 'openid email profile';

/**
 * @param issuer - the pool's address: documents, tokens
 * @param domain - the Hosted UI's address
 */
export async function createUserPool(
  client: AppClient,
  issuer: string,
  domain: string,
): Promise<UserPool> {
  const keys = await SigningKeys.generate();
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [client.callbackUrl],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [keys.jwk] },
    cookies: { keys: ['simulator'] },
    claims: {
      openid: ['sub', 'cognito:groups'],
      email: ['email', 'email_verified'],
      profile: ['name'],
    },
    // The ID token carries every claim of the scopes, as Cognito's does.
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => {
      const user = findUser(id);
      return (
        user && {
          accountId: id,
          claims: use => ({
            sub: id,
            email: user.email,
            email_verified: user.isEmailVerified,
            name: user.name,
            // In the ID token alone, and absent where there is none.
            ...(use === 'id_token' &&
              user.groups.length > 0 && { 'cognito:groups': user.groups }),
          }),
        }
      );
    },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: false },
    },
    routes: {
      authorization: '/oauth2/authorize',
      token: '/oauth2/token',
      userinfo: '/oauth2/userInfo',
      revocation: '/oauth2/revoke',
    },
    interactions: { url: (_ctx, { uid }) => `/login/${uid}` },
    pkce: { required: () => false },
    // A refresh token without the scope offline_access, never replaced.
    issueRefreshToken: async () => true,
    rotateRefreshToken: false,
    // Cognito's defaults: an hour, and thirty days.
    ttl: { AccessToken: 3600, IdToken: 3600, RefreshToken: 30 * 24 * 3600 },
    // An app client of the pool needs nobody's consent.
    async loadExistingGrant({ oidc }) {
      const known = oidc.session?.grantIdFor(client.clientId);
      if (known) return provider.Grant.find(known);
      const grant = new provider.Grant({
        clientId: client.clientId,
        accountId: oidc.session?.accountId,
      });
      grant.addOIDCScope(SCOPES);
      await grant.save();
      return grant;
    },
  });
  provider.use(cognitoQuirks(keys, domain));

  const refreshTokens = new Set<{ destroy(): Promise<void> }>();
  provider.on('refresh_token.saved', token => refreshTokens.add(token));
  return {
    provider,
    async expireRefreshTokens() {
      await Promise.all([...refreshTokens].map(token => token.destroy()));
      refreshTokens.clear();
    },
  };
}
