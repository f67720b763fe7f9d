/** AWS's errors as sentences that say what was asked, what AWS said, and what to do. */
import type { SourceAccount } from '@cloudops/plugin-guardrails-node';

/**
 * AWS did not answer a question, or refused to. The message is for people; it leaves out the account, which who asks
 * knows. `cause` is AWS's own error.
 */
export class AwsRequestError extends Error {
  override readonly name = 'AwsRequestError';
}

/** What was being asked when an error came. */
export interface AwsQuestion {
  /** The service by its name, e.g. `Cost Explorer`. */
  readonly service: string;
  /** The IAM action that allows it, e.g. `ce:GetCostAndUsage`. */
  readonly action: string;
}

const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedException',
  'UnauthorizedOperation',
]);
const BAD_CREDENTIALS = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);
const THROTTLED = new Set([
  'LimitExceededException',
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);
const UNREACHABLE = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

interface AwsFailure {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $metadata?: {
    readonly attempts?: number;
    readonly httpStatusCode?: number;
  };
}

// The SDK adds it to what it could not parse, for who has a debugger. Nothing else tells such an error.
const UNREADABLE = /\s+Deserialization error: .*/s;

function failureOf(error: unknown): AwsFailure {
  return error instanceof Error
    ? error
    : { name: 'Error', message: String(error) };
}

/** A refused connection to a host with several addresses has no message of its own, only a code. */
function quoted({ name, message, code }: AwsFailure): string {
  return message ? `${name}: ${message.replace(UNREADABLE, '')}` : code ?? name;
}

function isUnreachable({ name, code }: AwsFailure): boolean {
  return (
    name === 'TimeoutError' || (code !== undefined && UNREACHABLE.has(code))
  );
}

/** What may be otherwise by the next run though nobody mends anything; undefined of what somebody has to mend. */
function passing(
  failure: AwsFailure,
  { service, action }: AwsQuestion,
): string | undefined {
  const { name, message, $metadata } = failure;
  const { attempts = 1, httpStatusCode = 0 } = $metadata ?? {};
  if (THROTTLED.has(name)) {
    return `${service} still throttled ${action} at attempt ${attempts}; the next run asks again`;
  }
  if (UNREADABLE.test(message)) {
    return `${service} answered ${action} with something that cannot be read, such as half an answer or the page of a proxy; the next run asks again, and if this stays so, check AWS_ENDPOINT_URL and any proxy`;
  }
  if (httpStatusCode >= 500) {
    return `${service} had an internal error and could not answer ${action} at attempt ${attempts}; the next run asks again`;
  }
  return undefined;
}

function sentence(failure: AwsFailure, question: AwsQuestion): string {
  const { service, action } = question;
  const { name, $metadata } = failure;
  const attempts = $metadata?.attempts ?? 1;
  if (DENIED.has(name)) {
    return `not allowed to call ${action}; add it to the policy of the role or user whose credentials the portal uses`;
  }
  if (BAD_CREDENTIALS.has(name)) {
    return `${service} did not accept the credentials; check the \`aws\` section of app-config`;
  }
  if (name === 'DataUnavailableException') {
    return `${service} has no data yet; it must be enabled in the billing console and then takes up to 24 hours`;
  }
  if (isUnreachable(failure)) {
    return `${service} could not be reached for ${action} in ${attempts} attempts; check the network and AWS_ENDPOINT_URL`;
  }
  return (
    passing(failure, question) ?? `${action} failed; the next run asks again`
  );
}

/** What came instead of an answer to `question`. */
export function requestFailed(
  question: AwsQuestion,
  error: unknown,
): AwsRequestError {
  const failure = failureOf(error);
  return new AwsRequestError(
    `${sentence(failure, question)} (${quoted(failure)})`,
    { cause: error },
  );
}

/** What came instead of credentials. */
export function credentialsRefused(
  { accountId, role }: SourceAccount,
  error: unknown,
): AwsRequestError {
  const failure = failureOf(error);
  return new AwsRequestError(
    `no credentials; ${credentialsAdvice(failure, {
      accountId,
      role,
    })} (${quoted(failure)})`,
    { cause: error },
  );
}

function credentialsAdvice(
  failure: AwsFailure,
  { accountId, role }: SourceAccount,
): string {
  if (isUnreachable(failure)) {
    return 'what gives them could not be reached, check the network and AWS_ENDPOINT_URL';
  }
  if (!accountId) {
    return 'give the process AWS credentials or set `aws.mainAccount` in app-config';
  }
  // The trust policy of a role is nothing to look at when STS was busy.
  const itself = passing(failure, { service: 'STS', action: 'sts:AssumeRole' });
  if (itself) return itself;
  return role
    ? `check the role '${role.name}' of the project, its trust policy and its external id`
    : 'check its entry in `aws.accounts` of app-config, its role’s trust policy and its external id';
}
