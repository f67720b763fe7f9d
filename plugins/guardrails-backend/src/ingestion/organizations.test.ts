import { type ProjectConfig, USAGE_TYPES } from '../config';
import type { GuardrailsDatabase } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { Reconciliation } from '../service/Reconciliation';
import { CostExplorerSource } from '../sources';
import {
  NOW,
  OTHER_ACCOUNT,
  OWN_ACCOUNT,
  awsAccounts,
  useSimulatedAws,
} from '../sources/__testUtils__/simulatedAws';
import { CostIngestion } from './CostIngestion';
import { daysFrom } from './days';
import { type IngestionRun, RequestCapReached } from './interfaces';
import { cutByLeftOut } from './leftOut';
import {
  ended,
  recordedRun,
  type RecordedRun,
} from './__testUtils__/recordedRun';
import { spendOfProject } from './spendShare';

// The portal's own account is the management account of the other one.
const aws = useSimulatedAws({ pageSize: 1000, isOrganization: true });
const databases = testDatabases();

const DAY_MS = 86_400_000;
const BACKFILL_DAYS = 45;
const FIRST_DAY = '2026-10-08';
const LAST_DAY = '2026-11-21';

const DEFAULT: ProjectConfig = { name: 'default', ruleParameters: {} };
const LEDGER: ProjectConfig = {
  name: 'ledger',
  costTagValue: 'ledger',
  ruleParameters: {},
};
const RECOMMENDER: ProjectConfig = {
  name: 'recommender',
  accountId: OTHER_ACCOUNT,
  costTagValue: 'recommender',
  ruleParameters: {},
};

function ingestion(
  database: GuardrailsDatabase,
  projects: ProjectConfig[],
): CostIngestion {
  const accounts = awsAccounts();
  const costs = {
    metric: 'UnblendedCost',
    usageTypes: USAGE_TYPES,
    tagKey: 'component',
    backfillDays: BACKFILL_DAYS,
    restatementDays: 10,
    finalAfterDays: 4,
    requestCapPerDay: 50,
  } as const;
  return new CostIngestion({
    entities: { list: async () => ({ projects: [], problems: [] }) },
    database,
    config: { costs, projects },
    source: new CostExplorerSource({
      accounts,
      metric: costs.metric,
      usageTypes: costs.usageTypes,
    }),
    ownAccountId: signal => accounts.ownAccountId(signal),
  });
}

async function run(
  database: GuardrailsDatabase,
  projects: ProjectConfig[],
  now = NOW,
  awsRequest?: IngestionRun['awsRequest'],
): Promise<RecordedRun['noted']> {
  aws.current.clock.set(now);
  const record = recordedRun({ now, ...(awsRequest && { awsRequest }) });
  await ingestion(database, projects).ingest(record);
  await ended(database, record);
  return record.noted;
}

/** Lets a run make so many requests of an account, and no more. */
function capped(
  ofAccount: string | undefined,
  cap: number,
): IngestionRun['awsRequest'] {
  let made = 0;
  return accountId => {
    if (accountId !== ofAccount) return;
    made += 1;
    if (made > cap) throw new RequestCapReached(`${cap} a day`);
  };
}

async function total(
  database: GuardrailsDatabase,
  names?: readonly string[],
  lastDay = LAST_DAY,
): Promise<number> {
  let sum = 0;
  for (const { id, name } of await database.projects.list()) {
    if (!names || names.includes(name)) {
      for (const spend of ['usage', 'charges'] as const) {
        const days = await database.costs.totalsOfProjects([id], {
          from: FIRST_DAY,
          to: lastDay,
          spend,
        });
        sum += days.reduce((all, { total: amount }) => all + amount, 0);
      }
    }
  }
  return sum;
}

/** What the simulated world charged the accounts over the days, by its own books. */
function charged(
  accountIds: readonly string[],
  now = NOW,
  lastDay = LAST_DAY,
): number {
  const first = Date.parse(FIRST_DAY) / DAY_MS;
  let usd = 0;
  for (const accountId of accountIds) {
    for (let day = first; day <= Date.parse(lastDay) / DAY_MS; day += 1) {
      for (const { amounts } of aws.current.world.charges(
        accountId,
        day,
        now,
      )) {
        usd += amounts.unblended;
      }
    }
  }
  return usd;
}

async function reconciled(database: GuardrailsDatabase, now = NOW) {
  const { accounts } = await new Reconciliation({
    stores: database,
    now: () => now,
  }).report(
    { from: FIRST_DAY, to: LAST_DAY } as never,
    { grants: { has: () => true } } as never,
  );
  return accounts;
}

const BOTH = [OWN_ACCOUNT, OTHER_ACCOUNT];

describe.each(ENGINES)('An organization on %s', engine => {
  async function database(): Promise<GuardrailsDatabase> {
    return (await openDatabase(databases, engine)).database;
  }

  it('is whole where its management account is read alone', async () => {
    const db = await database();

    await run(db, [DEFAULT, LEDGER]);

    expect(await total(db)).toBeCloseTo(charged(BOTH), 1);
  });

  it('counts a member once that is read by itself from the beginning', async () => {
    const db = await database();

    const { failures } = await run(db, [DEFAULT, LEDGER, RECOMMENDER]);

    expect(failures).toEqual([]);
    expect(await total(db)).toBeCloseTo(charged(BOTH), 1);
    expect(
      await total(db, ['recommender', `default-${OTHER_ACCOUNT}`]),
    ).toBeCloseTo(charged([OTHER_ACCOUNT]), 1);
    for (const account of await reconciled(db)) {
      expect(account).toMatchObject({ isBalanced: true, notReconciled: 0 });
    }
  });

  it('takes a member that is named later out of the management account’s past as well, in the same run', async () => {
    const db = await database();
    await run(db, [DEFAULT, LEDGER]);
    const later = new Date(NOW.getTime() + 8 * 3_600_000);

    const { failures } = await run(db, [DEFAULT, LEDGER, RECOMMENDER], later);

    expect(failures).toEqual([]);
    expect(await total(db, ['default', 'ledger'])).toBeCloseTo(
      charged([OWN_ACCOUNT], later),
      1,
    );
    expect(await total(db)).toBeCloseTo(charged(BOTH, later), 1);
    for (const account of await reconciled(db, later)) {
      expect(account).toMatchObject({ isBalanced: true, notReconciled: 0 });
    }
    // What was there before is in the trail, as of any other restatement.
    const { items } = await db.events.list(
      { eventType: ['cost_restated'] },
      { limit: 1 },
    );
    expect(items).toHaveLength(1);
  });

  it('reads nothing anew as long as the accounts stay the same', async () => {
    const db = await database();
    await run(db, [DEFAULT, RECOMMENDER]);
    aws.current.requests.clear();

    const { rows } = await run(db, [DEFAULT, RECOMMENDER]);

    expect(rows).toBe(0);
    // One query for the usage of the last days of each account.
    expect(aws.current.requests.count('GetCostAndUsage').total).toBe(2);
  });

  it('keeps a member in the management account’s bill that could not be read', async () => {
    const db = await database();
    aws.current.faults.add({
      operation: 'AssumeRole',
      error: 'AccessDeniedException',
      count: 100,
    });

    const { failures } = await run(db, [DEFAULT, RECOMMENDER]);

    expect(failures.map(({ scope }) => scope)).toEqual([
      `account ${OTHER_ACCOUNT}`,
    ]);
    expect(await total(db)).toBeCloseTo(charged(BOTH), 1);
  });

  it('leaves a member out of the management account’s bill on those days alone that were read of it', async () => {
    const db = await database();
    await run(db, [DEFAULT, LEDGER]);
    const later = new Date(NOW.getTime() + 8 * 3_600_000);

    // Of usage and charges the newest days are read, and then no more.
    const { failures } = await run(
      db,
      [DEFAULT, LEDGER, RECOMMENDER],
      later,
      capped(OTHER_ACCOUNT, 2),
    );

    expect(failures).toEqual([
      expect.objectContaining({ scope: `account ${OTHER_ACCOUNT}` }),
    ]);
    const ofMember = ['recommender', `default-${OTHER_ACCOUNT}`];
    expect(await total(db, ofMember)).toBeGreaterThan(0);
    expect(await total(db, ofMember)).toBeLessThan(
      charged([OTHER_ACCOUNT], later) / 2,
    );
    expect(await total(db)).toBeCloseTo(charged(BOTH, later), 1);

    const muchLater = new Date(NOW.getTime() + 9 * 3_600_000);
    await run(db, [DEFAULT, LEDGER, RECOMMENDER], muchLater);

    expect(await total(db, ofMember)).toBeCloseTo(
      charged([OTHER_ACCOUNT], muchLater),
      1,
    );
    expect(await total(db)).toBeCloseTo(charged(BOTH, muchLater), 1);
  });

  it('says that days count twice which the cap leaves with the management account, and reads no more than them in the next run', async () => {
    const db = await database();
    await run(db, [DEFAULT, LEDGER]);
    const later = new Date(NOW.getTime() + 8 * 3_600_000);

    const { problems } = await run(
      db,
      [DEFAULT, LEDGER, RECOMMENDER],
      later,
      // The newest usage, and usage and charges of November.
      capped(undefined, 3),
    );

    expect(await total(db)).toBeGreaterThan(charged(BOTH, later) * 1.01);
    expect(problems).toContainEqual(
      expect.stringMatching(
        /^default: .* 2026-10-08 to 2026-10-31 .* counted twice/,
      ),
    );
    const [home] = await reconciled(db, later);
    expect(
      home.days
        .filter(({ isCountedTwice }) => isCountedTwice)
        .map(({ date }) => date),
    ).toEqual(daysFrom('2026-10-08', '2026-10-31'));

    aws.current.requests.clear();
    const muchLater = new Date(NOW.getTime() + 9 * 3_600_000);
    const healed = await run(db, [DEFAULT, LEDGER, RECOMMENDER], muchLater);

    expect(healed.problems).toEqual([]);
    expect(await total(db)).toBeCloseTo(charged(BOTH, muchLater), 1);
    // The newest usage of each account, and the usage and charges of October of the one.
    expect(aws.current.requests.count('GetCostAndUsage').total).toBe(4);
    expect(
      (await reconciled(db, muchLater)).flatMap(({ days }) =>
        days.filter(({ isCountedTwice }) => isCountedTwice),
      ),
    ).toEqual([]);
  });

  it('has the management account’s bill count the new days of a member that nobody names any more', async () => {
    const db = await database();
    await run(db, [DEFAULT, RECOMMENDER]);
    const later = new Date(NOW.getTime() + 24 * 3_600_000);
    // Its claims stay in force for a day, so it is read once more.
    await run(db, [DEFAULT], later);
    const muchLater = new Date(NOW.getTime() + 72 * 3_600_000);

    const { problems, failures } = await run(db, [DEFAULT], muchLater);

    expect([...problems, ...failures]).toEqual([]);
    expect(await total(db, ['default'])).toBeCloseTo(
      charged([OWN_ACCOUNT], muchLater),
      1,
    );
    const lastRead = '2026-11-22';
    const lastDay = '2026-11-24';
    const newOfMember =
      charged([OTHER_ACCOUNT], muchLater, lastDay) -
      charged([OTHER_ACCOUNT], muchLater, lastRead);
    expect(newOfMember).toBeGreaterThan(0);
    expect(await total(db, undefined, lastDay)).toBeCloseTo(
      charged([OWN_ACCOUNT], muchLater, lastDay) +
        // As they were when it was read last.
        charged([OTHER_ACCOUNT], later, lastRead) +
        newOfMember,
      1,
    );
  });

  it('takes those days back when the member is named again', async () => {
    const db = await database();
    await run(db, [DEFAULT, RECOMMENDER]);
    await run(db, [DEFAULT], new Date(NOW.getTime() + 48 * 3_600_000));
    const later = new Date(NOW.getTime() + 72 * 3_600_000);

    await run(db, [DEFAULT, RECOMMENDER], later);

    const lastDay = '2026-11-24';
    expect(await total(db, ['default'], lastDay)).toBeCloseTo(
      charged([OWN_ACCOUNT], later, lastDay),
      1,
    );
    expect(await total(db, undefined, lastDay)).toBeCloseTo(
      charged(BOTH, later, lastDay),
      1,
    );
  });

  it('asks any other account than the default project’s for all that it is billed for', async () => {
    const db = await database();
    const { accounts } = await ingestion(db, [
      { ...DEFAULT, accountId: OTHER_ACCOUNT },
      { ...RECOMMENDER, accountId: OWN_ACCOUNT },
    ]).attribution(recordedRun({ now: NOW }));

    // An account that AWS answers members for is cut to nothing less than its bill.
    expect(accounts.map(({ leftOut }) => leftOut)).toEqual([
      { usage: [], charges: [] },
      undefined,
    ]);
  });

  it('counts the portal’s own account once that was the default project’s before its management account was', async () => {
    const db = await database();
    await run(db, [DEFAULT]);
    const elsewhere = { ...DEFAULT, accountId: OTHER_ACCOUNT };

    await run(db, [elsewhere]);
    const { accounts } = await ingestion(db, [elsewhere]).attribution(
      recordedRun({ now: NOW }),
    );

    const ofOwn = { accountId: OWN_ACCOUNT, from: FIRST_DAY, to: '2026-11-22' };
    expect(accounts).toEqual([
      expect.objectContaining({
        accountId: OTHER_ACCOUNT,
        leftOut: {
          // It is read no more: its days up to then are its own.
          usage: [expect.objectContaining(ofOwn)],
          charges: [expect.objectContaining(ofOwn)],
        },
      }),
    ]);
  });

  it('breaks a cost alert down by the accounts that its project counts', async () => {
    const db = await database();
    await run(db, [DEFAULT, RECOMMENDER]);
    const { accounts } = await ingestion(db, [
      DEFAULT,
      RECOMMENDER,
    ]).attribution(recordedRun({ now: NOW }));
    const source = new CostExplorerSource({
      accounts: awsAccounts(),
      metric: 'UnblendedCost',
      usageTypes: USAGE_TYPES,
    });

    const linked = new Set<string>();
    const { accountId, leftOut } = spendOfProject(accounts, 'default')!;
    const range = { from: '2026-11-10', to: '2026-11-12' };
    const [{ except }] = cutByLeftOut(range, leftOut?.usage);
    for await (const page of source.fetchBreakdown(
      {
        account: { accountId },
        service: 'Amazon Simple Storage Service',
        ...range,
        linkedAccounts: { except },
      },
      { signal: new AbortController().signal, onRequest: () => {} },
    )) {
      page.forEach(({ linkedAccount }) => linked.add(linkedAccount));
    }

    expect([...linked]).toEqual([OWN_ACCOUNT]);
  });
});
