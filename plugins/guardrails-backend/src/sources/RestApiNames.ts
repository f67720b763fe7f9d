/** The names of API Gateway's REST APIs: their metrics are published by name, and projects know them by id. */
import {
  APIGatewayClient,
  GetRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import type {
  MetricTarget,
  SourceContext,
} from '@cloudops/plugin-guardrails-node';
import type { AwsClientOptions } from './AwsAccounts';
import { askAws } from './askAws';
import { AwsRequestError } from './awsErrors';

const SERVICE = 'API Gateway';

// API Gateway answers 10 requests a second for an account, and names hardly ever change. Points that a renamed API
// publishes meanwhile are not lost: they are read from the newest stored one on.
const KEPT_FOR_MS = 6 * 3_600_000;

/** Either the name of a REST API, or why there is none. */
export type RestApiName =
  | { readonly name: string }
  | { readonly error: AwsRequestError };

export class RestApiNames {
  readonly #clock: () => Date;
  readonly #known = new Map<string, { name: string; at: number }>();

  constructor(options: { readonly clock: () => Date }) {
    this.#clock = options.clock;
  }

  /**
   * Resolves the ids of one account and region, one request for each id that is not known yet. An API that cannot be
   * resolved has its error among the answers; the others go on.
   */
  async resolve(
    targets: readonly MetricTarget[],
    client: AwsClientOptions & { readonly region: string },
    context: SourceContext,
  ): Promise<ReadonlyMap<string, RestApiName>> {
    const gateway = new APIGatewayClient(client);
    try {
      const names = new Map<string, RestApiName>();
      for (const target of targets) {
        const { kind, id } = target.endpoint;
        if (kind === 'rest-api' && !names.has(id)) {
          names.set(id, await this.#resolveOne(target, gateway, context));
        }
      }
      return names;
    } finally {
      gateway.destroy();
    }
  }

  async #resolveOne(
    target: MetricTarget,
    gateway: APIGatewayClient,
    context: SourceContext,
  ): Promise<RestApiName> {
    const now = this.#clock().getTime();
    const key = `${target.account.accountId ?? ''} ${target.region} ${
      target.endpoint.id
    }`;
    const known = this.#known.get(key);
    if (known && Math.abs(now - known.at) < KEPT_FOR_MS) {
      return known;
    }
    const answer = await restApiName(target, gateway, context);
    if ('name' in answer) {
      this.#known.set(key, { name: answer.name, at: now });
    }
    return answer;
  }
}

async function restApiName(
  { region, endpoint: { id } }: MetricTarget,
  gateway: APIGatewayClient,
  context: SourceContext,
): Promise<RestApiName> {
  try {
    const { name } = await askAws(
      new GetRestApiCommand({ restApiId: id }),
      (command, options) => gateway.send(command, options),
      { service: SERVICE, action: `apigateway:GET on /restapis/${id}` },
      context,
    );
    if (typeof name === 'string' && name !== '') {
      return { name };
    }
    return {
      error: new AwsRequestError(
        `${SERVICE} answered REST API ${id} without a name, by which CloudWatch knows it; the next run asks again`,
      ),
    };
  } catch (error) {
    if (!(error instanceof AwsRequestError)) {
      throw error;
    }
    if (
      error.cause instanceof Error &&
      error.cause.name === 'NotFoundException'
    ) {
      return {
        error: new AwsRequestError(
          `there is no REST API ${id} in ${region}; check \`metrics.restApiId\` and \`metrics.region\` of the project`,
          { cause: error },
        ),
      };
    }
    return { error };
  }
}
