// Who somebody is, as the user pool tells it.
import type { OidcAuthResult } from '@backstage/plugin-auth-backend-module-oidc-provider';
import type {
  ProfileTransform,
  OAuthAuthenticatorResult,
} from '@backstage/plugin-auth-node';

/**
 * The profile of an account. Only a verified email address is taken over: by it people are told apart, and an
 * unverified one may be anybody's. Cognito's userInfo endpoint writes the flag as the word "true", its ID token as a
 * boolean.
 */
export const cognitoProfile: ProfileTransform<
  OAuthAuthenticatorResult<OidcAuthResult>
> = async ({ fullProfile: { userinfo } }) => ({
  profile: {
    email:
      String(userinfo.email_verified) === 'true' ? userinfo.email : undefined,
    displayName: userinfo.name,
    picture: userinfo.picture,
  },
});
