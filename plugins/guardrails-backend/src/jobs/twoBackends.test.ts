/** Two portals on one database: each piece of work is done once, whoever does it. */
import { DefaultSchedulerService } from '@backstage/backend-defaults/scheduler';
import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import type { Knex } from 'knex';
import { USAGE_TYPES } from '../config';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import type { GuardrailsDatabase } from '../database';
import { NOW, useSimulatedAws } from '../sources/__testUtils__/simulatedAws';
import {
  type IngestProcessOptions,
  ingestJobs,
} from './__testUtils__/ingestProcess';
import { JobRunner } from './JobRunner';
import { JobRuns } from './JobRuns';
import { RunRecord } from './RunRecord';
import { RunRequests } from './RunRequests';

const aws = useSimulatedAws();
const databases = testDatabases(['POSTGRES_18']);

const DAY_MS = 86_400_000;
const LATER = new Date(NOW.getTime() + DAY_MS);
// The real scheduler looks for work every five seconds.
const PATIENCE_MS = 60_000;

const OPTIONS: Omit<IngestProcessOptions, 'connection'> = {
  config: {
    costs: {
      metric: 'UnblendedCost',
      usageTypes: USAGE_TYPES,
      tagKey: 'component',
      backfillDays: 6,
      restatementDays: 6,
      finalAfterDays: 3,
      requestCapPerDay: 1000,
    },
    metrics: { periodSeconds: 300, backfillDays: 1, overlapMinutes: 15 },
    projects: [
      { name: 'default', ruleParameters: {} },
      {
        name: 'payments',
        costTagValue: 'payments-api',
        endpoint: {
          kind: 'rest-api',
          id: 'pay4x8k2m1',
          region: 'eu-central-1',
        },
        ruleParameters: {},
      },
    ],
  },
  aws: {},
  pointsPerPage: 100,
};

function jobsOf(database: GuardrailsDatabase) {
  return ingestJobs(database, OPTIONS, () => aws.current.clock.now());
}

async function ingest(database: GuardrailsDatabase): Promise<void> {
  for (const job of jobsOf(database)) {
    const run = await RunRecord.start({
      database,
      job,
      clock: () => aws.current.clock.now(),
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

it(
  'have their schedulers run a job in one of them',
  async () => {
    const { knex, database } = await openDatabase(databases, 'POSTGRES_18');
    const stops: (() => void)[] = [];
    const portal = async () => {
      const scheduler = DefaultSchedulerService.create({
        database: { getClient: async () => knex },
        logger: mockServices.logger.mock(),
        metrics: metricsServiceMock.mock(),
        rootLifecycle: mockServices.rootLifecycle.mock({
          addShutdownHook: hook => {
            stops.push(hook as () => void);
          },
        }),
        httpRouter: mockServices.httpRouter.mock(),
        pluginMetadata: { getId: () => 'guardrails' },
      });
      const jobs = jobsOf(database).map(job => ({
        job,
        schedule: {
          frequency: { hours: 8 },
          timeout: { minutes: 30 },
          initialDelay: { seconds: 1 },
        },
      }));
      const requests = new RunRequests();
      await new JobRunner({
        scheduler,
        database,
        jobs,
        requests,
        logger: mockServices.logger.mock(),
        lifecycle: mockServices.rootLifecycle.mock(),
      }).start();
      return new JobRuns({ scheduler, database, jobs, requests });
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
      started.map(({ metadata }) => [metadata.jobId, metadata.trigger]).sort(),
    ).toEqual([
      ['ingest-costs', 'manual'],
      ['ingest-costs', 'schedule'],
      ['ingest-metrics', 'schedule'],
    ]);
    stops.forEach(stop => stop());
  },
  PATIENCE_MS,
);

it('store once what both of them read at the same time', async () => {
  const alone = await openDatabase(databases, 'POSTGRES_18');
  const shared = await openDatabase(databases, 'POSTGRES_18');

  for (const now of [NOW, LATER]) {
    aws.current.clock.set(now);
    await ingest(alone.database);
    await Promise.all([ingest(shared.database), ingest(shared.database)]);
  }

  const expected = await rows(alone.knex);
  expect(expected.restated.length).toBeGreaterThan(0);
  expect(await rows(shared.knex)).toEqual(expected);
});
