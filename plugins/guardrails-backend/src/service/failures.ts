/** What fails beneath the service, in words for who called: a driver's own hold statements, and values of them. */
import { CustomErrorBase, ServiceUnavailableError } from '@backstage/errors';
import { OutcomeUnknownError } from '../database';
import { NotReadBackError } from './errors';

/**
 * Codes of Node.js for a peer that is not there, and classes of PostgreSQL: it is going or coming, out of resources, only
 * to be read since another one has taken over, or gave up waiting, among others for who waited for the same.
 */
const OUT_OF_REACH =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|08...|25006|40001|40P01|53...|55P03|57014|57P0[1235])$/;

/** Of a connection that ended under a statement, or was found ended, the driver says so in words alone. */
const CUT_OFF =
  /(Connection terminated( unexpectedly)?|Client (was closed|has encountered a connection error) and is not queryable|Unable to acquire a connection)$/;

/**
 * Seconds. A failover of Amazon RDS typically takes 60 to 120, a restart less:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html
 */
const BACK_AFTER = 30;

/** Answered as 503, with what `Retry-After` is to say. */
class OutOfReachError extends ServiceUnavailableError {
  readonly retryAfter = BACK_AFTER;
}

/** Answered as 500; the log has the reason. */
class DatabaseRefusal extends CustomErrorBase {
  name = 'InternalServerError' as const;
  readonly statusCode = 500;
}

/** What a caller is told of it; the error itself where that was made for callers. */
export function failureTold(error: unknown): Error {
  if (error instanceof NotReadBackError) return new NotReadBackError();
  if (error instanceof OutcomeUnknownError) return new OutcomeUnknownError();
  if (isOutOfReach(error)) {
    return new OutOfReachError(
      'The database, or another service that Guardrails needs, does not answer; try again later',
    );
  }
  if (isOfDriver(error)) {
    return new DatabaseRefusal(
      'The database refused what Guardrails asked of it; the log of the portal says why',
    );
  }
  return error as Error;
}

function isOutOfReach(error: any): boolean {
  return (
    OUT_OF_REACH.test(String(error?.code)) ||
    (error?.name === 'Error' && CUT_OFF.test(error.message)) ||
    error?.name === 'KnexTimeoutError' ||
    isOfOtherPlugin(error)
  );
}

/** Of the catalog, say: clients of Backstage fail as fetch does, or with what was answered. */
function isOfOtherPlugin({ name, message, statusCode }: any = {}): boolean {
  return (
    (name === 'TypeError' && message === 'fetch failed') ||
    (name === 'ResponseError' && statusCode >= 500)
  );
}

function isOfDriver(error: any): boolean {
  return (
    error?.name === 'SqliteError' ||
    error?.constructor?.name === 'DatabaseError'
  );
}
