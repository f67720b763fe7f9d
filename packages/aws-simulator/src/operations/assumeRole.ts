/** STS's AssumeRole: temporary credentials for another account, for those who know its external id. */
import { accountUser, issueSession } from '../identity';
import { AwsError, validationError } from '../protocols/awsError';
import type { Input } from '../protocols/protocol';
import { optionalString, requiredString } from './members';
import type { Operation, OperationContext } from './operation';

const SHORTEST_SESSION_SECONDS = 900;
const LONGEST_SESSION_SECONDS = 43_200;
const DEFAULT_SESSION_SECONDS = 3600;
const ROLE_ARN = /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

function durationOf(input: Input): number {
  const text = optionalString(input, 'DurationSeconds');
  if (text === undefined) {
    return DEFAULT_SESSION_SECONDS;
  }
  const seconds = Number(text);
  if (
    !Number.isInteger(seconds) ||
    seconds < SHORTEST_SESSION_SECONDS ||
    seconds > LONGEST_SESSION_SECONDS
  ) {
    throw validationError(
      `1 validation error detected: Value '${text}' at 'durationSeconds' failed to satisfy constraint: Member must be a whole number from ${SHORTEST_SESSION_SECONDS} to ${LONGEST_SESSION_SECONDS}`,
    );
  }
  return seconds;
}

export const assumeRole: Operation = {
  name: 'AssumeRole',

  run(input: Input, { world, caller }: OperationContext) {
    const roleArn = requiredString(input, 'RoleArn');
    const sessionName = requiredString(input, 'RoleSessionName');
    if (!ROLE_ARN.test(roleArn)) {
      throw validationError(`${roleArn} is invalid`);
    }
    if (!SESSION_NAME.test(sessionName)) {
      throw validationError(
        `1 validation error detected: Value '${sessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]{2,64}`,
      );
    }
    const seconds = durationOf(input);
    const found = world.role(roleArn);
    // AWS does not tell a role that does not exist from one that does not trust the caller.
    if (
      !found ||
      optionalString(input, 'ExternalId') !== found.role.externalId
    ) {
      throw new AwsError(
        'AccessDeniedException',
        `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      );
    }
    if (seconds > found.role.maxSessionSeconds) {
      throw validationError(
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      );
    }
    const { account } = found;
    const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    const session = {
      ...accountUser(account.id),
      arn: `arn:aws:sts::${account.id}:assumed-role/${roleName}/${sessionName}`,
      userId: `AROASIMULATORROLE001:${sessionName}`,
    };
    return {
      Credentials: issueSession(session, new Date(Date.now() + seconds * 1000)),
      AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
    };
  },
};
