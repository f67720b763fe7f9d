/** What a run writes when nothing has changed: many projects, the product's own jobs, sources that are always the same. */
import { ConfigReader } from '@backstage/config';
import type {
  CostSource,
  DailyCostRecord,
  MetricSource,
} from '@cloudops/plugin-guardrails-node';
import { readGuardrailsConfig } from '../src/config';
import { builtInRules } from '../src/detection';
import { CostIngestion, MetricIngestion } from '../src/ingestion';
import { IngestCostsJob, IngestMetricsJob } from '../src/jobs';
import { RunRecord } from '../src/jobs/RunRecord';
import type { BenchDatabase } from './openDatabase';

const NOW = new Date('2026-11-22T13:00:00Z');
const DAY_MS = 86_400_000;
const SERVICES = ['Amazon Simple Storage Service', 'AWS Lambda'];
const TAG = 'component';

export interface UnchangedRun {
  readonly seconds: number;
  /** Inserted, changed or locked, in every table but that of the events. */
  readonly rowsWritten: number;
  readonly events: number;
}

/** Runs both ingestions twice at the same time of day, and looks at what the second one did. */
export async function unchangedRun(
  projects: number,
  { knex, database }: BenchDatabase,
): Promise<UnchangedRun> {
  const names = Array.from({ length: projects }, (_, i) => `service-${i}`);
  const config = readGuardrailsConfig(
    new ConfigReader({
      guardrails: {
        costs: { tagKey: TAG, backfillDays: 35 },
        metrics: { backfillDays: 1 },
        projects: names.map((name, i) => ({
          name,
          costs: { tagValue: name },
          metrics: { httpApiId: `api${i}`.padEnd(6, '0'), region: 'us-east-1' },
        })),
      },
    }) as any,
    { rules: builtInRules, environment: {} },
  );
  const jobs = [
    new IngestCostsJob({
      ingestion: new CostIngestion({
        source: costsOf(names),
        database,
        config,
      }),
      config,
    }),
    new IngestMetricsJob({
      ingestion: new MetricIngestion({
        source: metricsOf(),
        database,
        config,
      }),
    }),
  ];
  const ingest = async () => {
    for (const job of jobs) {
      const run = await RunRecord.start({
        database,
        job,
        clock: () => NOW,
        signal: new AbortController().signal,
      });
      await job.run(run);
      const end = await run.end();
      if (end.status !== 'succeeded') {
        throw new Error(`${job.id}: ${JSON.stringify(end)}`);
      }
    }
  };

  await ingest();
  const {
    rows: [{ marker }],
  } = await knex.raw('select pg_current_xact_id()::text as marker');
  const since = performance.now();
  await ingest();
  const seconds = (performance.now() - since) / 1000;

  const touched = async (table: string, columns: readonly string[]) => {
    const [{ count }] = await knex(table)
      .whereRaw(
        columns.map(column => `${column}::text::bigint >= ?`).join(' or '),
        columns.map(() => marker),
      )
      .count('*');
    return Number(count);
  };
  let rowsWritten = 0;
  for (const table of ['daily_costs', 'reliability_metrics']) {
    // A lock is written into the row as well.
    rowsWritten += await touched(table, ['xmin', 'xmax']);
  }
  for (const table of ['projects', 'alerts', 'recommendations']) {
    rowsWritten += await touched(table, ['xmin']);
  }
  return { seconds, rowsWritten, events: await touched('events', ['xmin']) };
}

/** Every project has each service on each day. */
function costsOf(names: readonly string[]): CostSource {
  return {
    name: 'Cost Explorer',
    async *fetchDailyCosts(query, { onRequest }) {
      await onRequest();
      const { from, to, spend } = query;
      if (spend === 'charges') return;
      for (let at = Date.parse(from); at < Date.parse(to); at += DAY_MS) {
        const date = new Date(at).toISOString().slice(0, 10);
        yield names.flatMap((tagValue, i) =>
          SERVICES.map(
            (service): DailyCostRecord => ({
              date,
              service,
              tagValue,
              amount: String(1 + i / 7),
              currency: 'USD',
            }),
          ),
        );
      }
    },
  };
}

function metricsOf(): MetricSource {
  return {
    name: 'CloudWatch',
    async *fetchMetrics(queries, { onRequest }) {
      await onRequest();
      for (const query of queries) {
        const periodMs = query.periodSeconds * 1000;
        const count = (query.to.getTime() - query.from.getTime()) / periodMs;
        yield {
          query,
          unit: query.metricName === '5xx_count' ? 'count' : 'ms',
          points: Array.from({ length: count }, (_, i) => {
            const at = query.from.getTime() + i * periodMs;
            return { at: new Date(at), value: (at / periodMs) % 97 };
          }),
          complete: true,
        };
      }
    },
  };
}
