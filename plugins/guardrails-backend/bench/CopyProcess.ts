/**
 * A process of its own that loads the reference rows: what COPY takes of memory is not the store's, whose peak is
 * measured in the process of the bench.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { copyRows } from './copyRows';
import { dailyCosts, metricValues } from './rows';

/** Which of the rows of a project are to be loaded; `from` and `count` as in `rows.ts`. */
export interface RowsToCopy {
  readonly table: 'reliability_metrics' | 'daily_costs';
  readonly projectId: string;
  readonly project: number;
  readonly from: number;
  readonly count: number;
  /** Of costs: services a day. */
  readonly services: number;
}

export class CopyProcess {
  readonly #child: ChildProcess;

  /** @param url - of a migrated database */
  static start(url: string): CopyProcess {
    return new CopyProcess(fork(__filename, [url]));
  }

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Loads the rows; answers the seconds that it took, without those that making the rows did. */
  async copy(rows: RowsToCopy): Promise<number> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const ended = (code: number | null) =>
        reject(new Error(`the process that copies ended with ${code}`));
      // The transform that it is started with tells its parent of the files that it loads, too.
      const answered = (message: { seconds?: number }) => {
        if (message.seconds === undefined) return;
        child.off('message', answered).off('exit', ended);
        resolve(message.seconds);
      };
      child.on('message', answered).on('exit', ended);
      child.send(rows);
    });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }
}

function reference({
  table,
  projectId,
  project,
  from,
  count,
  services,
}: RowsToCopy): [string[], Iterable<(string | number)[]>] {
  if (table === 'daily_costs') {
    return [
      ['id', 'project_id', 'cost_date', 'service', 'amount', 'currency'],
      mapped(
        dailyCosts(project, from, count, services),
        ({ date, service, amount, currency }) => [
          uuid(),
          projectId,
          date,
          service,
          amount,
          currency,
        ],
      ),
    ];
  }
  return [
    ['id', 'project_id', 'metric_ts', 'metric_name', 'value', 'unit'],
    mapped(
      metricValues(project, from, count),
      ({ at, metricName, value, unit }) => [
        uuid(),
        projectId,
        at.toISOString(),
        metricName,
        value.toFixed(6),
        unit,
      ],
    ),
  ];
}

/** One at a time: COPY is a stream, and its rows need not be in memory together. */
function* mapped<T, R>(items: Iterable<T>, map: (item: T) => R): Generator<R> {
  for (const item of items) {
    yield map(item);
  }
}

if (require.main === module) {
  const client = knex({ client: 'pg', connection: process.argv[2] });
  process.on('message', async (asked: RowsToCopy) => {
    try {
      const [columns, rows] = reference(asked);
      const since = performance.now();
      await copyRows(client, asked.table, columns, rows);
      process.send!({ seconds: (performance.now() - since) / 1000 });
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  });
  process.once('disconnect', async () => {
    await client.destroy();
    process.exit(0);
  });
}
