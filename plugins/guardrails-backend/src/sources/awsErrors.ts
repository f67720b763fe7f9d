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
  readonly $metadata?: { readonly attempts?: number };
}

function failureOf(error: unknown): AwsFailure {
  return error instanceof Error
    ? error
    : { name: 'Error', message: String(error) };
}

/** A refused connection to a host with several addresses has no message of its own, only a code. */
function quoted({ name, message, code }: AwsFailure): string {
  return message ? `${name}: ${message}` : code ?? name;
}

function isUnreachable({ name, code }: AwsFailure): boolean {
  return (
    name === 'TimeoutError' || (code !== undefined && UNREACHABLE.has(code))
  );
}

function sentence(
  failure: AwsFailure,
  { service, action }: AwsQuestion,
): string {
  const { name, $metadata } = failure;
  const attempts = $metadata?.attempts ?? 1;
  if (DENIED.has(name)) {
    return `not allowed to call ${action}; add it to the policy of the role or user whose credentials the portal uses (${quoted(
      failure,
    )})`;
  }
  if (BAD_CREDENTIALS.has(name)) {
    return `${service} did not accept the credentials; check the \`aws\` section of app-config (${quoted(
      failure,
    )})`;
  }
  if (THROTTLED.has(name)) {
    return `${service} still throttled ${action} at attempt ${attempts}; the next run asks again (${quoted(
      failure,
    )})`;
  }
  if (name === 'DataUnavailableException') {
    return `${service} has no data yet; it must be enabled in the billing console and then takes up to 24 hours (${quoted(
      failure,
    )})`;
  }
  if (isUnreachable(failure)) {
    return `${service} could not be reached for ${action} in ${attempts} attempts; check the network and AWS_ENDPOINT_URL (${quoted(
      failure,
    )})`;
  }
  return `${action} failed (${quoted(failure)})`;
}

/** What came instead of an answer to `question`. */
export function requestFailed(
  question: AwsQuestion,
  error: unknown,
): AwsRequestError {
  return new AwsRequestError(sentence(failureOf(error), question), {
    cause: error,
  });
}

/** What came instead of credentials. */
export function credentialsRefused(
  { accountId, role }: SourceAccount,
  error: unknown,
): AwsRequestError {
  const failure = failureOf(error);
  let advice =
    'give the process AWS credentials or set `aws.mainAccount` in app-config';
  if (isUnreachable(failure)) {
    advice =
      'what gives them could not be reached, check the network and AWS_ENDPOINT_URL';
  } else if (role) {
    advice = `check the role '${role.name}' of the project, its trust policy and its external id`;
  } else if (accountId) {
    advice =
      'check its entry in `aws.accounts` of app-config, its role’s trust policy and its external id';
  }
  return new AwsRequestError(`no credentials; ${advice} (${quoted(failure)})`, {
    cause: error,
  });
}
