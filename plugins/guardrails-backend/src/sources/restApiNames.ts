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

/** Either the name of a REST API, or why there is none. */
export type RestApiName =
  | { readonly name: string }
  | { readonly error: AwsRequestError };

/**
 * Resolves the ids of one account and region, one request for each different id. An API that cannot be resolved has
 * its error among the answers; the others go on.
 */
export async function restApiNames(
  targets: readonly MetricTarget[],
  client: AwsClientOptions & { readonly region: string },
  context: SourceContext,
): Promise<ReadonlyMap<string, RestApiName>> {
  const gateway = new APIGatewayClient(client);
  try {
    const names = new Map<string, RestApiName>();
    for (const target of targets) {
      if (!names.has(target.restApiId)) {
        names.set(
          target.restApiId,
          await restApiName(target, gateway, context),
        );
      }
    }
    return names;
  } finally {
    gateway.destroy();
  }
}

async function restApiName(
  { region, restApiId }: MetricTarget,
  gateway: APIGatewayClient,
  context: SourceContext,
): Promise<RestApiName> {
  try {
    const { name } = await askAws(
      new GetRestApiCommand({ restApiId }),
      (command, options) => gateway.send(command, options),
      {
        service: SERVICE,
        action: `apigateway:GET on /restapis/${restApiId}`,
      },
      context,
    );
    if (name) {
      return { name };
    }
    return {
      error: new AwsRequestError(
        `${SERVICE} answered REST API ${restApiId} without a name`,
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
          `there is no REST API ${restApiId} in ${region}; check \`metrics.restApiId\` and \`metrics.region\` of the project`,
          { cause: error },
        ),
      };
    }
    return { error };
  }
}
