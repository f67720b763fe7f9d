/** How fast costs and metrics are stored, beside PostgreSQL's own COPY of the same rows. */
import type { Bench, BenchContext } from './Bench';
import { CopyProcess, type RowsToCopy } from './CopyProcess';
import { type BenchDatabase, openDatabase } from './openDatabase';
import { dailyCosts, metricValues } from './rows';
import { unchangedRun } from './unchangedRun';

// A project with 90 days of both metrics at 5 minutes has 51,840 rows; a call of the store brings a part of them.
const METRIC_ROWS_OF_PROJECT = 50_000;
const METRIC_ROWS_OF_CALL = 10_000;
// A project with 13 months of a few dozen services.
const COST_ROWS_OF_PROJECT = 10_000;
const SERVICES = 25;

interface Timed {
  store: number;
  again: number;
  copy: number;
}

interface Slice {
  readonly project: number;
  readonly from: number;
  readonly count: number;
}

/** The database that COPY loads, and the process that does it. */
class Copied {
  readonly #database: BenchDatabase;
  readonly #process: CopyProcess;

  constructor(database: BenchDatabase) {
    this.#database = database;
    this.#process = CopyProcess.start(database.url);
  }

  /** Answers the seconds that it took. */
  async load(table: RowsToCopy['table'], slice: Slice): Promise<number> {
    const projectId = await projectIn(this.#database, slice.project);
    return this.#process.copy({
      table,
      projectId,
      services: SERVICES,
      ...slice,
    });
  }

  async close(): Promise<void> {
    await this.#process.stop();
    await this.#database.close();
  }
}

export const bench: Bench<'metricRows' | 'costRows' | 'projects'> = {
  name: 'ingest',
  describe:
    'Storing metrics and costs, and storing them again unchanged, beside COPY into the same indexed tables.',
  options: {
    metricRows: {
      describe: 'rows of reliability_metrics',
      default: 1_000_000,
      smoke: 2000,
    },
    costRows: {
      describe: 'rows of daily_costs',
      default: 200_000,
      smoke: 1000,
    },
    projects: {
      describe: 'projects of the run in which nothing has changed',
      default: 1000,
      smoke: 20,
    },
  },
  async run({ metricRows, costRows, projects }, context) {
    const stored = await openDatabase(context.postgresUrl, 'stored');
    const copied = new Copied(
      await openDatabase(context.postgresUrl, 'copied'),
    );
    try {
      const idleMb = await idleMemoryMb();
      const metrics = await writeMetrics(metricRows, stored, copied, context);
      const costs = await writeCosts(costRows, stored, copied, context);
      const peakMb = process.resourceUsage().maxRSS / 1024 - idleMb;
      const unchanged = await unchangedRun(projects, stored);
      context.say(
        `${projects} unchanged projects: ${unchanged.seconds.toFixed(1)} s`,
      );
      return {
        figures: {
          metric_rows_s: ratio(metricRows, metrics.store, metrics.copy),
          cost_rows_s: ratio(costRows, costs.store, costs.copy),
          metric_rows_again_s: ratio(metricRows, metrics.again, metrics.store),
          cost_rows_again_s: ratio(costRows, costs.again, costs.store),
          peak_memory_mb: peakMb,
          unchanged_run_rows_written: unchanged.rowsWritten,
          unchanged_run_events: unchanged.events,
          unchanged_run_s: unchanged.seconds,
        },
        targets: {
          metric_rows_s: { atLeast: 0.5 },
          cost_rows_s: { atLeast: 0.5 },
          metric_rows_again_s: { atLeast: 1 },
          cost_rows_again_s: { atLeast: 1 },
          peak_memory_mb: { atMost: 150 },
          unchanged_run_rows_written: { atMost: 0 },
          // The start and the end of both runs.
          unchanged_run_events: { atMost: 4 },
        },
      };
    } finally {
      await stored.close();
      await copied.close();
    }
  },
};

/** Slice by slice in turn, so that a machine that gets busy slows all three alike. */
async function writeMetrics(
  total: number,
  stored: BenchDatabase,
  copied: Copied,
  { say }: BenchContext,
): Promise<Timed> {
  const timed: Timed = { store: 0, again: 0, copy: 0 };
  for (const slice of slices(
    total,
    METRIC_ROWS_OF_PROJECT,
    METRIC_ROWS_OF_CALL,
  )) {
    const { project, from, count } = slice;
    timed.copy += await copied.load('reliability_metrics', slice);
    const id = await projectIn(stored, project);
    const values = metricValues(project, from, count);
    timed.store += await secondsOf(() =>
      stored.database.metrics.upsert(id, values),
    );
    timed.again += await secondsOf(() =>
      stored.database.metrics.upsert(id, values),
    );
  }
  say(`${total} metric rows: ${inWords(timed)}`);
  return timed;
}

async function writeCosts(
  total: number,
  stored: BenchDatabase,
  copied: Copied,
  { say }: BenchContext,
): Promise<Timed> {
  const timed: Timed = { store: 0, again: 0, copy: 0 };
  for (const slice of slices(
    total,
    COST_ROWS_OF_PROJECT,
    COST_ROWS_OF_PROJECT,
  )) {
    const { project, from, count } = slice;
    timed.copy += await copied.load('daily_costs', slice);
    const id = await projectIn(stored, project);
    const costs = dailyCosts(project, from, count, SERVICES);
    timed.store += await secondsOf(() =>
      stored.database.costs.upsert(id, costs),
    );
    timed.again += await secondsOf(() =>
      stored.database.costs.upsert(id, costs),
    );
  }
  say(`${total} cost rows: ${inWords(timed)}`);
  return timed;
}

function* slices(
  total: number,
  ofProject: number,
  ofCall: number,
): Generator<Slice> {
  for (let row = 0; row < total; row += ofCall) {
    yield {
      project: Math.floor(row / ofProject),
      from: row % ofProject,
      count: Math.min(ofCall, total - row),
    };
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return (performance.now() - since) / 1000;
}

function ratio(rows: number, seconds: number, referenceSeconds: number) {
  return { value: rows / seconds, reference: rows / referenceSeconds };
}

async function idleMemoryMb(): Promise<number> {
  global.gc?.();
  return process.memoryUsage.rss() / 1024 ** 2;
}

function inWords({ store, again, copy }: Timed): string {
  return `stored in ${store.toFixed(1)} s, again in ${again.toFixed(
    1,
  )} s; COPY ${copy.toFixed(1)} s`;
}

async function projectIn(
  { database }: BenchDatabase,
  project: number,
): Promise<string> {
  const [{ id }] = await database.projects.ensure([`project-${project}`]);
  return id;
}
