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
import type { EntityProject } from '../projects';
import { CostExplorerSource } from '../sources';
import {
  NOW,
  OTHER_ACCOUNT,
  OWN_ACCOUNT,
  awsAccounts,
  useSimulatedAws,
} from '../sources/__testUtils__/simulatedAws';
import { CostIngestion } from './CostIngestion';
import { ended, recordedRun } from './__testUtils__/recordedRun';

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

function ingestion(
  database: GuardrailsDatabase,
  options: {
    projects?: ProjectConfig[];
    source?: CostSource;
    tagKey?: string;
    entities?: EntityProject[];
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
    entities: {
      list: async () => ({ projects: options.entities ?? [], problems: [] }),
    },
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

    await ingestion(db).ingest(run);

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

    await ingestion(db).ingest(recordedRun({ now: NOW }));

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
    }).ingest(run);

    const { total: asked } = aws.current.requests.count('GetCostAndUsage');
    expect(run.noted.requests).toHaveLength(asked);
    expect(new Set(run.noted.requests)).toEqual(
      new Set([undefined, OTHER_ACCOUNT]),
    );
  });

  it('gives everything to the default project without a tag key', async () => {
    const db = await database();
    const costs = { ...sourceOf({ tagValue: undefined }) };

    await ingestion(db, { source: costs }).ingest(recordedRun({ now: NOW }));

    expect(await total(db, 'default')).toBe(10);
    expect(await stored(db, 'payments')).toEqual([]);
  });

  it('changes nothing and writes no event when the same days are read again', async () => {
    const db = await database();
    await ingestion(db).ingest(recordedRun({ now: NOW }));
    const before = await stored(db, 'payments');
    const again = recordedRun({ now: NOW });

    await ingestion(db).ingest(again);

    expect(again.noted).toMatchObject({ rows: 0, failures: [] });
    expect(await stored(db, 'payments')).toEqual(before);
    expect(await restatements(db)).toEqual([]);
  });

  it('replaces a restated amount and keeps the old one in an event of the run', async () => {
    const db = await database();
    await ingestion(db, { source: sourceOf({ amount: '10' }) }).ingest(
      recordedRun({ now: NOW }),
    );
    const run = recordedRun({ now: NOW });

    await ingestion(db, { source: sourceOf({ amount: '12.34567' }) }).ingest(
      run,
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
    await ingestion(db).ingest(recordedRun({ now: NOW }));
    const early = await total(db, 'payments');
    // A week later all of the days are final.
    const later = new Date(NOW.getTime() + 7 * DAY_MS);
    aws.current.clock.set(later);

    await ingestion(db).ingest(recordedRun({ now: later }));

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

    await ingestion(db).ingest(run);

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

    await expect(ingestion(db).ingest(run)).rejects.toThrow('the portal stops');
    expect(await db.projects.list()).toEqual([]);
  });

  it('reads another account through its role and keeps its remainder apart', async () => {
    const db = await database();

    await ingestion(db, { projects: [...OWN_PROJECTS, RECOMMENDER] }).ingest(
      recordedRun({ now: NOW }),
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
    );
    const everything = await total(db, 'default');

    await ingestion(db, { projects: OWN_PROJECTS }).ingest(
      recordedRun({ now: NOW }),
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

  it('reads all days again of a default project that is in another account by now', async () => {
    const db = await database();
    const home = (accountId: string): ProjectConfig[] => [
      { name: 'default', accountId, ruleParameters: {} },
    ];
    /** The first and the last day, of which it answers those that it is asked for. */
    const costing = (first: string, last: string): CostSource => ({
      name: 'records',
      async *fetchDailyCosts(query, context) {
        const all = sourceOf(
          { date: FIRST_DAY, amount: first },
          { date: LAST_DAY, amount: last },
        );
        for await (const page of all.fetchDailyCosts(query, context)) {
          yield page.filter(
            ({ date }) => date >= query.from && date < query.to,
          );
        }
      },
    });
    await ingestion(db, {
      projects: home('555566667777'),
      source: costing('10', '10'),
    }).ingest(recordedRun({ now: NOW }));

    await ingestion(db, {
      projects: home('888899990000'),
      source: costing('4', '3'),
    }).ingest(recordedRun({ now: NOW }));

    expect(await stored(db, 'default')).toEqual([
      { date: FIRST_DAY, service: RDS, amount: 4 },
      { date: LAST_DAY, service: RDS, amount: 3 },
    ]);
  });

  it('stores a zero only where there was an amount', async () => {
    const db = await database();
    await ingestion(db, {
      source: sourceOf({ amount: '0' }, { service: 'AWS Lambda' }),
    }).ingest(recordedRun({ now: NOW }));
    expect((await stored(db, 'payments')).map(row => row.service)).toEqual([
      'AWS Lambda',
    ]);

    await ingestion(db, {
      source: sourceOf({ service: 'AWS Lambda', amount: '0.00001' }),
    }).ingest(recordedRun({ now: NOW }));

    expect(await stored(db, 'payments')).toEqual([
      { date: LAST_DAY, service: 'AWS Lambda', amount: 0 },
    ]);
  });

  it('restates a service that AWS no longer has for a day to zero', async () => {
    const db = await database();
    await ingestion(db, { source: sourceOf({}) }).ingest(
      recordedRun({ now: NOW }),
    );

    await ingestion(db, {
      source: sourceOf({ service: 'AWS Lambda' }),
    }).ingest(recordedRun({ now: NOW }));

    expect(await stored(db, 'payments')).toEqual([
      { date: LAST_DAY, service: 'AWS Lambda', amount: 10 },
      { date: LAST_DAY, service: RDS, amount: 0 },
    ]);
    expect((await restatements(db)).map(({ metadata }) => metadata)).toEqual([
      {
        date: LAST_DAY,
        service: RDS,
        currency: 'USD',
        from: '10.0000',
        to: '0.0000',
      },
    ]);
  });

  it('restates a charge that AWS took back to zero', async () => {
    const db = await database();
    await ingestion(db, {
      source: sourceOf({}, { service: 'charge:Credit', amount: '-4' }),
    }).ingest(recordedRun({ now: NOW }));
    const later = new Date(NOW.getTime() + DAY_MS);

    await ingestion(db, { source: sourceOf({}) }).ingest(
      recordedRun({ now: later }),
    );

    expect((await restatements(db)).map(({ metadata }) => metadata)).toEqual([
      expect.objectContaining({ service: 'charge:Credit', to: '0.0000' }),
    ]);
  });

  it.each([
    ['nothing', sourceOf()],
    ['other days alone', sourceOf({ date: '2026-11-20' })],
  ])('keeps what is stored when AWS answers %s', async (_, source) => {
    const db = await database();
    await ingestion(db, { source: sourceOf({}) }).ingest(
      recordedRun({ now: NOW }),
    );
    const run = recordedRun({ now: NOW });

    await ingestion(db, { source }).ingest(run);

    expect(run.noted.failures).toEqual([]);
    expect(await stored(db, 'payments')).toContainEqual({
      date: LAST_DAY,
      service: RDS,
      amount: 10,
    });
    expect(await restatements(db)).toEqual([]);
  });

  it('keeps what is stored when the read fails after pages that miss it', async () => {
    const db = await database();
    await ingestion(db, { source: sourceOf({}) }).ingest(
      recordedRun({ now: NOW }),
    );
    const run = recordedRun({ now: NOW });

    await ingestion(db, {
      source: {
        name: 'records',
        async *fetchDailyCosts(query, context) {
          yield* sourceOf({ service: 'AWS Lambda' }).fetchDailyCosts(
            query,
            context,
          );
          throw new Error('the second page failed');
        },
      },
    }).ingest(run);

    expect(run.noted.failures).toEqual([
      expect.objectContaining({ message: 'the second page failed' }),
    ]);
    expect(await stored(db, 'payments')).toEqual([
      { date: LAST_DAY, service: RDS, amount: 10 },
    ]);
    expect(await restatements(db)).toEqual([]);
  });

  it('reads days again that came back empty, with their charges, however long AWS has none', async () => {
    const db = await database();
    const asked: string[] = [];
    const only = (from: string): CostSource => ({
      name: 'records',
      async *fetchDailyCosts(query, context) {
        asked.push(query.from);
        yield* sourceOf({ date: from }).fetchDailyCosts(query, context);
      },
    });
    await ingestion(db, { source: only('2026-11-21') }).ingest(
      recordedRun({ now: NOW }),
    );
    const later = new Date(NOW.getTime() + 40 * DAY_MS);
    await ingestion(db, { source: sourceOf() }).ingest(
      recordedRun({ now: later }),
    );
    asked.length = 0;

    await ingestion(db, { source: only('2026-12-31') }).ingest(
      recordedRun({ now: later }),
    );

    // Usage and charges, of the month that was open when it was answered: the empty answer before, of this very day,
    // told nothing of it.
    expect(asked).toEqual(['2026-11-01', '2026-11-01']);
  });

  it('goes on with the backfill where it was interrupted', async () => {
    const db = await database();
    const pause = new AbortController();
    const first = recordedRun({
      now: NOW,
      signal: pause.signal,
      // The open month's two reads have four pages; the process stops in the first month of the backfill.
      awsRequest: () => {
        if (aws.current.requests.count('GetCostAndUsage').total === 6) {
          pause.abort(new Error('the portal stops'));
        }
      },
    });

    await expect(ingestion(db).ingest(first)).rejects.toThrow(
      'the portal stops',
    );

    expect(first.noted.completed).toEqual(['default', 'payments', 'checkout']);
    expect((await stored(db, 'payments'))[0].date).toBe('2026-11-01');
    const done = first.noted.progress!;
    expect(done).toEqual({ doneDays: 21, totalDays: 90 });

    const second = recordedRun({ now: NOW });
    await ingestion(db).ingest(second);

    expect((await stored(db, 'payments'))[0].date).toBe(FIRST_DAY);
    // The last ten days again, and the 69 that were missing.
    expect(second.noted.progress).toEqual({ doneDays: 79, totalDays: 79 });
    const third = recordedRun({ now: NOW });
    await ingestion(db).ingest(third);
    expect(third.noted).toMatchObject({
      rows: 0,
      progress: { doneDays: 10, totalDays: 10 },
    });
  });

  describe('entities that are projects of their own', () => {
    const COMPONENT = { type: 'tag', key: 'component' } as const;
    const TEAM = { type: 'costCategory', key: 'team' } as const;

    function entity(
      name: string,
      overrides: Partial<EntityProject> = {},
    ): EntityProject {
      return {
        name: `component:default/${name}`,
        claims: [{ dimension: COMPONENT, value: name }],
        claimsAccount: false,
        ...overrides,
      };
    }

    it('have the spend of their tag, of the same query', async () => {
      const db = await database();

      await ingestion(db, { entities: [entity('ledger')] }).ingest(
        recordedRun({ now: NOW }),
      );

      expect(await total(db, 'component:default/ledger')).toBeCloseTo(
        charged(OWN_ACCOUNT, component => component === 'ledger'),
        2,
      );
      expect(await total(db, 'default')).toBeCloseTo(
        charged(
          OWN_ACCOUNT,
          component =>
            !['payments-api', 'checkout-api', 'ledger'].includes(
              component ?? '',
            ),
        ),
        2,
      );
    });

    it('cost one query for each tag and cost category in use, and not for each entity', async () => {
      const queries: string[] = [];
      const source: CostSource = {
        name: 'records',
        async *fetchDailyCosts({ spend, splitBy }) {
          queries.push(`${spend} by ${splitBy?.type} ${splitBy?.key}`);
        },
      };
      const entities = [
        ...['a', 'b', 'c', 'd'].map(name => entity(name)),
        entity('e', { claims: [{ dimension: TEAM, value: 'e' }] }),
      ];

      await ingestion(await database(), { source, entities }).ingest(
        recordedRun({ now: NOW }),
      );

      expect(queries.slice(0, 4)).toEqual([
        'usage by tag component',
        'usage by costCategory team',
        'charges by tag component',
        'charges by costCategory team',
      ]);
    });

    it('never count spend twice that one claims by its tag and another by its cost category', async () => {
      const db = await database();
      // The team has the payments-api, which is claimed by its component, and the ledger.
      const entities = [
        entity('team', {
          claims: [{ dimension: TEAM, value: 'team-payments' }],
        }),
      ];

      await ingestion(db, { entities }).ingest(recordedRun({ now: NOW }));

      const [team, payments, checkout, rest] = await Promise.all(
        ['component:default/team', 'payments', 'checkout', 'default'].map(
          name => total(db, name),
        ),
      );
      expect(payments).toBeCloseTo(
        charged(OWN_ACCOUNT, component => component === 'payments-api'),
        2,
      );
      expect(team).toBeCloseTo(
        charged(OWN_ACCOUNT, component => component === 'ledger'),
        2,
      );
      expect(team + payments + checkout + rest).toBeCloseTo(
        charged(OWN_ACCOUNT, () => true),
        2,
      );
    });

    it('keep what they have when the question for another tag or category comes back empty', async () => {
      const db = await database();
      const entities = [
        entity('team', { claims: [{ dimension: TEAM, value: 'team-a' }] }),
      ];
      const divided = (...byTeam: Partial<DailyCostRecord>[]): CostSource => ({
        name: 'records',
        fetchDailyCosts: (query, context) =>
          (query.splitBy?.type === 'tag'
            ? sourceOf({ amount: '10' }, { amount: '20', tagValue: '' })
            : sourceOf(...byTeam)
          ).fetchDailyCosts(query, context),
      });
      await ingestion(db, {
        entities,
        source: divided({ amount: '20', tagValue: 'team-a' }),
      }).ingest(recordedRun({ now: NOW }));
      const run = recordedRun({ now: NOW });

      await ingestion(db, { entities, source: divided() }).ingest(run);

      expect(run.noted.failures).toEqual([
        {
          scope: 'the portal’s own account',
          message: expect.stringContaining('nothing of it is stored'),
        },
      ]);
      expect(await stored(db, 'component:default/team')).toEqual([
        { date: LAST_DAY, service: RDS, amount: 20 },
      ]);
      expect(await restatements(db)).toEqual([]);
    });

    it('have what is left of an account that they claim as a whole', async () => {
      const db = await database();

      await ingestion(db, {
        projects: [...OWN_PROJECTS, RECOMMENDER],
        entities: [
          entity('learning', {
            accountId: OTHER_ACCOUNT,
            claims: [],
            claimsAccount: true,
          }),
        ],
      }).ingest(recordedRun({ now: NOW }));

      expect(await total(db, 'component:default/learning')).toBeCloseTo(
        charged(OTHER_ACCOUNT, component => component !== 'recommender'),
        2,
      );
      expect(await total(db, `default-${OTHER_ACCOUNT}`)).toBe(0);
    });

    it('that claim the same get none of it, and the run says so without failing', async () => {
      const db = await database();
      const run = recordedRun({ now: NOW });
      const twin = entity('twin', { claims: entity('ledger').claims });

      await ingestion(db, { entities: [entity('ledger'), twin] }).ingest(run);

      expect(run.noted.failures).toEqual([]);
      expect(run.noted.problems).toEqual([
        "component:default/ledger: claims tag component=ledger of the default AWS account, as 'component:default/twin' does; nobody gets it, it is unallocated until one claim is left",
        "component:default/twin: claims tag component=ledger of the default AWS account, as 'component:default/ledger' does; nobody gets it, it is unallocated until one claim is left",
      ]);
      expect(await db.projects.byName('component:default/ledger')).toBe(
        undefined,
      );
    });

    it('that claim what app-config gives to a project get none of it', async () => {
      const run = recordedRun({ now: NOW });

      await ingestion(await database(), {
        entities: [entity('payments-api')],
      }).ingest(run);

      expect(run.noted.problems).toEqual([
        "component:default/payments-api: claims tag component=payments-api of the default AWS account, as 'payments' does; what app-config says counts until one claim is left",
      ]);
    });

    const runAt = async (
      db: GuardrailsDatabase,
      hours: number,
      entities: EntityProject[],
    ) => {
      const now = new Date(NOW.getTime() + hours * 3_600_000);
      aws.current.clock.set(now);
      const run = recordedRun({ now });
      await ingestion(db, { entities }).ingest(run);
      await ended(db, run);
      return run.noted;
    };

    it('keep what they have until the catalog has been without them for a day', async () => {
      const db = await database();
      await runAt(db, 0, [entity('ledger')]);
      const before = await total(db, 'component:default/ledger');

      // A fresh catalog; then as it was; then again without it, and from now on.
      const { problems } = await runAt(db, 1, []);
      const { problems: none } = await runAt(db, 2, [entity('ledger')]);
      await runAt(db, 3, []);
      await runAt(db, 26, []);

      expect(problems).toEqual([
        expect.stringMatching(
          /^component:default\/ledger: the catalog has no such entity with claims since 2026-11-22T/,
        ),
      ]);
      expect(none).toEqual([]);
      expect(before).toBeGreaterThan(0);
      expect(
        await total(db, 'component:default/ledger'),
      ).toBeGreaterThanOrEqual(before);
      const { items } = await db.events.list(
        { eventType: ['attribution_changed'] },
        { limit: 10 },
      );
      expect(items).toHaveLength(1);
    });

    it('that are gone under one name and back under another are the other one at once', async () => {
      const db = await database();
      await runAt(db, 0, [entity('ledger')]);
      const before = await total(db, 'component:default/ledger');

      await runAt(db, 1, [
        entity('books', { claims: entity('ledger').claims }),
      ]);

      expect(await total(db, 'component:default/ledger')).toBe(0);
      expect(await total(db, 'component:default/books')).toBeGreaterThanOrEqual(
        before,
      );
    });

    it('that are gone for a day leave their spend, past included, to the remainder', async () => {
      const db = await database();
      const costOf = async (name: string) =>
        db.costs.total({
          projectId: await projectId(db, name),
          // The day before is out of reach of the backfill by then, and keeps the division that it had.
          from: '2026-08-25',
          to: LAST_DAY,
        });
      await runAt(db, 0, [entity('ledger')]);
      await runAt(db, 1, []);
      const before = await costOf('default');
      const share = await costOf('component:default/ledger');

      await runAt(db, 25, []);

      expect(share).toBeGreaterThan(0);
      expect(await costOf('component:default/ledger')).toBe(0);
      expect(await costOf('default')).toBeGreaterThanOrEqual(before + share);
    });

    it('keep what they have while the catalog does not answer', async () => {
      const db = await database();
      await ingestion(db, { entities: [entity('ledger')] }).ingest(
        recordedRun({ now: NOW }),
      );
      const before = await total(db, 'component:default/ledger');
      aws.current.requests.clear();

      await expect(
        new CostIngestion({
          database: db,
          source: sourceOf({}),
          config: {
            costs: {
              metric: 'UnblendedCost',
              usageTypes: USAGE_TYPES,
              backfillDays: 90,
              restatementDays: 10,
              finalAfterDays: 4,
              requestCapPerDay: 50,
            },
            projects: OWN_PROJECTS,
          },
          entities: {
            list: async () => {
              throw new Error('the catalog could not be read');
            },
          },
        }).ingest(recordedRun({ now: NOW })),
      ).rejects.toThrow('the catalog could not be read');

      expect(before).toBeGreaterThan(0);
      expect(await total(db, 'component:default/ledger')).toBe(before);
    });
  });

  it('asks an account that is read for about four requests a day', async () => {
    const db = await database();
    await ingestion(db).ingest(recordedRun({ now: NOW }));
    aws.current.requests.clear();
    const tomorrow = new Date(NOW.getTime() + DAY_MS);

    const spends: string[] = [];
    const counting = new CostExplorerSource({
      accounts: awsAccounts(),
      metric: 'UnblendedCost',
      usageTypes: USAGE_TYPES,
    });
    const source: CostSource = {
      name: 'counted',
      fetchDailyCosts(query, context) {
        spends.push(`${query.spend} from ${query.from}`);
        return counting.fetchDailyCosts(query, context);
      },
    };
    for (const hours of [0, 8, 10]) {
      const now = new Date(tomorrow.getTime() + hours * 3_600_000);
      aws.current.clock.set(now);
      await ingestion(db, { source }).ingest(recordedRun({ now }));
    }

    expect(spends).toEqual([
      'usage from 2026-11-01',
      'charges from 2026-11-01',
      'usage from 2026-11-13',
      'usage from 2026-11-13',
    ]);
  });

  it('stores nothing of costs in another currency than the stored ones', async () => {
    const db = await database();
    await ingestion(db, { source: sourceOf({}) }).ingest(
      recordedRun({ now: NOW }),
    );
    const run = recordedRun({ now: NOW });

    await ingestion(db, {
      source: sourceOf({ currency: 'CNY', amount: '70' }),
    }).ingest(run);

    expect(run.noted.failures).toEqual([
      {
        scope: 'the portal’s own account',
        message: expect.stringMatching(/USD, got CNY/),
      },
    ]);
    expect(await total(db, 'payments')).toBe(10);
  });
});
