/** STS's GetCallerIdentity: whose credentials signed the request. */
import type { Operation } from './operation';

export const getCallerIdentity: Operation = {
  name: 'GetCallerIdentity',

  run: (_input, { caller }) => ({
    Arn: caller.arn,
    UserId: caller.userId,
    Account: caller.accountId,
  }),
};
