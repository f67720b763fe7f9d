/** Whose credentials an AWS client works with, and how patient it is. */
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Config, ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import {
  type AwsCredentialsManager,
  DefaultAwsCredentialsManager,
} from '@backstage/integration-aws-node';
import type {
  AccountRole,
  SourceAccount,
} from '@cloudops/plugin-guardrails-node';
import { orAborted } from '../stopping';
import {
  AwsRequestError,
  credentialsRefused,
  requestFailed,
} from './awsErrors';

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
// Where the credentials manager asks STS as well, unless it is told another.
const STS_REGION = 'us-east-1';
const CONNECTION_TIMEOUT_MS = 5_000;
// The slowest answers are Cost Explorer's pages over months of days; they take seconds.
const REQUEST_TIMEOUT_MS = 60_000;
const ACCOUNT_ID = /^\d{12}$/;

/** The accounts that the `aws` section of app-config gives credentials for. */
export class AwsAccounts {
  readonly #config: Config;
  readonly #manager: AwsCredentialsManager;
  readonly #requestTimeoutMs: number;
  /** Of the roles that projects name, each with the sessions that it has. */
  readonly #managersOfRoles = new Map<string, AwsCredentialsManager>();
  #ownAccountId: string | undefined;

  private constructor(config: Config, requestTimeoutMs: number) {
    this.#config = config;
    this.#manager = DefaultAwsCredentialsManager.fromConfig(config);
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
      config,
      options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    );
  }

  /**
   * The id of the account of the portal's own credentials; asked once, which needs no permission and costs nothing.
   *
   * @throws AwsRequestError when AWS does not answer, or there are no credentials; the signal's reason when it aborts
   */
  async ownAccountId(signal: AbortSignal): Promise<string> {
    if (this.#ownAccountId === undefined) {
      const sts = new STSClient({
        ...(await this.clientOptions({}, signal)),
        region:
          this.#config.getOptionalString('aws.mainAccount.region') ??
          STS_REGION,
      });
      try {
        const { Account } = await orAborted(
          sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal }),
          signal,
        );
        // A wrong one would have the account read, and stored, once more under its right id.
        if (!Account || !ACCOUNT_ID.test(Account)) {
          throw new AwsRequestError(
            `STS answered ${
              Account ? `'${Account}'` : 'no account'
            } as the account of the portal’s own credentials, where 12 digits are expected; check AWS_ENDPOINT_URL and any proxy between the portal and AWS`,
          );
        }
        this.#ownAccountId = Account;
      } catch (error) {
        signal.throwIfAborted();
        throw error instanceof AwsRequestError
          ? error
          : requestFailed(
              { service: 'STS', action: 'sts:GetCallerIdentity' },
              error,
            );
      } finally {
        sts.destroy();
      }
    }
    return this.#ownAccountId;
  }

  /**
   * @throws AwsRequestError when there are no credentials for the account; the signal's reason when it aborts, for the
   *   credentials manager may ask STS which account is its own
   */
  async clientOptions(
    account: SourceAccount,
    signal: AbortSignal,
  ): Promise<AwsClientOptions> {
    const provider = await orAborted(this.#provider(account), signal);
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
    role,
  }: SourceAccount): Promise<AwsCredentialIdentityProvider> {
    const own = await this.#manager.getCredentialProvider();
    if (!accountId) {
      return own.sdkCredentialProvider;
    }
    const manager = role ? this.#managerOf(accountId, role) : this.#manager;
    const provider = await manager
      .getCredentialProvider({ accountId })
      .catch(error => {
        throw credentialsRefused({ accountId, role }, error);
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

  /** What the role does not say is as the `aws` section has it for the account, or for all. */
  #managerOf(accountId: string, role: AccountRole): AwsCredentialsManager {
    const key = JSON.stringify([accountId, role.name, role.externalId]);
    const known = this.#managersOfRoles.get(key);
    if (known) {
      return known;
    }
    const aws = this.#config.getOptional<JsonObject>('aws') ?? {};
    const accounts = (aws.accounts ?? []) as JsonObject[];
    const template =
      accounts.find(each => each.accountId === accountId) ??
      (aws.accountDefaults as JsonObject | undefined);
    const manager = DefaultAwsCredentialsManager.fromConfig(
      new ConfigReader({
        aws: {
          ...aws,
          accounts: [
            {
              ...template,
              accountId,
              roleName: role.name,
              ...(role.externalId !== undefined && {
                externalId: role.externalId,
              }),
            },
          ],
        },
      }),
    );
    this.#managersOfRoles.set(key, manager);
    return manager;
  }
}
