/** As many backtests run as may run at once. Answered as 429. */
import { CustomErrorBase } from '@backstage/errors';

/** Most are over in a second or two. */
const RETRY_AFTER_SECONDS = 2;

export class TooManyBacktestsError extends CustomErrorBase {
  name = 'TooManyBacktestsError' as const;
  readonly statusCode = 429;
  /** Seconds until it is worth another try. */
  readonly retryAfter = RETRY_AFTER_SECONDS;

  constructor() {
    super(
      `Other backtests are running; try again in ${RETRY_AFTER_SECONDS} seconds`,
    );
  }
}
