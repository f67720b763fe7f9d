/** The job that reads the accounts' daily costs. */
import type { GuardrailsConfig } from '../config';
import type { CostIngestion } from '../ingestion';
import type { Job, RequestCap, RunProgress } from './interfaces';

export class IngestCostsJob implements Job {
  readonly id = 'ingest-costs';
  readonly title = 'Read AWS costs';
  readonly #capPerDay: number;
  readonly #ingestion: CostIngestion;

  constructor(options: {
    readonly ingestion: CostIngestion;
    readonly config: Pick<GuardrailsConfig, 'costs'>;
  }) {
    this.#ingestion = options.ingestion;
    this.#capPerDay = options.config.costs.requestCapPerDay;
  }

  get requestCap(): RequestCap {
    return {
      perDay: this.#capPerDay,
      accounts: this.#ingestion.accounts,
    };
  }

  async run(progress: RunProgress): Promise<void> {
    await this.#ingestion.ingest(progress);
  }
}
