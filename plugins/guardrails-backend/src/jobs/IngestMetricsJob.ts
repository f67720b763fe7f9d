/** The job that reads the projects' reliability metrics. */
import type { MetricIngestion } from '../ingestion';
import type { Job, RunProgress } from './interfaces';

export class IngestMetricsJob implements Job {
  readonly id = 'ingest-metrics';
  readonly title = 'Read AWS metrics';
  readonly #ingestion: MetricIngestion;

  constructor(options: { readonly ingestion: MetricIngestion }) {
    this.#ingestion = options.ingestion;
  }

  async run(progress: RunProgress): Promise<void> {
    await this.#ingestion.ingest(progress);
  }
}
