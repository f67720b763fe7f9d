/** Runs of detection one after the other in one process, each with what it asked of the database. */
import type { Knex } from 'knex';
import type { Database } from '../src/database';
import { startDetecting } from '../src/jobs/__testUtils__/detecting';

export interface DetectRun {
  readonly seconds: number;
  readonly statements: number;
  /** Rows of points that the database answered. */
  readonly metricRows: number;
}

export interface DetectRunner {
  /** @param now - milliseconds since the epoch */
  run(now: number): Promise<DetectRun>;
}

export function runsOf(
  database: Database,
  knex: Knex,
  options: { readonly lookbackDays: number },
): DetectRunner {
  const portal = startDetecting(database, options);
  return {
    async run(now) {
      let statements = 0;
      let metricRows = 0;
      const count = (answer: any, { sql }: { sql: string }) => {
        statements += 1;
        if (/select.*metric_ts.*value.*reliability_metrics/s.test(sql)) {
          metricRows += (answer.rows ?? answer).length;
        }
      };
      knex.on('query-response', count);
      const since = performance.now();
      const { failures } = await portal.run(new Date(now).toISOString());
      const seconds = (performance.now() - since) / 1000;
      knex.removeListener('query-response', count);
      if (failures.length > 0) {
        throw new Error(`detection failed: ${failures[0]}`);
      }
      return { seconds, statements, metricRows };
    },
  };
}
