/** API Gateway V2's GetApi: an HTTP API, whose metrics are published under its id. */
import { AwsError } from '../protocols/awsError';
import { requiredString } from './members';
import type { Operation } from './operation';

export const getApi: Operation = {
  name: 'GetApi',

  run(input, { world, caller }) {
    const id = requiredString(input, 'ApiId');
    const api = world.endpoint(caller.accountId, 'http-api', id);
    if (!api) {
      throw new AwsError(
        'NotFoundException',
        `Invalid API identifier specified ${id}`,
      );
    }
    return {
      apiId: api.id,
      name: api.name,
      protocolType: 'HTTP',
      // Nothing depends on it.
      createdDate: '2025-03-04T09:30:00Z',
      routeSelectionExpression: '$request.method $request.path',
    };
  },
};
