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
