import type { JobId, JobRun } from '@cloudops/plugin-guardrails-common';
import { type GuardrailsConfig, USAGE_TYPES } from '../config';
import type { GuardrailsDatabase } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { CostIngestion, MetricIngestion } from '../ingestion';
import { noEntities } from '../projects/__testUtils__/noEntities';
import { CloudWatchSource, CostExplorerSource } from '../sources';
import {
  NOW,
  OTHER_ACCOUNT,
  awsAccounts,
  useSimulatedAws,
} from '../sources/__testUtils__/simulatedAws';
import { HandScheduler } from './__testUtils__/HandScheduler';
import { startPortal } from './__testUtils__/startPortal';
import { IngestCostsJob } from './IngestCostsJob';
import { IngestMetricsJob } from './IngestMetricsJob';
import type { JobRuns } from './JobRuns';

const aws = useSimulatedAws({ pageSize: 400 });
const databases = testDatabases();

const DAY_MS = 86_400_000;
const QUARTER_MS = 15 * 60_000;

const CONFIG: Pick<GuardrailsConfig, 'costs' | 'metrics' | 'projects'> = {
  costs: {
    metric: 'UnblendedCost',
    usageTypes: USAGE_TYPES,
    tagKey: 'component',
    backfillDays: 30,
    restatementDays: 3,
    finalAfterDays: 4,
    requestCapPerDay: 50,
  },
  metrics: { periodSeconds: 300, backfillDays: 1, overlapMinutes: 30 },
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
};

const WITH_OTHER_ACCOUNT: GuardrailsConfig['projects'] = [
  ...CONFIG.projects,
  { name: 'recommender', accountId: OTHER_ACCOUNT, ruleParameters: {} },
];

describe.each(ENGINES)('ingest jobs on %s', engine => {
  let db: GuardrailsDatabase;
  let scheduler: HandScheduler;

  beforeEach(async () => {
    db = (await openDatabase(databases, engine)).database;
    scheduler = new HandScheduler();
  });

  /** A portal with its own configuration: what this one is after a restart, too. */
  async function start(
    options: {
      requestCapPerDay?: number;
      keptForOthersPerDay?: number;
      backfillDays?: number;
      metricBackfillDays?: number;
      projects?: GuardrailsConfig['projects'];
    } = {},
  ): Promise<JobRuns> {
    const clock = () => aws.current.clock.now();
    const config = {
      ...CONFIG,
      costs: {
        ...CONFIG.costs,
        requestCapPerDay:
          options.requestCapPerDay ?? CONFIG.costs.requestCapPerDay,
        backfillDays: options.backfillDays ?? CONFIG.costs.backfillDays,
      },
      metrics: {
        ...CONFIG.metrics,
        backfillDays: options.metricBackfillDays ?? CONFIG.metrics.backfillDays,
      },
      projects: options.projects ?? CONFIG.projects,
    };
    const accounts = awsAccounts();
    const jobs = [
      new IngestCostsJob({
        ingestion: new CostIngestion({
          entities: noEntities,
          source: new CostExplorerSource({
            accounts,
            metric: config.costs.metric,
            usageTypes: config.costs.usageTypes,
          }),
          database: db,
          config,
          keptForOthersPerDay: options.keptForOthersPerDay,
        }),
        config,
      }),
      new IngestMetricsJob({
        ingestion: new MetricIngestion({
          entities: noEntities,
          source: new CloudWatchSource({ accounts, clock }),
          database: db,
          config,
        }),
      }),
    ].map(job => ({
      job,
      schedule: { frequency: { hours: 8 }, timeout: { minutes: 30 } },
    }));
    return startPortal({ scheduler, database: db, jobs, clock });
  }

  async function newestRun(runs: JobRuns, id: JobId): Promise<JobRun> {
    return (await runs.list()).find(view => view.id === id)!.runs[0];
  }

  function asked(): number {
    return aws.current.requests.count('GetCostAndUsage').total;
  }

  async function storedCosts(): Promise<number> {
    const projects = await db.projects.list();
    const kinds = ['usage', 'charges'] as const;
    const rows = await Promise.all(
      projects.flatMap(({ id }) =>
        kinds.map(spend =>
          db.costs.amounts({
            projectId: id,
            from: '2000-01-01',
            to: '2100-01-01',
            spend,
          }),
        ),
      ),
    );
    return rows.flat().length;
  }

  it('backfills costs first and reads only what may be restated after', async () => {
    const runs = await start();
    expect(await scheduler.run('ingest-costs')).toBeUndefined();
    const backfill = await newestRun(runs, 'ingest-costs');
    const backfillRequests = asked();
    expect(backfill).toMatchObject({
      status: 'succeeded',
      awsRequests: backfillRequests,
      rowsWritten: await storedCosts(),
    });

    aws.current.requests.clear();
    expect(await scheduler.run('ingest-costs')).toBeUndefined();

    expect(asked()).toBeLessThan(backfillRequests);
    expect(await newestRun(runs, 'ingest-costs')).toMatchObject({
      status: 'succeeded',
      rowsWritten: 0,
      awsRequests: asked(),
    });
  });

  it('backfills a project that never had a cost once, and not with every run', async () => {
    const projects = [
      ...CONFIG.projects,
      { name: 'quiet', costTagValue: 'nobody', ruleParameters: {} },
    ];
    await start({ projects });
    await scheduler.run('ingest-costs');
    const backfillRequests = asked();
    aws.current.requests.clear();

    await scheduler.run('ingest-costs');

    expect(asked()).toBeLessThan(backfillRequests);
  });

  it('reads the days of a pause', async () => {
    await start();
    await scheduler.run('ingest-costs');
    const later = new Date(NOW.getTime() + 10 * DAY_MS);
    aws.current.clock.set(later);

    expect(await scheduler.run('ingest-costs')).toBeUndefined();

    const project = await db.projects.byName('payments');
    const days = await db.costs.totalsByDay({
      projectId: project!.id,
      from: '2000-01-01',
      to: '2100-01-01',
    });
    expect(days).toHaveLength(40);
    expect(days.at(-1)!.date).toBe('2026-12-01');
  });

  it('counts a throttled page and its repetition', async () => {
    const runs = await start();
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'LimitExceededException',
      page: 2,
    });

    expect(await scheduler.run('ingest-costs')).toBeUndefined();

    const { total, error } = aws.current.requests.count('GetCostAndUsage');
    expect(error).toBe(1);
    expect(await newestRun(runs, 'ingest-costs')).toMatchObject({
      status: 'succeeded',
      awsRequests: total,
    });
  });

  it('fails visibly when a page fails, stores nothing, and counts what it asked', async () => {
    const runs = await start();
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'AccessDeniedException',
      page: 2,
    });

    const error = await scheduler.run('ingest-costs');

    const run = await newestRun(runs, 'ingest-costs');
    expect(run).toMatchObject({
      status: 'failed',
      rowsWritten: 0,
      awsRequests: 2,
      failures: [
        {
          scope: 'the portal’s own account',
          message: expect.stringContaining(
            'not allowed to call ce:GetCostAndUsage',
          ),
        },
      ],
    });
    expect(error?.message).toBe(run.message);
    expect(await storedCosts()).toBe(0);
  });

  it('fails of one account and completes the other', async () => {
    const runs = await start({ projects: WITH_OTHER_ACCOUNT });
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'AccessDeniedException',
      accountId: OTHER_ACCOUNT,
    });

    await scheduler.run('ingest-costs');

    const run = await newestRun(runs, 'ingest-costs');
    expect(run).toMatchObject({
      status: 'failed',
      failures: [{ scope: 'account 444455556666' }],
    });
    expect(run.rowsWritten).toBe(await storedCosts());
    expect(run.rowsWritten).toBeGreaterThan(0);
  });

  it('asks nothing beyond the cap, stores no part of an account, and goes on the next day', async () => {
    const runs = await start({ requestCapPerDay: 2 });

    await scheduler.run('ingest-costs');

    expect(asked()).toBe(2);
    expect(await storedCosts()).toBe(0);
    expect(await newestRun(runs, 'ingest-costs')).toMatchObject({
      status: 'skipped',
      awsRequests: 2,
      failures: [{ message: expect.stringContaining('are used up') }],
    });

    // After a restart, too.
    await start({ requestCapPerDay: 2 });
    expect(await scheduler.run('ingest-costs')).toBeUndefined();
    expect(asked()).toBe(2);
    expect((await newestRun(runs, 'ingest-costs')).status).toBe('skipped');

    aws.current.clock.set(new Date(NOW.getTime() + DAY_MS));
    await start({ requestCapPerDay: 50 });
    expect(await scheduler.run('ingest-costs')).toBeUndefined();
    expect((await newestRun(runs, 'ingest-costs')).status).toBe('succeeded');
  });

  it.each([
    [0, 'guardrails.costs.requestCapPerDay is 2, which does not reach for'],
    [
      10,
      'guardrails.costs.requestCapPerDay is 12, of which 10 are kept for what drives alerts and the other 2 do not reach for',
    ],
  ])(
    'says in the run which cap to raise, and what it is spent on, with %i requests for other jobs',
    async (keptForOthersPerDay, cap) => {
      const runs = await start({ requestCapPerDay: 2, keptForOthersPerDay });

      await scheduler.run('ingest-costs');

      const { problems } = await newestRun(runs, 'ingest-costs');
      expect(problems).toEqual([
        {
          project: 'default',
          message: expect.stringMatching(
            new RegExp(
              `^${cap.replaceAll(
                '.',
                '\\.',
              )} what is to be read of the portal’s own account in a day; it is read in steps of \\d+ days, .* Raise the cap$`,
            ),
          ),
        },
      ]);
    },
  );

  it('goes on with the backfill as far as each day’s requests reach', async () => {
    const statuses: string[] = [];
    const progress: unknown[] = [];
    for (let day = 0; day < 3; day += 1) {
      aws.current.clock.set(new Date(NOW.getTime() + day * DAY_MS));
      const runs = await start({ requestCapPerDay: 10, backfillDays: 90 });
      await scheduler.run('ingest-costs');
      const run = await newestRun(runs, 'ingest-costs');
      statuses.push(run.status);
      progress.push(run.progress);
    }

    expect(statuses).toEqual(['skipped', 'skipped', 'succeeded']);
    expect(progress).toEqual([
      { doneDays: 52, totalDays: 90 },
      { doneDays: 52, totalDays: 59 },
      { doneDays: 29, totalDays: 29 },
    ]);
  });

  it('tells what each account spends, today and in a month', async () => {
    const runs = await start({ projects: WITH_OTHER_ACCOUNT });
    await scheduler.run('ingest-costs');
    const requests = aws.current.requests
      .entries()
      .filter(({ operation }) => operation === 'GetCostAndUsage');
    const other = requests.filter(
      ({ accountId }) => accountId === OTHER_ACCOUNT,
    ).length;
    const own = requests.length - other;

    const [job] = await runs.list();

    expect(job.awsRequestsToday).toBe(own + other);
    expect(job.awsRequestCap).toBe(100);
    expect(job.accounts).toEqual([
      {
        accountId: undefined,
        awsRequestsToday: own,
        awsRequestCap: 50,
        usdToday: own / 100,
        usdCap: 0.5,
        estimatedUsdPerMonth: expect.any(Number),
      },
      {
        accountId: OTHER_ACCOUNT,
        awsRequestsToday: other,
        awsRequestCap: 50,
        usdToday: other / 100,
        usdCap: 0.5,
        // A page each of usage and charges once a day, and twice a page of usage.
        estimatedUsdPerMonth: 1.22,
      },
    ]);
  });

  it('counts the cap for each account', async () => {
    await start();
    await scheduler.run('ingest-costs');
    const own = asked();
    // The own account has nothing left, the other one all.
    const runs = await start({
      requestCapPerDay: own,
      projects: WITH_OTHER_ACCOUNT,
    });

    await scheduler.run('ingest-costs');

    expect(await newestRun(runs, 'ingest-costs')).toMatchObject({
      status: 'skipped',
      failures: [{ scope: 'the portal’s own account' }],
    });
    expect(await db.projects.byName(`default-${OTHER_ACCOUNT}`)).toBeDefined();
    expect(
      aws.current.requests
        .entries()
        .filter(({ operation }) => operation === 'GetCostAndUsage')
        .slice(own)
        .every(({ accountId }) => accountId === OTHER_ACCOUNT),
    ).toBe(true);
  });

  describe('of APIs that had no request yet', () => {
    const DAYS = 90;
    const SILENT = Array.from({ length: 50 }, (_, i) => ({
      name: `silent-${i}`,
      endpoint: {
        kind: 'http-api' as const,
        id: `silent${i}`,
        region: 'eu-central-1',
      },
      ruleParameters: {},
    }));

    /** A run of the ingestion, and how many metrics CloudWatch was asked for in it: each is paid. */
    async function paidMetrics(
      projects: GuardrailsConfig['projects'],
    ): Promise<number> {
      await start({ projects, metricBackfillDays: DAYS });
      aws.current.requests.clear();
      expect(await scheduler.run('ingest-metrics')).toBeUndefined();
      return aws.current.requests.count('GetMetricData').billableUnits;
    }

    const goOn = (ms: number) =>
      aws.current.clock.set(new Date(aws.current.clock.now().getTime() + ms));

    it('asks for the whole backfill once a UTC day, and for each metric once in every other run', async () => {
      const first = await paidMetrics(SILENT);
      expect(first).toBeGreaterThan(10 * 2 * SILENT.length);

      goOn(QUARTER_MS);
      expect(await paidMetrics(SILENT)).toBe(2 * SILENT.length);
      goOn(QUARTER_MS);
      expect(await paidMetrics(SILENT)).toBe(2 * SILENT.length);

      // What arrived late, or of an endpoint that another id names now.
      goOn(DAY_MS);
      expect(await paidMetrics(SILENT)).toBe(first);
    });

    it('goes on to ask once the clock is right again that was ahead for a run', async () => {
      const first = await paidMetrics(SILENT);
      goOn(3 * DAY_MS);
      await paidMetrics(SILENT);

      goOn(-3 * DAY_MS + QUARTER_MS);
      expect(await paidMetrics(SILENT)).toBe(2 * SILENT.length);
      goOn(DAY_MS);
      expect(await paidMetrics(SILENT)).toBe(first);
    });

    it('stores the whole backfill of one whose endpoint was corrected, as soon as it has a point', async () => {
      const [, payments] = CONFIG.projects;
      await paidMetrics([
        {
          ...payments,
          endpoint: { ...SILENT[0].endpoint, id: 'misspelled' },
        },
      ]);
      const { id } = (await db.projects.byName('payments'))!;
      expect((await db.metrics.newest([id])).size).toBe(0);

      goOn(QUARTER_MS);
      await paidMetrics([payments]);

      const now = aws.current.clock.now();
      const points = await db.metrics.points({
        projectId: id,
        metricName: '5xx_count',
        from: new Date(0),
        to: now,
      });
      expect(now.getTime() - points[0].at.getTime()).toBeGreaterThan(
        (DAYS - 1) * DAY_MS,
      );
      expect(now.getTime() - points.at(-1)!.at.getTime()).toBeLessThan(
        QUARTER_MS,
      );
    });
  });

  it('reads metrics, and fails of the project that could not be read', async () => {
    const runs = await start();
    expect(await scheduler.run('ingest-metrics')).toBeUndefined();
    expect(await newestRun(runs, 'ingest-metrics')).toMatchObject({
      status: 'succeeded',
      rowsWritten: 2 * 288,
      // The API's name and its metrics.
      awsRequests: 2,
    });
    aws.current.faults.add({
      operation: 'GetMetricData',
      error: 'QueryForbidden',
      count: 10,
    });

    expect(await scheduler.run('ingest-metrics')).toBeInstanceOf(Error);

    expect(await newestRun(runs, 'ingest-metrics')).toMatchObject({
      status: 'failed',
      failures: [{ scope: 'project payments' }],
    });
  });
});
