// OpenID Connect with an Amazon Cognito user pool: the field's authenticator, and what Cognito does in its own way.
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { oidcAuthenticator } from '@backstage/plugin-auth-backend-module-oidc-provider';
import { createOAuthAuthenticator } from '@backstage/plugin-auth-node';
import { readCognitoConfig } from './CognitoConfig';
import { cognitoProfile } from './cognitoProfile';
import { UserPoolClient } from './UserPoolClient';

/**
 * @param appUrl - of the portal, where people are after they signed out; an address that the app client registers as
 *   sign-out URL, with the slash at its end
 */
export function createCognitoAuthenticator(options: {
  readonly appUrl: string;
  readonly logger: LoggerService;
}) {
  const { appUrl, logger } = options;
  return createOAuthAuthenticator({
    scopes: oidcAuthenticator.scopes,
    defaultProfileTransform: cognitoProfile,

    initialize({ config, callbackUrl }) {
      const cognito = readCognitoConfig(config);
      return {
        pool: new UserPoolClient(cognito, callbackUrl),
        logoutUrl: logoutUrl(cognito.domain, cognito.clientId, appUrl),
      };
    },

    start: async (input, { pool }) =>
      oidcAuthenticator.start(input, await pool.get()),

    authenticate: async (input, { pool }) =>
      oidcAuthenticator.authenticate(input, await pool.get()),

    refresh: async (input, { pool }) =>
      oidcAuthenticator.refresh(input, await pool.get()),

    async logout(input, { pool, logoutUrl: url }) {
      try {
        await oidcAuthenticator.logout?.(input, await pool.get());
      } catch (error) {
        // Whoever signs out must get out: the browser forgets the token, and ends the session below.
        logger.warn(
          `The refresh token of somebody who signed out could not be revoked: ${stringifyError(
            error,
          )}`,
        );
      }
      // The Hosted UI keeps a session of its own, and names no end_session_endpoint.
      return { logoutUrl: url };
    },
  });
}

function logoutUrl(domain: string, clientId: string, appUrl: string): string {
  const url = new URL(`${domain}/logout`);
  url.searchParams.set('client_id', clientId);
  url.searchParams.set('logout_uri', new URL('/', appUrl).toString());
  return url.toString();
}
