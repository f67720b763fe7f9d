import { isCharge } from '@cloudops/plugin-guardrails-common';
import type {
  CostSource,
  DailyCostRecord,
} from '@cloudops/plugin-guardrails-node';
import {
  type GuardrailsConfig,
  type ProjectConfig,
  USAGE_TYPES,
} from '../config';
import type { GuardrailsDatabase } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { CostExplorerSource } from '../sources';
import {
  NOW,
  OTHER_ACCOUNT,
  OWN_ACCOUNT,
  awsAccounts,
  useSimulatedAws,
} from '../sources/__testUtils__/simulatedAws';
import { CostIngestion } from './CostIngestion';
import { recordedRun } from './__testUtils__/recordedRun';

// 90 days of the own account have about ten pages.
const aws = useSimulatedAws({ pageSize: 400 });
const databases = testDatabases();

const DAY_MS = 86_400_000;
const FIRST_DAY = '2026-08-24';
const LAST_DAY = '2026-11-21';
const RDS = 'Amazon Relational Database Service';

const OWN_PROJECTS: ProjectConfig[] = [
  { name: 'default', ruleParameters: {} },
  { name: 'payments', costTagValue: 'payments-api', ruleParameters: {} },
  { name: 'checkout', costTagValue: 'checkout-api', ruleParameters: {} },
];
const RECOMMENDER: ProjectConfig = {
  name: 'recommender',
  accountId: OTHER_ACCOUNT,
  costTagValue: 'recommender',
  ruleParameters: {},
};

const NONE_COMPLETED: ReadonlyMap<string, Date> = new Map();

function ingestion(
  database: GuardrailsDatabase,
  options: {
    projects?: ProjectConfig[];
    source?: CostSource;
    tagKey?: string;
  } = {},
): CostIngestion {
  const costs: GuardrailsConfig['costs'] = {
    metric: 'UnblendedCost',
    usageTypes: USAGE_TYPES,
    tagKey: 'component',
    backfillDays: 90,
    restatementDays: 10,
    finalAfterDays: 4,
    requestCapPerDay: 50,
  };
  return new CostIngestion({
    database,
    config: { costs, projects: options.projects ?? OWN_PROJECTS },
    source:
      options.source ??
      new CostExplorerSource({
        accounts: awsAccounts(),
        metric: costs.metric,
        usageTypes: costs.usageTypes,
      }),
  });
}

/** A source that has the given records, for what the simulated world does not do. */
function sourceOf(...records: Partial<DailyCostRecord>[]): CostSource {
  return {
    name: 'records',
    async *fetchDailyCosts({ spend }) {
      yield records
        .filter(
          ({ service = RDS }) => isCharge(service) === (spend === 'charges'),
        )
        .map(record => ({
          date: LAST_DAY,
          service: RDS,
          tagValue: 'payments-api',
          amount: '10',
          currency: 'USD',
          ...record,
        }));
    },
  };
}

async function projectId(
  database: GuardrailsDatabase,
  name: string,
): Promise<string> {
  const project = await database.projects.byName(name);
  if (!project) {
    throw new Error(`there is no project ${name}`);
  }
  return project.id;
}

async function stored(database: GuardrailsDatabase, name: string) {
  return database.costs.amounts({
    projectId: await projectId(database, name),
    from: FIRST_DAY,
    to: LAST_DAY,
  });
}

async function total(database: GuardrailsDatabase, name: string) {
  return database.costs.total({
    projectId: await projectId(database, name),
    from: FIRST_DAY,
    to: LAST_DAY,
  });
}

async function restatements(database: GuardrailsDatabase) {
  const { items } = await database.events.list(
    { eventType: ['cost_restated'] },
    { limit: 10_000 },
  );
  return items;
}

/** What the simulated world charged over the backfilled days, by its own books. */
function charged(
  accountId: string,
  belongs: (component: string | undefined) => boolean,
  now = NOW,
): number {
  const today = Math.floor(NOW.getTime() / DAY_MS);
  let usd = 0;
  for (let day = today - 90; day < today; day += 1) {
    for (const { line, amounts } of aws.current.world.charges(
      accountId,
      day,
      now,
    )) {
      const isUsage = line.recordType === 'Usage';
      if (isUsage && belongs(line.component)) {
        usd += amounts.unblended;
      }
    }
  }
  return usd;
}

describe.each(ENGINES)('CostIngestion on %s', engine => {
  async function database(): Promise<GuardrailsDatabase> {
    return (await openDatabase(databases, engine)).database;
  }

  it('backfills what AWS charged, by project and to the cent', async () => {
    const db = await database();
    const run = recordedRun({ now: NOW });

    await ingestion(db).ingest(run, NONE_COMPLETED);

    expect(run.noted.failures).toEqual([]);
    expect(run.noted.completed).toEqual(['default', 'payments', 'checkout']);
    const claimed = ['payments-api', 'checkout-api'];
    expect(await total(db, 'payments')).toBeCloseTo(
      charged(OWN_ACCOUNT, component => component === 'payments-api'),
      2,
    );
    expect(await total(db, 'checkout')).toBeCloseTo(
      charged(OWN_ACCOUNT, component => component === 'checkout-api'),
      2,
    );
    expect(await total(db, 'default')).toBeCloseTo(
      charged(OWN_ACCOUNT, component => !claimed.includes(component ?? '')),
      2,
    );
    const rows = await stored(db, 'payments');
    expect(rows[0].date).toBe(FIRST_DAY);
    expect(rows.every(({ date }) => date <= LAST_DAY)).toBe(true);
  });

  it('stores the rest of the bill as charges of whoever caused them', async () => {
    const db = await database();

    await ingestion(db).ingest(recordedRun({ now: NOW }), NONE_COMPLETED);

    const charges = async (name: string) =>
      db.costs.totalsByService({
        projectId: await projectId(db, name),
        from: FIRST_DAY,
        to: LAST_DAY,
        spend: 'charges',
      });
    // September to November: three months of tax, support and credit, and two refunds.
    expect(await charges('default')).toEqual([
      { service: 'charge:Support', total: 3 * 412 },
      { service: 'charge:Tax', total: expect.closeTo(3 * 287.4) },
      // The ledger's reservation, which no project claims here.
      { service: 'charge:Recurring', total: expect.closeTo(3 * 239.04) },
      { service: 'charge:Refund', total: -36.8 },
      { service: 'charge:Credit', total: -180 },
    ]);
    expect(await charges('payments')).toEqual([
      { service: 'charge:Recurring', total: expect.closeTo(3 * 119.52) },
    ]);
    expect(await charges('checkout')).toEqual([]);
  });

  it('counts every request against its account', async () => {
    const run = recordedRun({ now: NOW });

    await ingestion(await database(), {
      projects: [...OWN_PROJECTS, RECOMMENDER],
    }).ingest(run, NONE_COMPLETED);

    const { total: asked } = aws.current.requests.count('GetCostAndUsage');
    expect(run.noted.requests).toHaveLength(asked);
    expect(new Set(run.noted.requests)).toEqual(
      new Set([undefined, OTHER_ACCOUNT]),
    );
  });

  it('gives everything to the default project without a tag key', async () => {
    const db = await database();
    const costs = { ...sourceOf({ tagValue: undefined }) };

    await ingestion(db, { source: costs }).ingest(
      recordedRun({ now: NOW }),
      NONE_COMPLETED,
    );

    expect(await total(db, 'default')).toBe(10);
    expect(await stored(db, 'payments')).toEqual([]);
  });

  it('changes nothing and writes no event when the same days are read again', async () => {
    const db = await database();
    await ingestion(db).ingest(recordedRun({ now: NOW }), NONE_COMPLETED);
    const before = await stored(db, 'payments');
    const again = recordedRun({ now: NOW });

    await ingestion(db).ingest(again, NONE_COMPLETED);

    expect(again.noted).toMatchObject({ rows: 0, failures: [] });
    expect(await stored(db, 'payments')).toEqual(before);
    expect(await restatements(db)).toEqual([]);
  });

  it('replaces a restated amount and keeps the old one in an event of the run', async () => {
    const db = await database();
    await ingestion(db, { source: sourceOf({ amount: '10' }) }).ingest(
      recordedRun({ now: NOW }),
      NONE_COMPLETED,
    );
    const run = recordedRun({ now: NOW });

    await ingestion(db, { source: sourceOf({ amount: '12.34567' }) }).ingest(
      run,
      NONE_COMPLETED,
    );

    expect(run.noted.rows).toBe(1);
    expect(await total(db, 'payments')).toBe(12.3457);
    expect(await restatements(db)).toEqual([
      expect.objectContaining({
        projectId: await projectId(db, 'payments'),
        entityType: 'job',
        entityId: run.runId,
        actor: 'system',
        createdAt: NOW,
        metadata: {
          date: LAST_DAY,
          service: RDS,
          currency: 'USD',
          from: '10.0000',
          to: '12.3457',
        },
      }),
    ]);
  });

  it('follows the days as AWS completes them', async () => {
    const db = await database();
    await ingestion(db).ingest(recordedRun({ now: NOW }), NONE_COMPLETED);
    const early = await total(db, 'payments');
    // A week later all of the days are final.
    const later = new Date(NOW.getTime() + 7 * DAY_MS);
    aws.current.clock.set(later);

    await ingestion(db).ingest(
      recordedRun({ now: later }),
      new Map(OWN_PROJECTS.map(({ name }) => [name, NOW])),
    );

    const final = await total(db, 'payments');
    expect(final).toBeGreaterThan(early);
    expect(final).toBeCloseTo(
      charged(OWN_ACCOUNT, component => component === 'payments-api', later),
      2,
    );
    expect((await restatements(db)).length).toBeGreaterThan(0);
  });

  it('leaves everything as it was when a page fails', async () => {
    const db = await database();
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'AccessDeniedException',
      page: 2,
    });
    const run = recordedRun({ now: NOW });

    await ingestion(db).ingest(run, NONE_COMPLETED);

    expect(run.noted).toMatchObject({
      rows: 0,
      completed: [],
      failures: [
        {
          scope: 'the portal’s own account',
          message: expect.stringMatching(
            /^not allowed to call ce:GetCostAndUsage/,
          ),
        },
      ],
    });
    expect(await db.projects.list()).toEqual([]);
  });

  it('leaves everything as it was when it is aborted between pages', async () => {
    const db = await database();
    const abort = new AbortController();
    const run = recordedRun({
      now: NOW,
      signal: abort.signal,
      awsRequest: () => {
        if (aws.current.requests.count('GetCostAndUsage').total === 2) {
          abort.abort(new Error('the portal stops'));
        }
      },
    });

    await expect(ingestion(db).ingest(run, NONE_COMPLETED)).rejects.toThrow(
      'the portal stops',
    );
    expect(await db.projects.list()).toEqual([]);
  });

  it('reads another account through its role and keeps its remainder apart', async () => {
    const db = await database();

    await ingestion(db, { projects: [...OWN_PROJECTS, RECOMMENDER] }).ingest(
      recordedRun({ now: NOW }),
      NONE_COMPLETED,
    );

    expect(await total(db, 'recommender')).toBeCloseTo(
      charged(OTHER_ACCOUNT, component => component === 'recommender'),
      2,
    );
    expect(await total(db, `default-${OTHER_ACCOUNT}`)).toBeCloseTo(
      charged(OTHER_ACCOUNT, component => component !== 'recommender'),
      2,
    );
  });

  it('goes on with the other accounts when one is denied', async () => {
    const db = await database();
    aws.current.faults.add({
      operation: 'GetCostAndUsage',
      error: 'AccessDeniedException',
      accountId: OWN_ACCOUNT,
    });
    const run = recordedRun({ now: NOW });

    await ingestion(db, { projects: [...OWN_PROJECTS, RECOMMENDER] }).ingest(
      run,
      NONE_COMPLETED,
    );

    expect(run.noted.failures.map(({ scope }) => scope)).toEqual([
      'the portal’s own account',
    ]);
    expect(run.noted.completed).toEqual([
      `default-${OTHER_ACCOUNT}`,
      'recommender',
    ]);
    expect(await total(db, 'recommender')).toBeGreaterThan(0);
  });

  it('backfills a project that is configured later, out of the remainder', async () => {
    const db = await database();
    const [remainder] = OWN_PROJECTS;
    await ingestion(db, { projects: [remainder] }).ingest(
      recordedRun({ now: NOW }),
      NONE_COMPLETED,
    );
    const everything = await total(db, 'default');

    await ingestion(db, { projects: OWN_PROJECTS }).ingest(
      recordedRun({ now: NOW }),
      new Map([['default', NOW]]),
    );

    const payments = await total(db, 'payments');
    expect(payments).toBeCloseTo(
      charged(OWN_ACCOUNT, component => component === 'payments-api'),
      2,
    );
    expect(
      (await total(db, 'default')) + payments + (await total(db, 'checkout')),
    ).toBeCloseTo(everything, 2);
  });

  it('stores a zero only where there was an amount', async () => {
    const db = await database();
    await ingestion(db, {
      source: sourceOf({ amount: '0' }, { service: 'AWS Lambda' }),
    }).ingest(recordedRun({ now: NOW }), NONE_COMPLETED);
    expect((await stored(db, 'payments')).map(row => row.service)).toEqual([
      'AWS Lambda',
    ]);

    await ingestion(db, {
      source: sourceOf({ service: 'AWS Lambda', amount: '0.00001' }),
    }).ingest(recordedRun({ now: NOW }), NONE_COMPLETED);

    expect(await stored(db, 'payments')).toEqual([
      { date: LAST_DAY, service: 'AWS Lambda', amount: 0 },
    ]);
  });

  it('keeps a stored day that AWS no longer reports', async () => {
    const db = await database();
    await ingestion(db, { source: sourceOf({}) }).ingest(
      recordedRun({ now: NOW }),
      NONE_COMPLETED,
    );

    await ingestion(db, {
      source: sourceOf({ service: 'AWS Lambda' }),
    }).ingest(recordedRun({ now: NOW }), NONE_COMPLETED);

    expect((await stored(db, 'payments')).map(row => row.service)).toEqual([
      'AWS Lambda',
      RDS,
    ]);
  });

  it('stores nothing of costs in another currency than the stored ones', async () => {
    const db = await database();
    await ingestion(db, { source: sourceOf({}) }).ingest(
      recordedRun({ now: NOW }),
      NONE_COMPLETED,
    );
    const run = recordedRun({ now: NOW });

    await ingestion(db, {
      source: sourceOf({ currency: 'CNY', amount: '70' }),
    }).ingest(run, NONE_COMPLETED);

    expect(run.noted.failures).toEqual([
      {
        scope: 'the portal’s own account',
        message: expect.stringMatching(/USD, got CNY/),
      },
    ]);
    expect(await total(db, 'payments')).toBe(10);
  });
});
