/**
 * `kill -9` at random points of ingest runs. Whatever was being done, the next run brings the tables to where they
 * would be had nothing happened, with every restatement told exactly once.
 *
 * The points are numbers of messages that a run sends to PostgreSQL, so that they lie as close in a transaction as
 * outside of one. `CRASH_POINTS=100` tries a hundred of an account by itself and a hundred of an organization; each
 * needs a process, which takes a second or two to start.
 */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Knex } from 'knex';
import type { ProjectConfig } from '../config';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import { NOW, useSimulatedAws } from '../sources/__testUtils__/simulatedAws';
import { AWS_CONFIG, BILLS, OF_SIX_DAYS } from './__testUtils__/bills';
import type { IngestProcessOptions } from './__testUtils__/ingestProcess';
import { Witness } from './__testUtils__/Witness';

const databases = testDatabases(['POSTGRES_18']);

const CRASH_POINTS = Number(process.env.CRASH_POINTS ?? 6);
const SEED = Number(process.env.CRASH_SEED ?? 20261122);
const DAY_MS = 86_400_000;
// The first day has the backfill, every later one restated days and new ones. A run leaves the less to do, and to be
// killed at, the further those before it came, so that a day has a few kills only.
const KILLS_OF_A_DAY = 4;
const PATIENCE_MS = 60_000 + CRASH_POINTS * 20_000;

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface World {
  readonly knex: Knex;
  readonly witness: Witness;
  readonly connection: object;
}

async function world(): Promise<World> {
  const { knex } = await openDatabase(databases, 'POSTGRES_18');
  const { connection } = knex.client.config;
  const witness = await Witness.before(connection.host, connection.port);
  return {
    knex,
    witness,
    connection: {
      host: '127.0.0.1',
      port: witness.port,
      user: connection.user,
      // Knex hides it from every copy.
      password: connection.password,
      database: connection.database,
    },
  };
}

/** Starts the process, which loads its modules and then waits for the word. */
async function startProcess(): Promise<ChildProcess> {
  const child = fork(
    resolvePackagePath(
      '@cloudops/plugin-guardrails-backend',
      'src/jobs/__testUtils__/ingestProcess.ts',
    ),
    [],
    {
      execArgv: [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      // Jest's own copy, which fork would not take by itself.
      env: { ...process.env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    },
  );
  await once(child, 'message');
  return child;
}

/** Ingests, with a kill at a message; answers the messages sent, and how the process ended. */
async function ingest(
  { witness, connection }: World,
  child: ChildProcess,
  { now, projects }: { now: Date; projects: ProjectConfig[] },
  killAt = Infinity,
) {
  const options: IngestProcessOptions = {
    connection,
    config: { ...OF_SIX_DAYS, projects },
    aws: AWS_CONFIG,
    pointsPerPage: 100,
    now: now.toISOString(),
  };
  witness.expect(killAt, () => child.kill('SIGKILL'));
  let said = '';
  child.stderr!.on('data', chunk => {
    said += chunk;
  });
  child.send(options);
  const [code, signal] = await once(child, 'close');
  return { messages: witness.messages, code, signal, said };
}

/** Throws when the run does not succeed. */
async function ingestWhole(...[of, child, what]: Parameters<typeof ingest>) {
  const end = await ingest(of, child, what);
  if (end.code !== 0) {
    throw new Error(`a run that nobody killed failed: ${end.said}`);
  }
  return end;
}

async function tables({ knex }: World) {
  const ofProject = (table: string) =>
    knex(table).join('projects', 'projects.id', `${table}.project_id`);
  return {
    projects: await knex('projects').pluck('name').orderBy('name'),
    costs: await ofProject('daily_costs')
      .select('name', 'service', 'amount', 'currency')
      .select(knex.raw("to_char(cost_date::timestamp, 'YYYY-MM-DD') as date"))
      .orderBy(['name', 'date', 'service']),
    metrics: await ofProject('reliability_metrics')
      .select('name', 'metric_name', 'metric_ts', 'value', 'unit')
      .orderBy(['name', 'metric_name', 'metric_ts']),
    restatements: await ofProject('events')
      .where('event_type', 'cost_restated')
      .select(
        'name',
        ...['date', 'service', 'from', 'to'].map(field =>
          knex.raw('metadata ->> ? as ??', [field, field]),
        ),
      )
      .orderBy(['name', 'date', 'service', 'from']),
  };
}

describe.each(BILLS)('ingest runs of $of', ({ simulator, projectsOn }) => {
  const aws = useSimulatedAws({ pageSize: 60, ...simulator });

  it(
    `leave nothing lost, doubled or half-written after ${CRASH_POINTS} kills`,
    async () => {
      const undisturbed = await world();
      const disturbed = await world();
      const random = randomFrom(SEED);
      // The next process loads its modules while one works.
      let next = startProcess();
      const take = async () => {
        const child = await next;
        next = startProcess();
        return child;
      };

      let killed = 0;
      for (let day = 0; killed < CRASH_POINTS; day += 1) {
        const now = new Date(NOW.getTime() + day * DAY_MS);
        const what = { now, projects: projectsOn(day) };
        aws.current.clock.set(now);
        const whole = await ingestWhole(undisturbed, await take(), what);

        let isDone = false;
        for (let i = 0; i < KILLS_OF_A_DAY && !isDone; i += 1) {
          if (killed < CRASH_POINTS) {
            const killAt = 1 + Math.floor(random() * whole.messages);
            const end = await ingest(disturbed, await take(), what, killAt);
            isDone = end.signal !== 'SIGKILL';
            killed += Number(!isDone);
          }
        }
        if (!isDone) {
          await ingestWhole(disturbed, await take(), what);
        }
      }
      (await next).kill('SIGKILL');

      const expected = await tables(undisturbed);
      expect(expected.restatements.length).toBeGreaterThan(0);
      expect(await tables(disturbed)).toEqual(expected);
      undisturbed.witness.close();
      disturbed.witness.close();
    },
    PATIENCE_MS,
  );
});
