/** More was asked for than is taken at a time. Answered as 429. */
import { CustomErrorBase } from '@backstage/errors';

export class TooManyRequestsError extends CustomErrorBase {
  name = 'TooManyRequestsError' as const;
  readonly statusCode = 429;
  /** Seconds until the next one is taken. */
  readonly retryAfter: number;

  constructor(message: string, retryAfter: number) {
    super(message);
    this.retryAfter = retryAfter;
  }
}
