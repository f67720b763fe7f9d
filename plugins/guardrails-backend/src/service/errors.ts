/** The refusals that `@backstage/errors` has no class for, and the ones whose wording must not differ between places. */
import {
  ConflictError,
  CustomErrorBase,
  NotFoundError,
} from '@backstage/errors';

/** The resource moved on since the caller saw it. Answered as 412. */
export class PreconditionFailedError extends CustomErrorBase {
  name = 'PreconditionFailedError' as const;
  readonly statusCode = 412;
}

/** A change was stored, and what it led to could not be read. Answered as 503; it was not refused. */
export class NotReadBackError extends CustomErrorBase {
  name = 'NotReadBackError' as const;
  readonly statusCode = 503;

  /** The message of the cause stands in its own, too. */
  constructor(cause?: unknown) {
    super(
      'The change is stored, and could not be read back; read it again, do not repeat it',
      cause,
    );
  }
}

/** @throws NotReadBackError when the answer to a change that is stored cannot be read */
export async function readBack<T>(read: Promise<T>): Promise<T> {
  return read.catch(error => {
    throw new NotReadBackError(error);
  });
}

// An id that does not exist and one that the caller may not see get the same answer, or the difference would tell.

export function alertNotFound(id: string): NotFoundError {
  return new NotFoundError(`No alert has the id '${id}'`);
}

export function recommendationNotFound(id: string): NotFoundError {
  return new NotFoundError(`No recommendation has the id '${id}'`);
}

export function plannedActivityNotFound(id: string): NotFoundError {
  return new NotFoundError(`No planned activity has the id '${id}'`);
}

/** Somebody else changed the row between reading and writing, on an engine that does not lock rows. */
export function changedMeanwhile(): ConflictError {
  return new ConflictError(
    'It was changed by somebody else at the same moment; read it again and decide anew',
  );
}
