/** Whose credentials an AWS client works with, and how patient it is. */
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import type { Config } from '@backstage/config';
import {
  type AwsCredentialsManager,
  DefaultAwsCredentialsManager,
} from '@backstage/integration-aws-node';
import type { SourceAccount } from '@cloudops/plugin-guardrails-node';
import { AwsRequestError, credentialsRefused } from './awsErrors';

/** What every client of an account is opened with. */
export interface AwsClientOptions {
  readonly credentials: AwsCredentialIdentityProvider;
  readonly retryMode: 'standard';
  readonly maxAttempts: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
}

// Cost Explorer's and API Gateway's limits refill within a second or two. Four retries wait up to 0.5, 1, 2 and 4
// seconds, long enough for that and short enough for a person who waits for the run. Mode `standard` and not
// `adaptive`: requests are made one after the other, so there is no rate of our own that could be adapted.
const MAX_ATTEMPTS = 5;
const CONNECTION_TIMEOUT_MS = 5_000;
// The slowest answers are Cost Explorer's pages over months of days; they take seconds.
const REQUEST_TIMEOUT_MS = 60_000;

/** The accounts that the `aws` section of app-config gives credentials for. */
export class AwsAccounts {
  readonly #manager: AwsCredentialsManager;
  readonly #requestTimeoutMs: number;

  private constructor(
    manager: AwsCredentialsManager,
    requestTimeoutMs: number,
  ) {
    this.#manager = manager;
    this.#requestTimeoutMs = requestTimeoutMs;
  }

  /**
   * @param config - the portal's root configuration: its section `aws` has the role of every account
   *   (`accountDefaults`) and those of accounts that differ (`accounts`)
   * @param options.requestTimeoutMs - how long an answer may take; a minute by default
   */
  static fromConfig(
    config: Config,
    options: { readonly requestTimeoutMs?: number } = {},
  ): AwsAccounts {
    return new AwsAccounts(
      DefaultAwsCredentialsManager.fromConfig(config),
      options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    );
  }

  /** Throws an {@link AwsRequestError} when there are no credentials for the account. */
  async clientOptions(account: SourceAccount): Promise<AwsClientOptions> {
    const provider = await this.#provider(account);
    return {
      credentials: async properties => {
        try {
          return await provider(properties);
        } catch (error) {
          throw credentialsRefused(account, error);
        }
      },
      retryMode: 'standard',
      maxAttempts: MAX_ATTEMPTS,
      requestHandler: {
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        requestTimeout: this.#requestTimeoutMs,
        throwOnRequestTimeout: true,
      },
    };
  }

  async #provider({
    accountId,
  }: SourceAccount): Promise<AwsCredentialIdentityProvider> {
    const own = await this.#manager.getCredentialProvider();
    if (!accountId) {
      return own.sdkCredentialProvider;
    }
    const provider = await this.#manager
      .getCredentialProvider({ accountId })
      .catch(error => {
        throw credentialsRefused({ accountId }, error);
      });
    // Without an entry of its own an account falls back to the portal's, if that has this id. Its costs would then
    // be read twice, once under either name, and every sum would be wrong.
    if (provider === own) {
      throw new AwsRequestError(
        'this is the account of the portal’s own credentials; leave `accountId` out of the projects in it',
      );
    }
    return provider.sdkCredentialProvider;
  }
}
