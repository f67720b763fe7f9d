/** Two portals on one database: each piece of work is done once, whoever does it. */
import type { Knex } from 'knex';
import type { ProjectConfig } from '../config';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import type { GuardrailsDatabase } from '../database';
import { NOW, useSimulatedAws } from '../sources/__testUtils__/simulatedAws';
import { AWS_CONFIG, BILLS, OF_SIX_DAYS } from './__testUtils__/bills';
import { ingestJobs } from './__testUtils__/ingestProcess';
import { databaseScheduler, startPortal } from './__testUtils__/startPortal';
import { RunRecord } from './RunRecord';

const databases = testDatabases(['POSTGRES_18']);

const DAY_MS = 86_400_000;
// The real scheduler looks for work every five seconds.
const PATIENCE_MS = 60_000;

function jobsOf(
  database: GuardrailsDatabase,
  projects: ProjectConfig[],
  clock: () => Date,
) {
  return ingestJobs(
    database,
    {
      config: { ...OF_SIX_DAYS, projects },
      aws: AWS_CONFIG,
      pointsPerPage: 100,
    },
    clock,
  );
}

async function ingest(
  database: GuardrailsDatabase,
  projects: ProjectConfig[],
  clock: () => Date,
): Promise<void> {
  for (const job of jobsOf(database, projects, clock)) {
    const run = await RunRecord.start({
      database,
      job,
      clock,
      signal: new AbortController().signal,
    });
    await job.run(run);
    expect(await run.end()).toEqual({ status: 'succeeded' });
  }
}

async function rows(knex: Knex) {
  const restated = await knex('events')
    .where('event_type', 'cost_restated')
    .select(knex.raw("metadata - 'runId' as what"))
    .orderBy('created_at');
  const [{ costs }] = await knex('daily_costs').select(
    knex.raw('count(*)::int as costs'),
  );
  const [{ points }] = await knex('reliability_metrics').select(
    knex.raw('count(*)::int as points'),
  );
  const [{ sum }] = await knex('daily_costs').sum('amount');
  return {
    costs,
    points,
    sum,
    restated: restated.map(({ what }) => JSON.stringify(what)).sort(),
  };
}

describe.each(BILLS)('two portals reading $of', ({ simulator, projectsOn }) => {
  const aws = useSimulatedAws(simulator);
  const clock = () => aws.current.clock.now();

  it(
    'have their schedulers run a job in one of them',
    async () => {
      const { knex, database } = await openDatabase(databases, 'POSTGRES_18');
      const stops: (() => void)[] = [];
      const portal = async () => {
        const { scheduler, stop } = databaseScheduler(knex);
        stops.push(stop);
        const jobs = jobsOf(database, projectsOn(1), clock).map(job => ({
          job,
          schedule: {
            frequency: { hours: 8 },
            timeout: { minutes: 30 },
            initialDelay: { seconds: 1 },
          },
        }));
        return startPortal({ scheduler, database, jobs });
      };

      // One after the other: the scheduler cannot make its own tables twice at the same time.
      const first = await portal();
      const second = await portal();
      const ended = async () =>
        (await first.list()).flatMap(job =>
          job.runs.filter(({ status }) => status === 'succeeded'),
        ).length;
      while ((await ended()) < 2) {
        await new Promise(resolve => setTimeout(resolve, 200));
      }
      // Both have looked for work by the time that one of them takes what the other one is asked for.
      await second.trigger('ingest-costs', 'ana@example.com');
      while ((await ended()) < 3) {
        await new Promise(resolve => setTimeout(resolve, 200));
      }

      const started = await knex('events').where('event_type', 'run_started');
      expect(
        started
          .map(({ metadata }) => [metadata.jobId, metadata.trigger])
          .sort(),
      ).toEqual([
        ['ingest-costs', 'manual'],
        ['ingest-costs', 'schedule'],
        ['ingest-metrics', 'schedule'],
      ]);
      stops.forEach(stop => stop());

      const paid = () => aws.current.requests.count('GetCostAndUsage').total;
      const together = paid();
      const alone = await openDatabase(databases, 'POSTGRES_18');
      for (let run = 0; run < 2; run += 1) {
        await ingest(alone.database, projectsOn(1), () => new Date());
      }
      expect(paid() - together).toBe(together);
    },
    PATIENCE_MS,
  );

  it('store once what both of them read at the same time', async () => {
    const alone = await openDatabase(databases, 'POSTGRES_18');
    const shared = await openDatabase(databases, 'POSTGRES_18');

    for (const day of [0, 1]) {
      aws.current.clock.set(new Date(NOW.getTime() + day * DAY_MS));
      const projects = projectsOn(day);
      await ingest(alone.database, projects, clock);
      await Promise.all([
        ingest(shared.database, projects, clock),
        ingest(shared.database, projects, clock),
      ]);
    }

    const expected = await rows(alone.knex);
    expect(expected.restated.length).toBeGreaterThan(0);
    expect(await rows(shared.knex)).toEqual(expected);
  });
});
