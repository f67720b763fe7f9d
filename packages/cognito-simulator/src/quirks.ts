/**
 * What Amazon Cognito does differently from the OpenID provider underneath, done to its answers. Sources: the pages on
 * the userInfo, token and OpenID configuration endpoints in the Cognito developer guide.
 */
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { SigningKeys } from './signingKeys';
import { findUser } from './users';

export function cognitoQuirks(keys: SigningKeys, domain: string) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>) => {
    await next();
    const body = ctx.body as Record<string, unknown>;
    switch (ctx.oidc?.route) {
      case 'discovery':
        // The pool's documents and its Hosted UI are at two addresses. Signing out is no part of the document.
        body.authorization_endpoint = `${domain}/oauth2/authorize`;
        delete body.end_session_endpoint;
        break;
      case 'userinfo':
        // The word, where OpenID Connect says boolean.
        body.email_verified = String(body.email_verified);
        break;
      case 'token': {
        delete body.scope;
        // A refresh token is used until it expires.
        if (ctx.oidc.params?.grant_type === 'refresh_token') {
          delete body.refresh_token;
        }
        const fault = findUser(ctx.oidc.account?.accountId ?? '')?.idTokenFault;
        if (fault) {
          body.id_token = await keys.spoil(body.id_token as string, fault);
        }
        break;
      }
      default:
    }
  };
}
