/** The job that deletes rows older than the configuration keeps them, a batch at a time. */
import { DateTime } from 'luxon';
import type { GuardrailsConfig } from '../config';
import type { GuardrailsDatabase } from '../database';
import type { Job, RunProgress } from './interfaces';

// A batch is deleted in tens of milliseconds: nothing that writes meanwhile waits longer.
const ROWS_PER_BATCH = 1000;

export class RetentionJob implements Job {
  readonly id = 'retention';
  readonly title = 'Delete old rows';
  readonly #database: GuardrailsDatabase;
  readonly #retention: NonNullable<GuardrailsConfig['retention']>;

  constructor(options: {
    readonly database: GuardrailsDatabase;
    readonly retention: NonNullable<GuardrailsConfig['retention']>;
  }) {
    this.#database = options.database;
    this.#retention = options.retention;
  }

  async run(progress: RunProgress): Promise<void> {
    const { costsDays, metricsDays, eventsDays } = this.#retention;
    const { costs, metrics, events, projects } = this.#database;
    const today = DateTime.fromJSDate(progress.now, { zone: 'utc' }).startOf(
      'day',
    );
    const before = (days: number) => today.minus({ days });
    for (const { id } of await projects.list()) {
      if (costsDays !== undefined) {
        const day = before(costsDays).toISODate()!;
        await inBatches(progress, limit => costs.deleteBefore(id, day, limit));
      }
      if (metricsDays !== undefined) {
        const at = before(metricsDays).toJSDate();
        await inBatches(progress, limit => metrics.deleteBefore(id, at, limit));
      }
    }
    if (eventsDays !== undefined) {
      let cursor: string | undefined;
      do {
        progress.signal.throwIfAborted();
        const { deleted, nextCursor } = await events.deleteBefore(
          before(eventsDays).toJSDate(),
          { limit: ROWS_PER_BATCH, cursor },
        );
        progress.rowsDeleted(deleted);
        cursor = nextCursor;
      } while (cursor);
    }
  }
}

async function inBatches(
  progress: RunProgress,
  deleteBatch: (limit: number) => Promise<number>,
): Promise<void> {
  let deleted: number;
  do {
    progress.signal.throwIfAborted();
    deleted = await deleteBatch(ROWS_PER_BATCH);
    progress.rowsDeleted(deleted);
  } while (deleted === ROWS_PER_BATCH);
}
