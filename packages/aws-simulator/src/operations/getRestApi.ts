/** API Gateway's GetRestApi: the name behind a REST API's id, which its metrics are published under. */
import { AwsError } from '../protocols/awsError';
import { requiredString } from './members';
import type { Operation } from './operation';

// 2025-03-04T09:30:00Z in seconds; nothing depends on it.
const CREATED_SECONDS = 1_741_080_600;

export const getRestApi: Operation = {
  name: 'GetRestApi',

  run(input, { world, caller }) {
    const id = requiredString(input, 'restApiId');
    const api = world.endpoint(caller.accountId, 'rest-api', id);
    if (!api) {
      throw new AwsError(
        'NotFoundException',
        `Invalid API identifier specified ${caller.accountId}:${id}`,
      );
    }
    return {
      id: api.id,
      name: api.name,
      createdDate: CREATED_SECONDS,
      apiKeySource: 'HEADER',
      endpointConfiguration: { types: ['REGIONAL'] },
      disableExecuteApiEndpoint: false,
    };
  },
};
