/** The job that reads the accounts' daily costs. */
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
    const completed = new Map<string, Date>();
    for (const project of this.#ingestion.projects) {
      const at = await this.#history.lastCompleted(this.id, project);
      if (at) {
        completed.set(project, at);
      }
    }
    await this.#ingestion.ingest(progress, completed);
  }
}
