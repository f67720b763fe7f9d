/** A portal of many accounts: one role for all, failures apart, and a run that goes on where the last one stopped. */
import type { LoggedRequest } from 'aws-simulator';
import { type GuardrailsConfig, USAGE_TYPES } from '../config';
import type { GuardrailsDatabase } from '../database';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import { CostIngestion, MetricIngestion } from '../ingestion';
import { CloudWatchSource, CostExplorerSource } from '../sources';
import {
  NOW,
  awsAccounts,
  useSimulatedAws,
} from '../sources/__testUtils__/simulatedAws';
import { IngestCostsJob } from './IngestCostsJob';
import { IngestMetricsJob } from './IngestMetricsJob';
import type { Job } from './interfaces';
import { RunRecord } from './RunRecord';

const ACCOUNTS = 120;
const aws = useSimulatedAws({ moreAccounts: ACCOUNTS });
const databases = testDatabases(['POSTGRES_18']);

const MINUTE_MS = 60_000;

/** One role for every account, as its trust policy knows it. */
const ROLE = { roleName: 'GuardrailsReadOnly', externalId: 'guardrails-demo' };

function configuration(): Pick<
  GuardrailsConfig,
  'costs' | 'metrics' | 'projects'
> {
  const members = aws.current.world.endpoints.slice(-ACCOUNTS);
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

function jobs(database: GuardrailsDatabase, section: object = {}) {
  const config = configuration();
  const accounts = awsAccounts({ accountDefaults: ROLE, ...section });
  const metricRegion = { accounts, clock: () => aws.current.clock.now() };
  return {
    costs: new IngestCostsJob({
      ingestion: new CostIngestion({
        database,
        config,
        source: new CostExplorerSource({ ...config.costs, accounts }),
      }),
      config,
    }),
    metrics: new IngestMetricsJob({
      ingestion: new MetricIngestion({
        database,
        config,
        source: new CloudWatchSource(metricRegion),
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
    ({ database } = await openDatabase(databases, 'POSTGRES_18'));
  });

  /** Runs a job until so many accounts were asked; then the signal comes. */
  async function stopAfter(job: Job, operation: string, accounts: number) {
    const abort = new AbortController();
    const run = await begin(job, database, abort.signal);
    const counted = new Proxy(run, {
      get: (target, name) => {
        if (name === 'awsRequest') {
          return async (accountId: string | undefined) => {
            await target.awsRequest(accountId);
            if (askedAccounts(operation).length >= accounts) {
              abort.abort(new Error('the portal stops'));
            }
          };
        }
        const value = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await expect(job.run(counted)).rejects.toThrow('the portal stops');
    const done = askedAccounts(operation);
    aws.current.requests.clear();
    return done;
  }

  it('are read through one role, or one that differs, and one that is refused stops no other', async () => {
    const [first, second, third] = configuration()
      .projects.slice(1)
      .map(({ accountId }) => accountId);
    const { metrics } = jobs(database, {
      accounts: [
        { accountId: second, ...ROLE, externalId: 'another-one' },
        { accountId: third, ...ROLE },
      ],
    });
    const run = await begin(metrics, database);

    await metrics.run(run);

    const asked = askedAccounts('GetMetricData');
    expect(asked).toHaveLength(ACCOUNTS - 1);
    expect(asked).toEqual(expect.arrayContaining([first, third]));
    expect(asked).not.toContain(second);
    expect(await run.end()).toEqual({
      status: 'failed',
      message: expect.stringMatching(
        /project member-1: AWS account 900000000001 in eu-central-1: no credentials; check its entry in `aws.accounts`/,
      ),
    });
  });

  it('whose metrics a stopped run did not come to are read first by the next one', async () => {
    const { metrics } = jobs(database);
    const done = await stopAfter(metrics, 'GetMetricData', 50);
    expect(done.length).toBeLessThan(ACCOUNTS / 2);

    const run = await begin(metrics, database);
    await metrics.run(run);

    const asked = askedAccounts('GetMetricData');
    expect(asked).toHaveLength(ACCOUNTS);
    // Those that were under way when it stopped may or may not have been stored.
    const left = ACCOUNTS - done.length;
    expect(asked.slice(0, left).filter(id => done.includes(id))).toHaveLength(
      asked.slice(left).filter(id => !done.includes(id)).length,
    );
    expect(
      asked.slice(0, left).filter(id => done.includes(id)).length,
    ).toBeLessThanOrEqual(4);
    expect(await run.end()).toEqual({ status: 'succeeded' });
  });

  it('whose costs a killed run did not come to are read first by the next one', async () => {
    const { costs } = jobs(database);
    // Nothing writes its end.
    const done = await stopAfter(costs, 'GetCostAndUsage', 50);

    const run = await begin(costs, database);
    await costs.run(run);

    const asked = askedAccounts('GetCostAndUsage');
    // And the portal's own.
    expect(asked).toHaveLength(ACCOUNTS + 1);
    const left = asked.length - done.length;
    expect(
      asked.slice(0, left).filter(id => done.includes(id)).length,
    ).toBeLessThanOrEqual(8);
    expect(await run.end()).toEqual({ status: 'succeeded' });
  });

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
