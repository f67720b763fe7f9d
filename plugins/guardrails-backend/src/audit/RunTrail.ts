/** The way to write what jobs did: every event of a run, its sentence and its metadata are made here. */
import type {
  CostRestatement,
  EventRecord,
  NewEvent,
  Stores,
} from '../database/interfaces';
import { EVENT_TYPES, SYSTEM_ACTOR } from './interfaces';
import * as messages from './messages';
import type {
  AttributionChangedMetadata,
  AwsRequestedMetadata,
  CostsReadMetadata,
  RunMetadata,
} from './runs';

/** One execution of a job: `projectId` is that of the default project, `runId` the run's own. */
export interface AuditedRun {
  readonly projectId: string;
  readonly runId: string;
  readonly actor: string;
  readonly metadata: RunMetadata;
}

/**
 * Writes the events of one moment on one connection. Made from the stores of a transaction, what it writes is kept
 * or lost together with the change that it tells of.
 */
export class RunTrail {
  readonly #stores: Pick<Stores, 'events'>;
  readonly #now: Date;

  constructor(stores: Pick<Stores, 'events'>, now: Date) {
    this.#stores = stores;
    this.#now = now;
  }

  /** A person asked for a run, which begins a moment later, in this process or in another. */
  async runRequested(
    projectId: string,
    jobId: string,
    actor: string,
  ): Promise<void> {
    await this.#append([
      {
        projectId,
        entityType: 'job',
        eventType: EVENT_TYPES.runRequested,
        message: messages.runRequested(actor, jobId),
        actor,
        metadata: { jobId },
      },
    ]);
  }

  /** A run is about to make a paid request. */
  async awsRequested(
    projectId: string,
    runId: string,
    request: AwsRequestedMetadata,
  ): Promise<void> {
    await this.#append([
      {
        projectId,
        entityType: 'job',
        entityId: runId,
        eventType: EVENT_TYPES.awsRequested,
        message: messages.awsRequested(request),
        actor: SYSTEM_ACTOR,
        metadata: { ...request },
      },
    ]);
  }

  /** An account's spend is divided in another way. `projectId` is that of the account's remainder. */
  async attributionChanged(
    projectId: string,
    runId: string,
    change: AttributionChangedMetadata,
  ): Promise<void> {
    await this.#append([
      {
        projectId,
        entityType: 'job',
        entityId: runId,
        eventType: EVENT_TYPES.attributionChanged,
        message: messages.attributionChanged(change),
        actor: SYSTEM_ACTOR,
        metadata: { ...change },
      },
    ]);
  }

  /** A run has read a part of an account's days. `projectId` is that of the account's remainder. */
  async costsRead(
    projectId: string,
    runId: string,
    read: CostsReadMetadata,
  ): Promise<void> {
    await this.#append([
      {
        projectId,
        entityType: 'job',
        entityId: runId,
        eventType: EVENT_TYPES.costsRead,
        message: messages.costsRead(read),
        actor: SYSTEM_ACTOR,
        metadata: { ...read },
      },
    ]);
  }

  async runStarted(run: AuditedRun): Promise<EventRecord> {
    return this.#ofRun(
      run,
      EVENT_TYPES.runStarted,
      messages.runStarted(run.actor, run.metadata),
    );
  }

  async runSucceeded(run: AuditedRun): Promise<EventRecord> {
    return this.#ofRun(
      run,
      EVENT_TYPES.runSucceeded,
      messages.runSucceeded(run.metadata),
    );
  }

  async runFailed(run: AuditedRun): Promise<EventRecord> {
    return this.#ofRun(
      run,
      EVENT_TYPES.runFailed,
      messages.runFailed(run.metadata),
    );
  }

  /** `reason` in words, e.g. `another replica is running it`. */
  async runSkipped(run: AuditedRun, reason: string): Promise<EventRecord> {
    return this.#ofRun(
      run,
      EVENT_TYPES.runSkipped,
      messages.runSkipped(run.metadata, reason),
    );
  }

  /** One event for each amount that was replaced, by the run that fetched the new one. */
  async costsRestated(
    projectId: string,
    runId: string,
    restatements: readonly CostRestatement[],
  ): Promise<void> {
    await this.#append(
      restatements.map(restatement => ({
        projectId,
        entityType: 'job',
        entityId: runId,
        eventType: EVENT_TYPES.costRestated,
        message: messages.costRestated(restatement),
        actor: SYSTEM_ACTOR,
        metadata: { ...restatement },
      })),
    );
  }

  async #ofRun(
    run: AuditedRun,
    eventType: string,
    message: string,
  ): Promise<EventRecord> {
    const [event] = await this.#append([
      {
        projectId: run.projectId,
        entityType: 'job',
        entityId: run.runId,
        eventType,
        message,
        actor: run.actor,
        metadata: { ...run.metadata },
      },
    ]);
    return event;
  }

  async #append(events: readonly NewEvent[]): Promise<EventRecord[]> {
    return this.#stores.events.append(events, this.#now);
  }
}
