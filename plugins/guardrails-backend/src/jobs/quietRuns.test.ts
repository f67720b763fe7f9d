/** Runs that find nothing new: what they write, and what they still know afterwards. */
import type {
  DailyCostQuery,
  DailyCostRecord,
  MetricSource,
} from '@cloudops/plugin-guardrails-node';
import type { Knex } from 'knex';
import { type GuardrailsConfig, USAGE_TYPES } from '../config';
import type { GuardrailsDatabase } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { CostIngestion, MetricIngestion } from '../ingestion';
import { noEntities } from '../projects/__testUtils__/noEntities';
import { type MadeCosts, madeCosts } from './__testUtils__/madeCosts';
import { IngestCostsJob } from './IngestCostsJob';
import { IngestMetricsJob } from './IngestMetricsJob';
import type { Job } from './interfaces';
import { RunRecord } from './RunRecord';

const databases = testDatabases();

jest.setTimeout(120_000);

const NOW = new Date('2026-11-22T13:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const COSTS: GuardrailsConfig['costs'] = {
  metric: 'UnblendedCost',
  usageTypes: USAGE_TYPES,
  tagKey: 'component',
  backfillDays: 5,
  restatementDays: 3,
  finalAfterDays: 3,
  requestCapPerDay: 40,
};

type Projects = GuardrailsConfig['projects'];

const DEFAULT: Projects[number] = { name: 'default', ruleParameters: {} };
const NAMES = Array.from({ length: 1000 }, (_, i) => `service-${i}`);

const ONE_ACCOUNT: Projects = [
  DEFAULT,
  ...NAMES.map(name => ({ name, costTagValue: name, ruleParameters: {} })),
];
const MANY_ACCOUNTS: Projects = [
  DEFAULT,
  ...NAMES.map((name, i) => ({
    name,
    accountId: String(900_000_000_000 + i),
    costTagValue: name,
    ruleParameters: {},
  })),
];

/** Every project uses one service and pays tax on it. */
function ofEach({
  spend,
  account,
}: DailyCostQuery): Omit<DailyCostRecord, 'date'>[] {
  const names = account.accountId
    ? [NAMES[Number(account.accountId) - 900_000_000_000]]
    : NAMES;
  return names.map((tagValue, i) => ({
    service: spend === 'usage' ? 'AWS Lambda' : 'charge:Tax',
    tagValue,
    amount: String(1 + i / 7),
    currency: 'USD',
  }));
}

const alwaysTheSame: MetricSource = {
  name: 'CloudWatch',
  async *fetchMetrics(queries, { onRequest }) {
    await onRequest();
    for (const query of queries) {
      const from = query.from.getTime();
      yield {
        query,
        unit: query.metricName === '5xx_count' ? 'count' : 'ms',
        points: [from, from + HOUR_MS]
          .filter(at => at < query.to.getTime())
          .map(at => ({ at: new Date(at), value: 7 })),
        complete: true,
      };
    }
  },
};

function costsJob(
  database: GuardrailsDatabase,
  source: MadeCosts,
  options: {
    projects?: Projects;
    costs?: Partial<GuardrailsConfig['costs']>;
  } = {},
): Job {
  const { projects = [DEFAULT], costs } = options;
  const config = { costs: { ...COSTS, ...costs }, projects };
  return new IngestCostsJob({
    ingestion: new CostIngestion({
      entities: noEntities,
      source,
      database,
      config,
    }),
    config,
  });
}

function metricsJob(database: GuardrailsDatabase, projects: Projects): Job {
  return new IngestMetricsJob({
    ingestion: new MetricIngestion({
      entities: noEntities,
      source: alwaysTheSame,
      database,
      config: {
        metrics: { periodSeconds: 3600, backfillDays: 1, overlapMinutes: 60 },
        projects: projects.map(project => ({
          ...project,
          endpoint: { kind: 'http-api', id: 'abcd', region: 'us-east-1' },
        })),
      },
    }),
  });
}

async function run(job: Job, database: GuardrailsDatabase, now: Date) {
  const record = await RunRecord.start({
    database,
    job,
    clock: () => now,
    signal: new AbortController().signal,
  });
  await job.run(record);
  expect(await record.end()).toEqual({ status: 'succeeded' });
}

/** Every row of every table, as text. */
async function everything(knex: Knex): Promise<Map<string, Set<string>>> {
  const isPostgres = knex.client.dialect === 'postgresql';
  const found = isPostgres
    ? (
        await knex.raw(
          `select tablename as name from pg_tables where schemaname = current_schema()`,
        )
      ).rows
    : await knex.raw(`select name from sqlite_master where type = 'table'`);
  const tables = new Map<string, Set<string>>();
  for (const { name } of found) {
    // With the version of the row, so that one that was written again as it was shows too.
    const rows = await knex(name).select('*', isPostgres ? 'xmin' : 'rowid');
    tables.set(name, new Set(rows.map(row => JSON.stringify(row))));
  }
  return tables;
}

/** What is in the second and not in the first, and that nothing is gone. */
async function added(
  before: Map<string, Set<string>>,
  knex: Knex,
): Promise<{ table: string; type?: string }[]> {
  const after = await everything(knex);
  for (const [table, rows] of before) {
    expect([...rows].filter(row => !after.get(table)!.has(row))).toEqual([]);
  }
  return (
    [...after]
      .flatMap(([table, rows]) =>
        [...rows]
          .filter(row => !before.get(table)?.has(row))
          .map(row => JSON.parse(row))
          .map(({ id, event_type: type }) => ({ id, row: { table, type } })),
      )
      // Ids grow with time.
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ row }) => row)
  );
}

const ITS_RUN_EVENTS = [
  { table: 'events', type: 'run_started' },
  { table: 'events', type: 'run_succeeded' },
];

describe.each(ENGINES)('a run that finds nothing new, on %s', engine => {
  let database: GuardrailsDatabase;
  let knex: Knex;

  beforeEach(async () => {
    // A thousand accounts a tenth of a second apart would take a while.
    jest.spyOn(Math, 'random').mockReturnValue(0);
    ({ database, knex } = await openDatabase(databases, engine));
  });

  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['of one account', ONE_ACCOUNT],
    ['of an account each', MANY_ACCOUNTS],
  ])(
    'over 1,000 projects %s writes nothing but its run event',
    async (_, projects) => {
      const source = madeCosts({ recordsOf: ofEach });
      const costs = costsJob(database, source, { projects });
      const metrics = metricsJob(database, projects);
      await run(costs, database, NOW);
      await run(metrics, database, NOW);
      expect(await database.projects.list()).not.toHaveLength(0);

      let before = await everything(knex);
      expect(before.get('daily_costs')!.size).toBeGreaterThanOrEqual(10_000);
      source.asked.length = 0;
      await run(costs, database, NOW);
      expect(await added(before, knex)).toEqual(ITS_RUN_EVENTS);
      expect(source.asked.length).toBeGreaterThan(0);

      before = await everything(knex);
      expect(before.get('reliability_metrics')!.size).toBeGreaterThan(2000);
      await run(metrics, database, NOW);
      expect(await added(before, knex)).toEqual(ITS_RUN_EVENTS);
    },
  );

  it('on a day of which AWS has told nothing yet writes nothing either, and has the open months read', async () => {
    const source = madeCosts({
      recordsOf: (query, date) =>
        date < '2026-11-22' ? ofEach(query).slice(0, 1) : [],
    });
    const job = costsJob(database, source, { costs: { backfillDays: 30 } });
    await run(job, database, NOW);
    const tomorrow = new Date(NOW.getTime() + DAY_MS);

    const before = await everything(knex);
    source.asked.length = 0;
    await run(job, database, tomorrow);
    expect(source.asked).toEqual([
      'usage 2026-11-01 2026-11-23',
      'charges 2026-11-01 2026-11-23',
    ]);
    expect(await added(before, knex)).toEqual(ITS_RUN_EVENTS);

    source.asked.length = 0;
    await run(job, database, new Date(tomorrow.getTime() + HOUR_MS));
    expect(source.asked).toEqual(['usage 2026-11-19 2026-11-23']);
  });

  it('because the answer was empty, of an account that had costs, leaves the open months to the next run of the day', async () => {
    let isSilent = false;
    const source = madeCosts({
      recordsOf: query => (isSilent ? [] : ofEach(query).slice(0, 1)),
    });
    const job = costsJob(database, source, { costs: { backfillDays: 30 } });
    await run(job, database, NOW);
    const tomorrow = new Date(NOW.getTime() + DAY_MS);
    isSilent = true;
    const before = await everything(knex);
    await run(job, database, tomorrow);
    expect(await added(before, knex)).toEqual(ITS_RUN_EVENTS);
    isSilent = false;
    source.asked.length = 0;

    await run(job, database, new Date(tomorrow.getTime() + HOUR_MS));

    expect(source.asked).toEqual([
      'usage 2026-11-01 2026-11-23',
      'charges 2026-11-01 2026-11-23',
    ]);
  });

  it('tells of what AWS says otherwise, though it changes no row', async () => {
    let amount = '10';
    const source = madeCosts({
      recordsOf: ({ spend }) =>
        spend === 'usage'
          ? [{ service: 'AWS Lambda', tagValue: '', amount, currency: 'USD' }]
          : [],
    });
    const job = costsJob(database, source);
    await run(job, database, NOW);
    // Four decimals are stored.
    amount = '10.00001';
    const before = await everything(knex);

    await run(job, database, NOW);

    expect((await added(before, knex)).map(({ type }) => type)).toEqual([
      'run_started',
      'costs_read',
      'run_succeeded',
    ]);
  });

  it('of an account that never had a cost takes it for read, and asks no more of it than of another', async () => {
    const source = madeCosts({ recordsOf: () => [] });
    const job = costsJob(database, source, { costs: { backfillDays: 60 } });
    await run(job, database, NOW);
    const before = await everything(knex);

    for (let day = 1; day <= 12; day += 1) {
      const now = new Date(NOW.getTime() + day * DAY_MS);
      source.asked.length = 0;
      await run(job, database, now);
      expect(source.asked).toHaveLength(2);
      await run(job, database, new Date(now.getTime() + HOUR_MS));
      expect(source.asked).toHaveLength(3);
    }

    expect(
      (await added(before, knex)).filter(
        ({ type }) => type !== 'run_started' && type !== 'run_succeeded',
      ),
    ).toEqual([]);
    // It does not look as if it had never been read.
    const { items } = await database.events.list(
      { completedProject: 'default' },
      { limit: 1 },
    );
    expect(items[0].createdAt.toISOString()).toBe('2026-12-04T14:00:00.000Z');
  });

  it('counts the requests that its own event stands for against the cap, also when it was killed', async () => {
    const source = madeCosts({ recordsOf: ofEach });
    const small = { requestCapPerDay: 8, backfillDays: 3 };
    const job = costsJob(database, source, { costs: small });
    // Three requests: usage and charges of the open month, and the usage of the last days.
    await run(job, database, NOW);
    await run(job, database, NOW);
    const start = async () =>
      RunRecord.start({
        database,
        job,
        clock: () => NOW,
        signal: new AbortController().signal,
      });

    // Five are left; two are what a run usually takes. These write no end.
    await start();
    await start();
    const last = await start();

    await expect(last.awsRequest(undefined)).resolves.toBeUndefined();
    await expect(last.awsRequest(undefined)).rejects.toThrow(
      'all 8 AWS requests of this UTC day are used up',
    );
    // What an ended run had reserved and not used is there for the next one; the killed ones' is lost for the day.
    expect(await last.end()).toEqual({ status: 'succeeded' });
  });
});
