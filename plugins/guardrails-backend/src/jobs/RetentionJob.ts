/** The job that deletes rows older than the configuration keeps them, a batch at a time. */
import { DateTime } from 'luxon';
import { DEFAULT_PROJECT, type GuardrailsConfig } from '../config';
import type { Day, GuardrailsDatabase } from '../database';
import { readsInForce } from '../ingestion';
import type { Job, RunProgress } from './interfaces';

// A batch is deleted in tens of milliseconds: nothing that writes meanwhile waits longer.
const ROWS_PER_BATCH = 1000;

// Before every day that can be stored.
const THE_FIRST_DAY: Day = '0001-01-01';

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
        await inBatches(progress, rows => costs.deleteBefore(id, day, rows));
      }
      if (metricsDays !== undefined) {
        const at = before(metricsDays).toJSDate();
        await inBatches(progress, limit => metrics.deleteBefore(id, at, limit));
      }
    }
    if (eventsDays !== undefined) {
      const bills = await this.#readsOfBills(
        costsDays === undefined
          ? THE_FIRST_DAY
          : before(costsDays).toISODate()!,
      );
      let cursor: string | undefined;
      do {
        progress.signal.throwIfAborted();
        const { deleted, nextCursor } = await events.deleteBefore(
          before(eventsDays).toJSDate(),
          { limit: ROWS_PER_BATCH, cursor },
          bills,
        );
        progress.rowsDeleted(deleted);
        cursor = nextCursor;
      } while (cursor);
    }
  }

  /** Ids of the events that stored days are held against the bills by, and that say how far accounts were read. */
  async #readsOfBills(from: Day): Promise<Set<string>> {
    const kept = new Set<string>();
    for (const { id, name } of await this.#database.projects.list()) {
      if (isOfUnallocated(name)) {
        for (const event of await readsInForce(this.#database, id, from)) {
          kept.add(event);
        }
      }
    }
    return kept;
  }
}

/** Projects of what is unallocated, whose events tell of their account. */
function isOfUnallocated(name: string): boolean {
  return name === DEFAULT_PROJECT || name.startsWith(`${DEFAULT_PROJECT}-`);
}

async function inBatches(
  progress: RunProgress,
  deleteBatch: (rows: number) => Promise<number>,
): Promise<void> {
  let deleted: number;
  do {
    progress.signal.throwIfAborted();
    deleted = await deleteBatch(ROWS_PER_BATCH);
    progress.rowsDeleted(deleted);
  } while (deleted >= ROWS_PER_BATCH);
}
