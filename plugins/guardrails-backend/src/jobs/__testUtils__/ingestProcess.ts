/**
 * A process of its own that ingests once, to be killed. Is told by its parent when to begin, and with what; finds the
 * simulated AWS by its environment.
 */
import { noEntities } from '../../projects/__testUtils__/noEntities';
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
  /** ISO 8601: the time that it is for all of the run. */
  readonly now: string;
}

/** Both jobs of a portal, reading the simulated AWS. */
export function ingestJobs(
  database: GuardrailsDatabase,
  {
    config,
    aws,
    pointsPerPage,
  }: Pick<IngestProcessOptions, 'config' | 'aws' | 'pointsPerPage'>,
  clock: () => Date,
): Job[] {
  const accounts = AwsAccounts.fromConfig(new ConfigReader({ aws }));
  const ownAccountId = (signal: AbortSignal) => accounts.ownAccountId(signal);
  return [
    new IngestCostsJob({
      ingestion: new CostIngestion({
        entities: noEntities,
        database,
        config,
        source: new CostExplorerSource({ ...config.costs, accounts }),
        ownAccountId,
      }),
      config,
    }),
    new IngestMetricsJob({
      ingestion: new MetricIngestion({
        entities: noEntities,
        database,
        config,
        source: new CloudWatchSource({ accounts, clock, pointsPerPage }),
        ownAccountId,
      }),
    }),
  ];
}

async function ingestOnce({
  connection,
  now,
  ...options
}: IngestProcessOptions): Promise<void> {
  const knex = knexFactory({ client: 'pg', connection });
  const database = await Database.create({
    getClient: async () => knex,
    migrations: { skip: true },
  });
  const clock = () => new Date(now);
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
  process.once('message', (options: IngestProcessOptions) => {
    ingestOnce(options).then(
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
