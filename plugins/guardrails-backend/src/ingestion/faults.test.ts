/**
 * Whatever AWS does: nothing stored is deleted, nothing is stored twice, no day is stored in part, and once AWS answers
 * again the rows are those of a run that nothing disturbed.
 */
import { noEntities } from '../projects/__testUtils__/noEntities';
import type { FaultPlan } from 'aws-simulator';
import type { Knex } from 'knex';
import { type GuardrailsConfig, USAGE_TYPES } from '../config';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import type { GuardrailsDatabase } from '../database';
import { CloudWatchSource, CostExplorerSource } from '../sources';
import {
  AWS_CONFIG,
  NOW,
  awsAccounts,
  useSimulatedAws,
} from '../sources/__testUtils__/simulatedAws';
import { CostIngestion } from './CostIngestion';
import { MetricIngestion } from './MetricIngestion';
import { recordedRun } from './__testUtils__/recordedRun';

// Several pages for a query of costs, and for one of metrics.
const aws = useSimulatedAws({ pageSize: 60 });
const databases = testDatabases(['POSTGRES_18']);
const POINTS_PER_PAGE = 100;

const DAY_MS = 86_400_000;
const LATER = new Date(NOW.getTime() + DAY_MS);
const EVER = 100_000;
// An answer of the simulator takes milliseconds; who waits for one that never comes waits this long.
const REQUEST_TIMEOUT_MS = 300;

const CONFIG: Pick<GuardrailsConfig, 'costs' | 'metrics' | 'projects'> = {
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
      endpoint: { kind: 'rest-api', id: 'pay4x8k2m1', region: 'eu-central-1' },
      ruleParameters: {},
    },
    {
      name: 'partners',
      endpoint: { kind: 'http-api', id: 'par9h5j3l6', region: 'eu-central-1' },
      ruleParameters: {},
    },
    {
      name: 'storefront',
      endpoint: {
        kind: 'load-balancer',
        id: 'app/storefront/50dc6c495c0c9188',
        region: 'eu-central-1',
      },
      ruleParameters: {},
    },
  ],
};

type Row = Record<string, unknown>;

interface Portal {
  readonly knex: Knex;
  readonly database: GuardrailsDatabase;
  readonly costs: CostIngestion;
  readonly metrics: MetricIngestion;
}

async function portal(): Promise<Portal> {
  const { knex, database } = await openDatabase(databases, 'POSTGRES_18');
  return { knex, database, ...ingestionsInto(database) };
}

/** Each page leads to the second one, by the token that leads there: one that AWS takes as often as it is sent. */
function toOnePage(token: string, replaced: object = {}) {
  let second: string | undefined;
  return (output: any) => {
    second ??= output[token];
    return { ...output, ...replaced, [token]: second };
  };
}

/** Those of a portal that was just started. */
function ingestionsInto(
  database: GuardrailsDatabase,
  clock = () => aws.current.clock.now(),
): Pick<Portal, 'costs' | 'metrics'> {
  const accounts = awsAccounts(AWS_CONFIG, {
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
  });
  return {
    costs: new CostIngestion({
      entities: noEntities,
      database,
      config: CONFIG,
      source: new CostExplorerSource({ ...CONFIG.costs, accounts }),
    }),
    metrics: new MetricIngestion({
      entities: noEntities,
      database,
      config: CONFIG,
      source: new CloudWatchSource({
        accounts,
        clock,
        pointsPerPage: POINTS_PER_PAGE,
      }),
    }),
  };
}

async function ingestCosts({ costs }: Portal, now: Date) {
  aws.current.clock.set(now);
  const run = recordedRun({ now });
  await costs.ingest(run);
  return run.noted;
}

async function ingestMetrics({ metrics }: Portal, now: Date) {
  aws.current.clock.set(now);
  const run = recordedRun({ now });
  await metrics.ingest(run);
  return run.noted;
}

async function costRows({ knex }: Portal): Promise<Row[]> {
  return knex('daily_costs')
    .join('projects', 'projects.id', 'project_id')
    .select('name', 'service', 'amount', 'currency')
    .select(knex.raw("to_char(cost_date::timestamp, 'YYYY-MM-DD') as date"))
    .orderBy(['name', 'date', 'service']);
}

async function metricRows({ knex }: Portal): Promise<Row[]> {
  return knex('reliability_metrics')
    .join('projects', 'projects.id', 'project_id')
    .select('name', 'metric_name', 'metric_ts', 'value', 'unit')
    .orderBy(['name', 'metric_name', 'metric_ts']);
}

/** Old and new amount of every restatement. */
async function restatements({ knex }: Portal): Promise<Row[]> {
  return knex('events')
    .join('projects', 'projects.id', 'project_id')
    .where('event_type', 'cost_restated')
    .select(
      'name',
      ...['date', 'service', 'from', 'to'].map(field =>
        knex.raw('metadata ->> ? as ??', [field, field]),
      ),
    )
    .orderBy(['name', 'date', 'service']);
}

/** Those of the rows that are not among the known ones. */
function missingIn(known: Row[], rows: Row[]): Row[] {
  const keys = new Set(known.map(row => JSON.stringify(row)));
  return rows.filter(row => !keys.has(JSON.stringify(row)));
}

type Fault = readonly [what: string, plan: Omit<FaultPlan, 'operation'>];

/** Changes the first group that a page has. */
function firstGroup(change: (group: any) => unknown) {
  return (output: any) => {
    const day = output.ResultsByTime.find((each: any) => each.Groups.length);
    day.Groups[0] = change(day.Groups[0]);
    return output;
  };
}

function withAmount(Amount: unknown) {
  return firstGroup(group => ({
    ...group,
    Metrics: { UnblendedCost: { Amount, Unit: 'USD' } },
  }));
}

const EVERYTHING_FAILS: readonly Fault[] = [
  ['a storm of throttles', { error: 'ThrottlingException', count: EVER }],
  ['an error of its own', { error: 'InternalFailure', count: EVER }],
  ['no answer in time', { error: 'NoReply', count: EVER }],
  ['half an answer', { error: 'TruncatedReply', count: EVER }],
  ['a lost connection', { error: 'ConnectionReset', count: EVER, page: 2 }],
  ['half a page', { error: 'LostReply', count: EVER, page: 2 }],
];

describe('costs', () => {
  let undisturbed: Portal;
  let disturbed: Portal;

  beforeAll(async () => {
    undisturbed = await portal();
    await ingestCosts(undisturbed, NOW);
    await ingestCosts(undisturbed, LATER);
  });

  beforeEach(async () => {
    disturbed = await portal();
    await ingestCosts(disturbed, NOW);
  });

  async function expectRecovery() {
    aws.current.faults.clear();
    expect(await ingestCosts(disturbed, LATER)).toMatchObject({ failures: [] });
    expect(await costRows(disturbed)).toEqual(await costRows(undisturbed));
    const told = await restatements(disturbed);
    expect(told).toEqual(await restatements(undisturbed));
    expect(told.length).toBeGreaterThan(0);
  }

  it.each<Fault>([
    ...EVERYTHING_FAILS,
    [
      'an amount that is no number',
      { error: 'ChangedReply', change: withAmount('NaN'), count: EVER },
    ],
    [
      'an amount of a billion billions',
      { error: 'ChangedReply', change: withAmount('1e12'), count: EVER },
    ],
    [
      'an amount that nothing can hold',
      { error: 'ChangedReply', change: withAmount('1000000000000'), count: 1 },
    ],
    [
      'a group of another shape',
      {
        error: 'ChangedReply',
        change: firstGroup(group => ({ ...group, Keys: 'Amazon S3' })),
      },
    ],
    [
      'days of another shape',
      { error: 'ChangedReply', change: () => ({ ResultsByTime: 'none' }) },
    ],
    [
      'a day that nobody asked for',
      {
        error: 'ChangedReply',
        change: (output: any) => {
          output.ResultsByTime[0].TimePeriod.Start = '2031-02-28';
          return output;
        },
      },
    ],
    [
      'the same group twice',
      {
        error: 'ChangedReply',
        change: (output: any) => {
          const [day] = output.ResultsByTime;
          day.Groups = [...day.Groups, day.Groups[0]];
          return output;
        },
      },
    ],
    [
      'an answer that leaves a day out',
      {
        error: 'ChangedReply',
        count: EVER,
        change: (output: any) => ({
          ...output,
          ResultsByTime: output.ResultsByTime.filter(
            (day: any) => day.TimePeriod.Start !== '2026-11-18',
          ),
        }),
      },
    ],
    [
      // Or else every credit would be taken back.
      'no day at all of the charges',
      {
        error: 'ChangedReply',
        count: EVER,
        change: (output: any) =>
          output.GroupDefinitions[0].Key === 'RECORD_TYPE'
            ? { ResultsByTime: [] }
            : output,
      },
    ],
    [
      'the same page for ever',
      {
        error: 'ChangedReply',
        count: EVER,
        change: toOnePage('NextPageToken', { ResultsByTime: [] }),
      },
    ],
  ])('are as they were after %s', async (_what, plan) => {
    const before = await costRows(disturbed);
    aws.current.faults.add({ operation: 'GetCostAndUsage', ...plan });

    const noted = await ingestCosts(disturbed, LATER);

    expect(noted).toMatchObject({
      rows: 0,
      completed: [],
      failures: [{ scope: 'the portal’s own account' }],
    });
    expect(await costRows(disturbed)).toEqual(before);
    expect(await restatements(disturbed)).toEqual([]);
    await expectRecovery();
  });

  it('are as they were after an answer without a day', async () => {
    const before = await costRows(disturbed);
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'ChangedReply',
      change: () => ({ ResultsByTime: [] }),
      count: EVER,
    });

    expect(await ingestCosts(disturbed, LATER)).toMatchObject({ rows: 0 });

    expect(await costRows(disturbed)).toEqual(before);

    // An account that had nothing for a day is read again on the next one.
    aws.current.faults.clear();
    const nextDay = new Date(LATER.getTime() + DAY_MS);
    const other = await portal();
    for (const one of [other, disturbed]) {
      await ingestCosts(one, nextDay);
    }
    expect(missingIn(await costRows(disturbed), await costRows(other))).toEqual(
      [],
    );
  });

  it('are as they were when the clock was set back', async () => {
    await ingestCosts(disturbed, LATER);
    const before = await costRows(disturbed);

    const jump = new Date(NOW.getTime() - 40 * DAY_MS);
    expect(await ingestCosts(disturbed, jump)).toMatchObject({ failures: [] });

    const older = (rows: Row[]) =>
      rows.filter(({ date }) => String(date) >= '2026-11-16');
    expect(older(await costRows(disturbed))).toEqual(older(before));

    expect(await ingestCosts(disturbed, LATER)).toMatchObject({ failures: [] });
    const after = await costRows(disturbed);
    expect(missingIn(after, before)).toEqual([]);
    // What was read by the clock that was behind is older than the backfill: the days between come with it.
    const dates = [...new Set(after.map(({ date }) => String(date)))].sort();
    const first = Date.parse(dates[0]);
    expect(dates).toEqual(
      dates.map((_, day) =>
        new Date(first + day * DAY_MS).toISOString().slice(0, 10),
      ),
    );
    expect(await ingestCosts(disturbed, LATER)).toMatchObject({ rows: 0 });
  });
});

describe('metrics', () => {
  let undisturbed: Portal;
  let disturbed: Portal;

  beforeAll(async () => {
    undisturbed = await portal();
    await ingestMetrics(undisturbed, NOW);
    await ingestMetrics(undisturbed, LATER);
  });

  beforeEach(async () => {
    disturbed = await portal();
    await ingestMetrics(disturbed, NOW);
  });

  const changed = (
    change: (result: any) => object,
    count = EVER,
  ): Omit<FaultPlan, 'operation'> => ({
    error: 'ChangedReply',
    count,
    change: (output: any) => ({
      ...output,
      MetricDataResults: output.MetricDataResults.map(change),
    }),
  });

  /** Replaces the newest value of every result. */
  const withNewest = (value: unknown) =>
    changed(result => ({
      ...result,
      Values: result.Values.map((each: unknown, i: number) =>
        i === result.Values.length - 1 ? value : each,
      ),
    }));

  it.each<Fault>([
    ...EVERYTHING_FAILS,
    ['a value that is no number', withNewest('NaN')],
    ['a value of a million millions', withNewest(1e12)],
    ['a value that is a word', withNewest('many')],
    [
      'times that are none',
      changed(result => ({
        ...result,
        Timestamps: result.Timestamps.map(() => 'noon'),
      })),
    ],
    [
      'results of another shape',
      { error: 'ChangedReply', count: EVER, change: () => ({ Messages: 7 }) },
    ],
    [
      'pages that lead in a circle',
      {
        error: 'ChangedReply',
        count: EVER,
        change: toOnePage('NextToken'),
      },
    ],
  ])('have neither a hole nor a wrong point after %s', async (_what, plan) => {
    aws.current.faults.add({ operation: 'GetMetricData', ...plan });

    const noted = await ingestMetrics(disturbed, LATER);

    expect(noted.completed).toEqual([]);
    expect(noted.failures).not.toEqual([]);
    expect(
      missingIn(
        await metricRows(undisturbed),
        withoutConverging(await metricRows(disturbed)),
      ),
    ).toEqual([]);
    await expectRecovery();
  });

  it.each<Fault>([
    [
      'times that nobody asked for',
      changed(result => ({
        ...result,
        Timestamps: [...result.Timestamps, 0, 4_102_444_800],
        Values: [...result.Values, 1, 1],
      })),
    ],
    [
      'the same point twice',
      changed(result => ({
        ...result,
        Timestamps: [...result.Timestamps, ...result.Timestamps.slice(-1)],
        Values: [...result.Values, ...result.Values.slice(-1)],
      })),
    ],
  ])('are those of an undisturbed run in spite of %s', async (_what, plan) => {
    aws.current.faults.add({ operation: 'GetMetricData', ...plan });

    expect(await ingestMetrics(disturbed, LATER)).toMatchObject({
      failures: [],
    });
    expect(await metricRows(disturbed)).toEqual(await metricRows(undisturbed));
  });

  it.each<Fault>([
    ['a storm of throttles', { error: 'ThrottlingException', count: EVER }],
    ['half an answer', { error: 'TruncatedReply', count: EVER }],
    [
      'an answer without it',
      { error: 'ChangedReply', change: () => ({}), count: EVER },
    ],
  ])(
    'of a REST API wait for its name after %s, and the others go on',
    async (_what, plan) => {
      // A portal that was just started knows no name.
      disturbed = { ...disturbed, ...ingestionsInto(disturbed.database) };
      aws.current.faults.add({ operation: 'GetRestApi', ...plan });

      const noted = await ingestMetrics(disturbed, LATER);

      expect([...noted.completed].sort()).toEqual(['partners', 'storefront']);
      expect(noted.failures).toMatchObject([{ scope: 'project payments' }]);
      await expectRecovery();
    },
  );

  it('of one project go on when those of another fail', async () => {
    aws.current.faults.add({
      operation: 'GetMetricData',
      ...changed(result =>
        result.Label === '5xx' ? { ...result, Values: ['NaN'] } : result,
      ),
    });

    const noted = await ingestMetrics(disturbed, LATER);

    expect([...noted.completed].sort()).toEqual(['payments', 'storefront']);
    expect(noted.failures).toEqual([
      {
        scope: 'project partners',
        message: expect.stringContaining(
          'CloudWatch answered "NaN" as a value for 5xx of HTTP API',
        ),
      },
    ]);
    await expectRecovery();
  });

  it('are as they were when the clock was set back, and go on when it is right again', async () => {
    const before = await metricRows(disturbed);

    const jump = new Date(NOW.getTime() - 40 * DAY_MS);
    expect(await ingestMetrics(disturbed, jump)).toMatchObject({
      rows: 0,
      failures: [],
    });

    expect(await metricRows(disturbed)).toEqual(before);
    await expectRecovery();
  });

  it('are those of an undisturbed run after one by a clock that was ahead', async () => {
    aws.current.clock.set(LATER);
    const run = recordedRun({ now: new Date(LATER.getTime() + 10 * DAY_MS) });

    await disturbed.metrics.ingest(run);

    expect(run.noted.failures).toEqual([]);
    await expectRecovery();
  });

  // CloudWatch keeps points of five minutes for 63 days: by such a clock it has hourly ones alone.
  it('are hourly after a clock that was ahead by months, and as they would have been when these are deleted', async () => {
    aws.current.clock.set(LATER);
    const ahead = new Date(LATER.getTime() + 70 * DAY_MS);
    const run = recordedRun({ now: ahead });
    await ingestionsInto(disturbed.database, () => ahead).metrics.ingest(run);
    expect(run.noted.failures).toEqual([]);
    await ingestMetrics(disturbed, LATER);
    expect(
      missingIn(await metricRows(undisturbed), await metricRows(disturbed)),
    ).not.toEqual([]);

    await disturbed
      .knex('reliability_metrics')
      .where('metric_ts', '>=', NOW)
      .delete();

    await expectRecovery();
  });

  /** What was stored at NOW of the last minutes before it is not settled yet. */
  function withoutConverging(rows: Row[]): Row[] {
    const settled = NOW.getTime() - 15 * 60_000;
    return rows.filter(
      ({ metric_ts: at }) =>
        (at as Date).getTime() < settled || (at as Date) >= NOW,
    );
  }

  async function expectRecovery() {
    aws.current.faults.clear();
    expect(await ingestMetrics(disturbed, LATER)).toMatchObject({
      failures: [],
    });
    expect(await metricRows(disturbed)).toEqual(await metricRows(undisturbed));
  }
});
