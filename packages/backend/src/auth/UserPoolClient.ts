// The OpenID client of one user pool, made when it is first needed: a pool that does not answer while the portal
// starts must not keep people out until the next start.
import { ConfigReader } from '@backstage/config';
import { ServiceUnavailableError } from '@backstage/errors';
import { oidcAuthenticator } from '@backstage/plugin-auth-backend-module-oidc-provider';
import type { CognitoConfig } from './CognitoConfig';

export type OidcClient = ReturnType<typeof oidcAuthenticator.initialize>;

export class UserPoolClient {
  readonly #config: CognitoConfig;
  readonly #callbackUrl: string;
  #client: OidcClient | undefined;

  /** @param callbackUrl - where the Hosted UI sends people back to */
  constructor(config: CognitoConfig, callbackUrl: string) {
    this.#config = config;
    this.#callbackUrl = callbackUrl;
  }

  /** @throws ServiceUnavailableError when the pool's OpenID document cannot be read; the next call tries again */
  async get(): Promise<OidcClient> {
    this.#client ??= this.#discover();
    const client = this.#client;
    try {
      await client.promise;
      return client;
    } catch (error) {
      if (this.#client === client) this.#client = undefined;
      throw new ServiceUnavailableError(
        `The user pool ${
          this.#config.issuer
        } could not be reached; try again in a moment`,
        error,
      );
    }
  }

  #discover(): OidcClient {
    const { issuer, clientId, clientSecret } = this.#config;
    return oidcAuthenticator.initialize({
      callbackUrl: this.#callbackUrl,
      config: new ConfigReader({
        clientId,
        clientSecret,
        metadataUrl: `${issuer}/.well-known/openid-configuration`,
        // Let the Hosted UI decide whether to ask; by default the library sends `none`, which it refuses.
        prompt: 'auto',
      }),
    });
  }
}
