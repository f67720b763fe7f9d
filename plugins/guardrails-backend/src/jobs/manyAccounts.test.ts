/** A portal of many accounts: one role for all, failures apart, and a run that goes on where the last one stopped. */
import { noEntities } from '../projects/__testUtils__/noEntities';
import type {
  CostSource,
  MetricSource,
} from '@cloudops/plugin-guardrails-node';
import type { LoggedRequest } from 'aws-simulator';
import { type GuardrailsConfig, USAGE_TYPES } from '../config';
import type { GuardrailsDatabase } from '../database';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import { CostIngestion, MetricIngestion } from '../ingestion';
import { CloudWatchSource, CostExplorerSource } from '../sources';
import {
  NOW,
  OWN_ACCOUNT,
  awsAccounts,
  useSimulatedAws,
} from '../sources/__testUtils__/simulatedAws';
import { IngestCostsJob } from './IngestCostsJob';
import { IngestMetricsJob } from './IngestMetricsJob';
import type { Job } from './interfaces';
import { RunRecord } from './RunRecord';

// As many as the design is for.
const ACCOUNTS = 1000;
const aws = useSimulatedAws({ moreAccounts: ACCOUNTS });
const databases = testDatabases(['POSTGRES_18']);

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** One role for every account, as its trust policy knows it. */
const ROLE = { roleName: 'GuardrailsReadOnly', externalId: 'guardrails-demo' };

function configuration(
  count = ACCOUNTS,
): Pick<GuardrailsConfig, 'costs' | 'metrics' | 'projects'> {
  const members = aws.current.world.endpoints.slice(-ACCOUNTS).slice(0, count);
  return {
    costs: {
      metric: 'UnblendedCost',
      usageTypes: USAGE_TYPES,
      backfillDays: 3,
      restatementDays: 3,
      finalAfterDays: 3,
      requestCapPerDay: 40,
    },
    metrics: { periodSeconds: 3600, backfillDays: 1, overlapMinutes: 15 },
    projects: [
      { name: 'default', ruleParameters: {} },
      ...members.map(({ accountId, id, name }) => ({
        name,
        accountId,
        endpoint: { kind: 'http-api' as const, id, region: 'eu-central-1' },
        ruleParameters: {},
      })),
    ],
  };
}

function jobs(
  database: GuardrailsDatabase,
  section: object = {},
  projects = configuration().projects,
) {
  const config = { ...configuration(), projects };
  const accounts = awsAccounts({ accountDefaults: ROLE, ...section });
  return jobsReading(database, config, {
    ownAccountId: signal => accounts.ownAccountId(signal),
    costs: new CostExplorerSource({ ...config.costs, accounts }),
    metrics: new CloudWatchSource({
      accounts,
      clock: () => aws.current.clock.now(),
    }),
  });
}

function jobsReading(
  database: GuardrailsDatabase,
  config: ReturnType<typeof configuration>,
  sources: {
    readonly ownAccountId?: (signal: AbortSignal) => Promise<string>;
    readonly costs: CostSource;
    readonly metrics: MetricSource;
  },
) {
  return {
    costs: new IngestCostsJob({
      ingestion: new CostIngestion({
        entities: noEntities,
        ownAccountId: sources.ownAccountId,
        database,
        config,
        source: sources.costs,
      }),
      config,
    }),
    metrics: new IngestMetricsJob({
      ingestion: new MetricIngestion({
        entities: noEntities,
        database,
        config,
        source: sources.metrics,
      }),
    }),
  };
}

/** A run whose clock goes on by a minute with every look at it, as that of a long run does. */
async function begin(
  job: Job,
  database: GuardrailsDatabase,
  signal = new AbortController().signal,
) {
  let minutes = 0;
  return RunRecord.start({
    database,
    job,
    signal,
    clock: () => {
      minutes += 1;
      return new Date(NOW.getTime() + minutes * MINUTE_MS);
    },
  });
}

/** Sources without a wire, for what a thousand accounts ask in turn: who was asked is remembered, in order. */
function answeringAtOnce() {
  const asked = new Set<string | undefined>();
  const costs: CostSource = {
    name: 'Cost Explorer',
    async *fetchDailyCosts(query, { signal, onRequest }) {
      await onRequest();
      signal.throwIfAborted();
      asked.add(query.account.accountId);
      if (query.spend === 'charges') return;
      const spent = { service: 'AWS Lambda', amount: '1', currency: 'USD' };
      const to = Date.parse(query.to);
      for (let at = Date.parse(query.from); at < to; at += DAY_MS) {
        yield [{ date: new Date(at).toISOString().slice(0, 10), ...spent }];
      }
    },
  };
  const metrics: MetricSource = {
    name: 'CloudWatch',
    async *fetchMetrics(queries, { signal, onRequest }) {
      await onRequest();
      signal.throwIfAborted();
      for (const query of queries) {
        asked.add(query.target.account.accountId);
        const unit = query.metricName === '5xx_count' ? 'count' : 'ms';
        const newest = query.to.getTime() - query.periodSeconds * 1000;
        const points = [{ at: new Date(newest), value: 1 }];
        yield { query, unit, points, complete: true };
      }
    },
  };
  return { asked, costs, metrics };
}

/** The accounts of which an operation was asked, in the order in which each was first. */
function askedAccounts(operation: string): string[] {
  const asked = aws.current.requests
    .entries()
    .filter((entry: LoggedRequest) => entry.operation === operation)
    .map(({ accountId }) => accountId!);
  return [...new Set(asked)];
}

describe('many accounts', () => {
  let database: GuardrailsDatabase;

  beforeEach(async () => {
    // A thousand of them a tenth of a second apart would take a while.
    jest.spyOn(Math, 'random').mockReturnValue(0);
    ({ database } = await openDatabase(databases, 'POSTGRES_18'));
  });
  afterEach(() => jest.restoreAllMocks());

  /** Runs a job until so many accounts were asked; then the signal comes. Answers them in their order. */
  async function stopAfter(
    job: Job,
    asked: Set<string | undefined>,
    accounts: number,
  ) {
    asked.clear();
    const abort = new AbortController();
    const run = await begin(job, database, abort.signal);
    const counted = new Proxy(run, {
      get: (target, name) => {
        if (name === 'awsRequest') {
          return async (accountId: string | undefined) => {
            await target.awsRequest(accountId);
            if (asked.size >= accounts) {
              abort.abort(new Error('the portal stops'));
            }
          };
        }
        const value = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await expect(job.run(counted)).rejects.toThrow('the portal stops');
    return [...asked];
  }

  it('are read through one role, or one that differs, and one that is refused stops no other', async () => {
    const { projects } = configuration(20);
    const [first, second, third] = projects
      .slice(1)
      .map(({ accountId }) => accountId);
    const { metrics } = jobs(
      database,
      {
        accounts: [
          { accountId: second, ...ROLE, externalId: 'another-one' },
          { accountId: third, ...ROLE },
        ],
      },
      projects,
    );
    const run = await begin(metrics, database);

    await metrics.run(run);

    const asked = askedAccounts('GetMetricData');
    expect(asked).toHaveLength(19);
    expect(asked).toEqual(expect.arrayContaining([first, third]));
    expect(asked).not.toContain(second);
    expect(await run.end()).toEqual({
      status: 'failed',
      message: expect.stringMatching(
        /project member-1: AWS account 900000000001 in eu-central-1: no credentials; check its entry in `aws.accounts`/,
      ),
    });
  });

  it('are read through the role that a project names in place of the one for all', async () => {
    const config = configuration();
    const [home, first, second, third] = config.projects;
    const projects = [
      home,
      // The trust policies know one external id, and one role.
      { ...first, role: { name: ROLE.roleName } },
      { ...second, role: { name: ROLE.roleName, externalId: 'not-this-one' } },
      { ...third, role: { name: 'AnotherRole' } },
    ];
    const { metrics, costs } = jobs(database, {}, projects);
    const run = await begin(metrics, database);

    await metrics.run(run);

    expect(askedAccounts('GetMetricData')).toEqual([first.accountId]);
    expect(await run.end()).toMatchObject({ status: 'failed' });
    const { items } = await database.events.list(
      { eventType: ['run_failed'] },
      { limit: 1 },
    );
    expect(items[0].metadata.failures).toEqual([
      {
        scope: 'project member-1',
        message: expect.stringContaining(
          "check the role 'GuardrailsReadOnly' of the project, its trust policy and its external id",
        ),
        projects: ['member-1'],
      },
      {
        scope: 'project member-2',
        message: expect.stringContaining(
          "check the role 'AnotherRole' of the project",
        ),
        projects: ['member-2'],
      },
    ]);

    // An account whose projects name one role has its costs read with it as well.
    await costs.run(await begin(costs, database));
    expect(askedAccounts('GetCostAndUsage').sort()).toEqual([
      OWN_ACCOUNT,
      first.accountId,
    ]);
  });

  it('may name the portal’s own, whose spend is read once', async () => {
    const [home, first] = configuration().projects;
    const own = {
      name: 'own',
      accountId: OWN_ACCOUNT,
      costTagValue: 'payments-api',
      ruleParameters: {},
    };
    const { costs } = jobs(database, {}, [home, first, own]);
    const run = await begin(costs, database);

    await costs.run(run);

    expect(await run.end()).toEqual({ status: 'succeeded' });
    expect(askedAccounts('GetCostAndUsage').sort()).toEqual([
      OWN_ACCOUNT,
      first.accountId,
    ]);
    expect(await database.projects.byName(`default-${OWN_ACCOUNT}`)).toBe(
      undefined,
    );
    expect(aws.current.requests.count('GetCallerIdentity').total).toBe(1);
  });

  it('go on to be read while AWS does not say which is the portal’s own, but none is begun with', async () => {
    const [home, first, second] = configuration().projects;
    const read = jobs(database, {}, [home, first]).costs;
    await read.run(await begin(read, database));
    aws.current.requests.clear();
    const silent = jobs(database, {}, [home, first, second]).costs;
    aws.current.faults.add({
      operation: 'GetCallerIdentity',
      error: 'InternalFailure',
      count: 100,
    });
    const run = await begin(silent, database);

    await silent.run(run);

    expect(askedAccounts('GetCostAndUsage')).toEqual([first.accountId]);
    await run.end();
    const { items } = await database.events.list(
      { eventType: ['run_failed'] },
      { limit: 1 },
    );
    expect(items[0].metadata.failures).toEqual([
      {
        scope: 'the portal’s own account',
        message: expect.stringContaining('sts:GetCallerIdentity'),
        projects: ['default'],
      },
      {
        scope: `account ${second.accountId}`,
        message:
          'nothing was read: AWS did not say which account the portal’s own credentials belong to, and if it is this one, which was never read before, its costs would be counted twice. Let those credentials call sts:GetCallerIdentity (this run’s other failure says why they could not); the next run then reads this account by itself',
        projects: [`default-${second.accountId}`],
      },
    ]);
  });

  it.each([
    ['metrics', ACCOUNTS],
    // And the portal's own.
    ['costs', ACCOUNTS + 1],
  ] as const)(
    'whose %s a stopped run did not come to are read first by the next one',
    async (kind, all) => {
      const { asked, ...sources } = answeringAtOnce();
      const job = jobsReading(database, configuration(), sources)[kind];
      // Nothing writes its end, as when the process is killed.
      const done = await stopAfter(job, asked, 400);

      const next = await stopAfter(job, asked, all - done.length + 20);

      expect(new Set([...done, ...next]).size).toBe(all);
      // Those that were under way when it stopped may or may not have been stored.
      const left = all - done.length;
      expect(
        next.slice(0, left).filter(id => done.includes(id)).length,
      ).toBeLessThanOrEqual(8);
    },
  );

  it('get a new session before theirs ends', async () => {
    const endsSoon = (output: any) => ({
      ...output,
      Credentials: {
        ...output.Credentials,
        Expiration: new Date(Date.now() + MINUTE_MS).toISOString(),
      },
    });
    aws.current.faults.add({
      operation: 'AssumeRole',
      error: 'ChangedReply',
      change: endsSoon,
      count: 100_000,
    });
    const [, { accountId, endpoint }] = configuration().projects;
    const source = new CloudWatchSource({
      accounts: awsAccounts({ accountDefaults: ROLE }),
      clock: () => NOW,
      pointsPerPage: 20,
    });

    let points = 0;
    for await (const answer of source.fetchMetrics(
      [
        {
          target: {
            account: { accountId },
            region: endpoint!.region,
            endpoint: endpoint!,
          },
          metricName: '5xx_count',
          from: new Date(NOW.getTime() - 6 * 60 * MINUTE_MS),
          to: NOW,
          periodSeconds: 300,
        },
      ],
      { signal: new AbortController().signal, onRequest: () => {} },
    )) {
      points += answer.points.length;
    }

    expect(points).toBe(72);
    expect(aws.current.requests.count('GetMetricData').total).toBe(4);
    expect(aws.current.requests.count('AssumeRole').total).toBeGreaterThan(1);
  });
});
