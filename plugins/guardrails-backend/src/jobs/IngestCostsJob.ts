/** The job that reads the accounts' daily costs. */
import { DateTime } from 'luxon';
import type { GuardrailsConfig } from '../config';
import type { EventStore } from '../database';
import type { CostIngestion } from '../ingestion';
import type { Job, RunProgress } from './interfaces';
import { RunHistory } from './RunHistory';

export class IngestCostsJob implements Job {
  readonly id = 'ingest-costs';
  readonly title = 'Read AWS costs';
  readonly requestCap: NonNullable<Job['requestCap']>;
  readonly #ingestion: CostIngestion;
  readonly #history: RunHistory;

  constructor(options: {
    readonly ingestion: CostIngestion;
    readonly events: EventStore;
    readonly config: Pick<GuardrailsConfig, 'costs'>;
  }) {
    this.#ingestion = options.ingestion;
    this.#history = new RunHistory(options.events);
    this.requestCap = {
      perDay: options.config.costs.requestCapPerDay,
      accounts: options.ingestion.accounts,
    };
  }

  async run(progress: RunProgress): Promise<void> {
    // What was completed longer ago than Cost Explorer looks back is read as if for the first time.
    const completed = await this.#history.lastCompletions(
      this.id,
      this.#ingestion.projects,
      DateTime.fromJSDate(progress.now, { zone: 'utc' })
        .minus({ months: 14 })
        .toJSDate(),
    );
    await this.#ingestion.ingest(progress, completed);
  }
}
