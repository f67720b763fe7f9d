import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import { BackendProcesses } from '../__testUtils__/BackendProcesses';
import { testDatabases } from '../database/__testUtils__/engines';

const databases = testDatabases(['POSTGRES_18']);

// Each backend is a whole process; the scheduler looks for work every five seconds, and for ended leases every minute.
jest.setTimeout(300_000);

/** A job runs after the start, and from then on when the test makes it due. */
const NEVER = { hours: 24 };
const ROUNDS = 3;

let knex: Knex;
let backends: BackendProcesses;

async function onOneDatabase(timeout: { seconds: number }) {
  knex = await databases.init('POSTGRES_18');
  // knex hides the password from whoever lists the keys.
  const { connection } = knex.client.config;
  const schedule = { frequency: NEVER, timeout, initialDelay: { seconds: 1 } };
  backends = await BackendProcesses.create({
    backend: {
      baseUrl: 'http://localhost:7007',
      listen: { host: '127.0.0.1', port: 0 },
      database: {
        client: 'pg',
        pluginDivisionMode: 'schema',
        ensureSchemaExists: true,
        connection: { ...connection, password: connection.password },
      },
    },
    guardrails: {
      // A few pages: a run takes a moment.
      costs: { backfillDays: 7 },
      schedule: {
        ingestCosts: schedule,
        ingestMetrics: schedule,
        detect: schedule,
      },
    },
  });
}

afterEach(() => backends.stop());

/** How often a job's runs ended, or with `run_started` began. */
async function runs(jobId: string, type = 'run_succeeded'): Promise<number> {
  const { rows } = await knex.raw(
    `SELECT count(*)::int AS n FROM guardrails.events
      WHERE event_type = ? AND metadata->>'jobId' = ?`,
    [type, jobId],
  );
  return rows[0].n;
}

/** When a run that nobody ends may be taken over, in milliseconds since 1970. */
async function leaseOf(jobId: string): Promise<number> {
  const { rows } = await knex.raw(
    `SELECT current_run_expires_at AS "end" FROM guardrails.backstage_backend_tasks__tasks WHERE id = ?`,
    [jobId],
  );
  return rows[0].end.getTime();
}

async function lastStart(jobId: string): Promise<number> {
  const { rows } = await knex.raw(
    `SELECT max(created_at) AS "at" FROM guardrails.events
      WHERE event_type = 'run_started' AND metadata->>'jobId' = ?`,
    [jobId],
  );
  return rows[0].at.getTime();
}

async function eventually(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(200);
}

/** Makes a job due now, as the clock would; the end of the run before sets when it is due next. */
async function due(jobId: string): Promise<void> {
  await eventually(async () => {
    const { rowCount } = await knex.raw(
      `UPDATE guardrails.backstage_backend_tasks__tasks SET next_run_start_at = now()
        WHERE id = ? AND current_run_ticket IS NULL`,
      [jobId],
    );
    return rowCount === 1;
  });
}

describe.each([2, 4])('%i backends on one database', count => {
  it('run each job once each time it is due', async () => {
    await onOneDatabase({ seconds: 60 });
    // One makes the tables; Backstage's own migrations do not wait for one another on an empty database.
    await backends.start('BACKEND0');
    await backends.start(
      ...Array.from({ length: count - 1 }, (_, index) => `BACKEND${index + 1}`),
    );

    const jobs = ['ingest-costs', 'ingest-metrics'];
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const jobId of jobs) {
        await eventually(async () => (await runs(jobId)) >= round);
      }
      if (round < ROUNDS) await Promise.all(jobs.map(due));
    }

    for (const jobId of jobs) {
      expect({ jobId, began: await runs(jobId, 'run_started') }).toEqual({
        jobId,
        began: ROUNDS,
      });
    }
    const { rows } = await knex.raw(
      `SELECT sum((metadata->>'awsRequests')::int)::int AS requests FROM guardrails.events
        WHERE event_type = 'run_succeeded' AND metadata->>'jobId' = 'ingest-costs'`,
    );
    expect(backends.costRequests).toHaveLength(rows[0].requests);
  });
});

describe('a backend that is killed while it works', () => {
  it('loses its work to another once its lease is over', async () => {
    await onOneDatabase({ seconds: 20 });
    await backends.start('FIRST');
    await backends.start('SECOND');
    await eventually(async () => (await runs('ingest-costs')) > 0);

    backends.hold(true);
    const before = backends.costRequests.length;
    await due('ingest-costs');
    await eventually(async () => backends.costRequests.length > before);
    const killed = backends.costRequests.at(-1)!;
    const lease = await leaseOf('ingest-costs');
    await backends.kill(killed);
    backends.hold(false);

    await eventually(async () => (await runs('ingest-costs')) > 1);
    expect(backends.costRequests.at(-1)).not.toBe(killed);
    // Nobody took it before: a backend that only looked dead would have worked beside another.
    expect(await lastStart('ingest-costs')).toBeGreaterThanOrEqual(lease);
    const { rows } = await knex.raw(
      'SELECT count(*)::int AS days FROM guardrails.daily_costs',
    );
    expect(rows[0].days).toBeGreaterThan(0);
  });
});

describe('a backend that is told to end while it works', () => {
  /** A run that Cost Explorer keeps waiting is interrupted; resolves with the backend that was. */
  async function interrupted(): Promise<string> {
    backends.hold(true);
    const before = backends.costRequests.length;
    await due('ingest-costs');
    await eventually(async () => backends.costRequests.length > before);
    const ended = backends.costRequests.at(-1)!;
    await backends.terminate(ended);
    backends.hold(false);
    return ended;
  }

  async function failures(): Promise<string[]> {
    const { rows } = await knex.raw(
      `SELECT metadata->'failures'->0->>'message' AS message FROM guardrails.events
        WHERE event_type = 'run_failed' AND metadata->>'jobId' = 'ingest-costs'`,
    );
    return rows.map(({ message }: { message: string }) => message);
  }

  // Its lease and its next turn are hours away: neither is what the work goes on by.
  const LEASE = { seconds: 7200 };

  it('leaves its work to another at once, and says why it ended', async () => {
    await onOneDatabase(LEASE);
    await backends.start('FIRST');
    await backends.start('SECOND');
    await eventually(async () => (await runs('ingest-costs')) > 0);

    const ended = await interrupted();

    await eventually(async () => (await runs('ingest-costs')) > 1);
    expect(backends.costRequests.at(-1)).not.toBe(ended);
    expect(await failures()).toEqual([
      'stopped because the portal shut down; what it had written is kept, and it runs again as soon as a portal does',
    ]);
    expect(await runs('ingest-costs', 'run_started')).toBe(3);
  });

  it('goes on with it after its restart, once', async () => {
    await onOneDatabase(LEASE);
    await backends.start('FIRST');
    await eventually(async () => (await runs('ingest-costs')) > 0);
    await interrupted();

    await backends.start('AGAIN');
    await backends.start('ANOTHER');

    await eventually(async () => (await runs('ingest-costs')) > 1);
    // Whoever looks for work has looked by then.
    await due('ingest-metrics');
    const metrics = await runs('ingest-metrics');
    await eventually(async () => (await runs('ingest-metrics')) > metrics);
    expect(await runs('ingest-costs', 'run_started')).toBe(3);
  });
});
