/** Counts a run's AWS requests, and refuses those beyond the day's cap of their account. */
import { RunTrail, type AccountRun } from '../audit';
import type { GuardrailsDatabase, Stores } from '../database';
import { accountKey, RequestCapReached } from '../ingestion';
import type { Job, RequestCap } from './interfaces';
import { paidRequestsToday, usualRequests } from './paidRequests';
import { startOfUtcDay } from './utcDay';

// A run that is killed counts as having made all that it had reserved: of a day's requests this part is lost with it.
const MOST_RESERVED = 1 / 2;

export class RequestMeter {
  readonly #database: GuardrailsDatabase;
  readonly #job: Job;
  readonly #clock: () => Date;
  /** All that were counted, by account. */
  readonly #made = new Map<string, number>();
  #reserved: ReadonlyMap<string, number> = new Map();
  /** Of the reserved ones. */
  readonly #used = new Map<string, number>();
  /** Milliseconds since the epoch: the UTC day of which they are reserved. */
  #reservedOn = NaN;
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

  /** What the run's start says of its accounts; undefined where there is no cap. */
  get reserved(): Record<string, AccountRun> | undefined {
    return (
      this.#job.requestCap &&
      Object.fromEntries(
        [...this.#reserved].map(([key, reserved]) => [key, { reserved }]),
      )
    );
  }

  /** What the run's end says of its accounts; undefined where there is no cap. */
  get counted(): Record<string, AccountRun> | undefined {
    return (
      this.#job.requestCap &&
      Object.fromEntries(
        [...this.#made].map(([key, requests]) => [
          key,
          { reserved: this.#used.get(key) ?? 0, requests },
        ]),
      )
    );
  }

  /**
   * Reserves the requests that runs usually make, so that the run's start, which is stored in the same transaction,
   * stands for them and none of them needs an event of its own.
   */
  async reserve(stores: Stores, projectId: string): Promise<void> {
    const cap = this.#job.requestCap;
    if (!cap) return;
    // One after the other, in all replicas: two that count at once would both find the last request unspent.
    await stores.projects.lock(projectId);
    const now = this.#clock();
    const used = await paidRequestsToday(stores.events, this.#job.id, now);
    const others = await this.#paidByOthers(stores, now);
    const usual = await usualRequests(stores.events, this.#job.id);
    this.#reservedOn = startOfUtcDay(now).getTime();
    this.#reserved = new Map(
      [...usual]
        .map(([key, requests]): [string, number] => [
          key,
          Math.min(
            requests,
            Math.ceil(cap.perDay * MOST_RESERVED),
            cap.perDay - (used.get(key) ?? 0),
            (cap.within?.perDay ?? Infinity) -
              (used.get(key) ?? 0) -
              (others.get(key) ?? 0),
          ),
        ])
        .filter(([, requests]) => requests > 0),
    );
  }

  /**
   * Counts one request. Where there is a cap, the count is stored before the request is made and not with the run's
   * end: a process that is killed has spent the money all the same.
   */
  async count(
    run: { readonly projectId: string; readonly runId: string },
    accountId: string | undefined,
  ): Promise<void> {
    const key = accountKey(accountId);
    if (this.#job.requestCap && !this.#take(key)) {
      await this.#record(run, accountId, this.#job.requestCap);
    }
    this.#made.set(key, (this.#made.get(key) ?? 0) + 1);
    this.#total += 1;
  }

  /** Requests of the UTC day that other jobs made within the cap that this one's is a part of, by account. */
  async #paidByOthers(
    { events }: Pick<Stores, 'events'>,
    now: Date,
  ): Promise<Map<string, number>> {
    const sums = new Map<string, number>();
    for (const job of this.#job.requestCap?.within?.jobs ?? []) {
      for (const [key, requests] of await paidRequestsToday(events, job, now)) {
        sums.set(key, (sums.get(key) ?? 0) + requests);
      }
    }
    return sums;
  }

  /** Takes a reserved one; false when there is none left, or they are of another day. */
  #take(key: string): boolean {
    const used = this.#used.get(key) ?? 0;
    const isLeft =
      used < (this.#reserved.get(key) ?? 0) &&
      startOfUtcDay(this.#clock()).getTime() === this.#reservedOn;
    if (isLeft) {
      this.#used.set(key, used + 1);
    }
    return isLeft;
  }

  async #record(
    run: { readonly projectId: string; readonly runId: string },
    accountId: string | undefined,
    { perDay, within }: RequestCap,
  ): Promise<void> {
    const jobId = this.#job.id;
    await this.#database.transaction(async stores => {
      await stores.projects.lock(run.projectId);
      const now = this.#clock();
      const today = await paidRequestsToday(stores.events, jobId, now, {
        accountId,
      });
      const key = accountKey(accountId);
      const used = today.get(key) ?? 0;
      const ofAll =
        used + ((await this.#paidByOthers(stores, now)).get(key) ?? 0);
      const isAllUsed = ofAll >= (within?.perDay ?? Infinity);
      if (used >= perDay || isAllUsed) {
        const part =
          within && !isAllUsed && perDay < within.perDay
            ? ` that this job has of the ${within.perDay}`
            : '';
        throw new RequestCapReached(
          `all ${
            isAllUsed ? within?.perDay : perDay
          } AWS requests of this UTC day${part} are used up; the next run after midnight UTC goes on`,
        );
      }
      await new RunTrail(stores, now).awsRequested(run.projectId, run.runId, {
        jobId,
        accountId,
        number: used + 1,
        capPerDay: perDay,
      });
    });
  }
}
