/** Counts a run's AWS requests, and refuses those beyond the day's cap of their account. */
import { AuditTrail, EVENT_TYPES } from '../audit';
import type { GuardrailsDatabase } from '../database';
import { type Job, RequestCapReached } from './interfaces';
import { startOfUtcDay } from './utcDay';

export class RequestMeter {
  readonly #database: GuardrailsDatabase;
  readonly #job: Job;
  readonly #clock: () => Date;
  #total = 0;

  constructor(options: {
    readonly database: GuardrailsDatabase;
    readonly job: Job;
    readonly clock: () => Date;
  }) {
    this.#database = options.database;
    this.#job = options.job;
    this.#clock = options.clock;
  }

  /** Requests that were counted for the run. */
  get total(): number {
    return this.#total;
  }

  /**
   * Counts one request. Where there is a cap, the count is stored before the request is made and not with the run's
   * end: a process that is killed has spent the money all the same.
   */
  async count(
    run: { readonly projectId: string; readonly runId: string },
    accountId: string | undefined,
  ): Promise<void> {
    const cap = this.#job.requestCap;
    if (cap) {
      await this.#database.transaction(async stores => {
        // One after the other, in all replicas: two that count at once would both find the last request unspent.
        await stores.projects.lock(run.projectId);
        const now = this.#clock();
        const used = await stores.events.count({
          entityType: ['job'],
          eventType: [EVENT_TYPES.awsRequested],
          jobId: this.#job.id,
          accountId: accountId ?? null,
          from: startOfUtcDay(now),
        });
        if (used >= cap.perDay) {
          throw new RequestCapReached(
            `all ${cap.perDay} AWS requests of this UTC day are used up; the next run after midnight UTC goes on`,
          );
        }
        await new AuditTrail(stores, now).awsRequested(
          run.projectId,
          run.runId,
          {
            jobId: this.#job.id,
            accountId,
            number: used + 1,
            capPerDay: cap.perDay,
          },
        );
      });
    }
    this.#total += 1;
  }
}
