/** The job that reads the accounts' daily costs. */
import type { GuardrailsConfig } from '../config';
import type { CostIngestion } from '../ingestion';
import type { Job, RequestCap, RunProgress } from './interfaces';

export class IngestCostsJob implements Job {
  readonly id = 'ingest-costs';
  readonly title = 'Read AWS costs';
  readonly #cap: Omit<RequestCap, 'accounts'>;
  readonly #ingestion: CostIngestion;

  constructor(options: {
    readonly ingestion: CostIngestion;
    readonly config: Pick<GuardrailsConfig, 'costs'>;
    /** Where the configured cap is only this job's part of it. */
    readonly within?: RequestCap['within'];
  }) {
    this.#ingestion = options.ingestion;
    this.#cap = {
      perDay: options.config.costs.requestCapPerDay,
      within: options.within,
    };
  }

  get requestCap(): RequestCap {
    return {
      ...this.#cap,
      accounts: this.#ingestion.accounts,
    };
  }

  async run(progress: RunProgress): Promise<void> {
    await this.#ingestion.ingest(progress);
  }
}
