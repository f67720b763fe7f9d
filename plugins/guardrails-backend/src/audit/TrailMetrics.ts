/** OpenTelemetry metrics of what the trail tells: runs, their rows and AWS requests, alerts. */
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { EventRecord } from '../database/interfaces';
import { EVENT_TYPES, type AlertCreatedMetadata } from './interfaces';
import type { RunMetadata } from './runs';

/** What an event says of how a run ended. */
const OUTCOMES: Readonly<Record<string, string>> = {
  [EVENT_TYPES.runSucceeded]: 'succeeded',
  [EVENT_TYPES.runFailed]: 'failed',
  [EVENT_TYPES.runSkipped]: 'skipped',
};

/**
 * Bounds of the histogram, in seconds. The default ones are for requests; a run takes from a tenth of a second to the
 * half hour of its timeout.
 */
const RUN_SECONDS = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 1800];

/** Names and units follow OpenTelemetry's conventions; docs/operations.md lists them. */
export class TrailMetrics {
  readonly #runDuration;
  readonly #rows;
  readonly #requests;
  readonly #alerts;
  readonly #statusChanges;

  constructor(metrics: MetricsService) {
    this.#runDuration = metrics.createHistogram('guardrails.job.run.duration', {
      description: 'Duration of the runs of a job, by how they ended',
      unit: 's',
      advice: { explicitBucketBoundaries: RUN_SECONDS },
    });
    this.#rows = metrics.createCounter('guardrails.job.rows', {
      description: 'Rows that runs wrote',
      unit: '{row}',
    });
    this.#requests = metrics.createCounter('guardrails.aws.requests', {
      description: 'Requests that runs made to AWS',
      unit: '{request}',
    });
    this.#alerts = metrics.createCounter('guardrails.alerts.opened', {
      description: 'Alerts that detection opened, by rule',
      unit: '{alert}',
    });
    this.#statusChanges = metrics.createCounter(
      'guardrails.alerts.status_changes',
      {
        description: 'Changes of alerts to a status, by people and by itself',
        unit: '{change}',
      },
    );
  }

  /** @param events - that are kept: those of a transaction count once it is */
  count(events: readonly EventRecord[]): void {
    for (const event of events) {
      if (event.entityType === 'job') this.#countRun(event);
      if (event.entityType === 'alert') this.#countAlert(event);
    }
  }

  #countRun({ eventType, metadata, createdAt }: EventRecord): void {
    const outcome = OUTCOMES[eventType];
    if (outcome === undefined) return;
    const run = metadata as unknown as RunMetadata;
    const job = { 'guardrails.job': run.jobId };
    const seconds = (createdAt.getTime() - Date.parse(run.startedAt)) / 1000;
    this.#runDuration.record(seconds, {
      ...job,
      'guardrails.run.outcome': outcome,
    });
    this.#rows.add(run.rowsWritten, job);
    this.#requests.add(run.awsRequests, job);
  }

  #countAlert({ eventType, metadata }: EventRecord): void {
    if (eventType === EVENT_TYPES.created) {
      const { rule } = metadata as unknown as AlertCreatedMetadata;
      this.#alerts.add(1, { 'guardrails.rule': rule });
    }
    if (eventType === EVENT_TYPES.statusChanged) {
      const { to } = metadata as unknown as { readonly to: string };
      this.#statusChanges.add(1, { 'guardrails.alert.status': to });
    }
  }
}
