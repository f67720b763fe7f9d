/**
 * A process of its own that ingests once, to be killed. Is told by its parent when to begin, and tells when it has
 * ended. Takes what it needs as JSON in its argument; finds the simulated AWS by its environment.
 */
import knexFactory from 'knex';
import { ConfigReader } from '@backstage/config';
import type { GuardrailsConfig } from '../../config';
import { Database, type GuardrailsDatabase } from '../../database';
import { CostIngestion, MetricIngestion } from '../../ingestion';
import {
  AwsAccounts,
  CloudWatchSource,
  CostExplorerSource,
} from '../../sources';
import { IngestCostsJob } from '../IngestCostsJob';
import { IngestMetricsJob } from '../IngestMetricsJob';
import type { Job } from '../interfaces';
import { RunRecord } from '../RunRecord';

export interface IngestProcessOptions {
  /** Of a migrated database; knex's own form. */
  readonly connection: object;
  readonly config: Pick<GuardrailsConfig, 'costs' | 'metrics' | 'projects'>;
  readonly aws: object;
  readonly pointsPerPage: number;
}

/** Both jobs of a portal, reading the simulated AWS. */
export function ingestJobs(
  database: GuardrailsDatabase,
  { config, aws, pointsPerPage }: Omit<IngestProcessOptions, 'connection'>,
  clock: () => Date,
): Job[] {
  const accounts = AwsAccounts.fromConfig(new ConfigReader({ aws }));
  return [
    new IngestCostsJob({
      ingestion: new CostIngestion({
        database,
        config,
        source: new CostExplorerSource({ ...config.costs, accounts }),
      }),
      config,
    }),
    new IngestMetricsJob({
      ingestion: new MetricIngestion({
        database,
        config,
        source: new CloudWatchSource({ accounts, clock, pointsPerPage }),
      }),
    }),
  ];
}

/** @param now - the time that it is for all of the run */
async function ingestOnce(
  { connection, ...options }: IngestProcessOptions,
  now: Date,
): Promise<void> {
  const knex = knexFactory({ client: 'pg', connection });
  const database = await Database.create({
    getClient: async () => knex,
    migrations: { skip: true },
  });
  const clock = () => now;
  for (const job of ingestJobs(database, options, clock)) {
    const run = await RunRecord.start({
      database,
      job,
      clock,
      signal: new AbortController().signal,
    });
    await job.run(run);
    const end = await run.end();
    if (end.status !== 'succeeded') {
      throw new Error(`${job.id} ${JSON.stringify(end)}`);
    }
  }
  await knex.destroy();
}

if (require.main === module) {
  const options: IngestProcessOptions = JSON.parse(process.argv[2]);
  process.once('message', (now: string) => {
    ingestOnce(options, new Date(now)).then(
      () => process.exit(0),
      error => {
        process.stderr.write(`${error.stack}\n`);
        process.exit(1);
      },
    );
  });
  process.on('disconnect', () => process.exit(2));
  process.send!('ready');
}
