/**
 * Who sent a request: found from the access key id in the Authorization header. Signatures are not verified.
 *
 * Sessions are kept by nobody: the session token itself says what it grants, so a client's cached credentials
 * outlive a restart of the simulator as they would outlive one of AWS.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from './protocols/awsError';
import { DEFAULT_ACCOUNT_ID } from './world/accounts';

export interface Caller {
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
}

export interface SessionCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  /** ISO 8601. */
  readonly Expiration: string;
}

interface Session extends Caller {
  /** Epoch milliseconds of the real clock: the client that caches credentials lives in real time. */
  readonly expiresAt: number;
}

const SIGNATURE =
  /^AWS4-HMAC-SHA256\s+Credential=([A-Za-z0-9]+)\/\d{8}\/[a-z0-9-]+\/[a-z0-9-]+\/aws4_request,/;
// AWS marks temporary access keys so.
const TEMPORARY_KEY = /^ASIA(\d{12})/;

export function accountUser(accountId: string): Caller {
  return {
    accountId,
    arn: `arn:aws:iam::${accountId}:user/simulator`,
    userId: 'AIDASIMULATORUSER001',
  };
}

export function issueSession(
  caller: Caller,
  expiresAt: Date,
): SessionCredentials {
  const session: Session = { ...caller, expiresAt: expiresAt.getTime() };
  return {
    AccessKeyId: `ASIA${caller.accountId}SIMU`,
    // Signatures are not verified, so the key is no secret.
    SecretAccessKey: 'simulated-secret-access-key-0000000000000',
    SessionToken: Buffer.from(JSON.stringify(session)).toString('base64'),
    Expiration: expiresAt.toISOString(),
  };
}

function unrecognized(): AwsError {
  return new AwsError(
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  );
}

function sessionIn(token: string): Session {
  try {
    const session: Session = JSON.parse(
      Buffer.from(token, 'base64').toString(),
    );
    if (
      typeof session.accountId === 'string' &&
      typeof session.arn === 'string' &&
      typeof session.userId === 'string' &&
      typeof session.expiresAt === 'number'
    ) {
      return session;
    }
  } catch {
    // What cannot be read was not issued here, and is refused below like anything else that was not.
  }
  throw unrecognized();
}

/** @throws AwsError when the request is unsigned, or signed with credentials that are unknown or expired */
export function callerOf(headers: IncomingHttpHeaders): Caller {
  const { authorization } = headers;
  if (!authorization) {
    throw new AwsError(
      'MissingAuthenticationTokenException',
      'Request is missing Authentication Token',
    );
  }
  const accessKeyId = SIGNATURE.exec(authorization)?.[1];
  if (!accessKeyId) {
    throw new AwsError(
      'IncompleteSignatureException',
      'The Authorization header is not an AWS Signature Version 4',
    );
  }
  const temporaryFor = TEMPORARY_KEY.exec(accessKeyId)?.[1];
  if (!temporaryFor) {
    return accountUser(DEFAULT_ACCOUNT_ID);
  }
  const session = sessionIn(String(headers['x-amz-security-token'] ?? ''));
  if (session.accountId !== temporaryFor) {
    throw unrecognized();
  }
  if (session.expiresAt <= Date.now()) {
    throw new AwsError(
      'ExpiredTokenException',
      'The security token included in the request is expired',
    );
  }
  const { accountId, arn, userId } = session;
  return { accountId, arn, userId };
}
