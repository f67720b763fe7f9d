/** The connection ended while the changes of a transaction were being kept: whether they are, nobody knows. */
import { CustomErrorBase } from '@backstage/errors';

/** Answered as 503; the message of the cause stands in its own, too. */
export class OutcomeUnknownError extends CustomErrorBase {
  name = 'OutcomeUnknownError' as const;
  readonly statusCode = 503;

  constructor(cause?: unknown) {
    super(
      'The database was lost while it stored the change; read it again to see whether it is stored before you repeat it',
      cause,
    );
  }
}
