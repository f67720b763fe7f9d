import { randomUUID } from 'node:crypto';
import { freezeClock } from '../__testUtils__/frozenClock';
import { daysAgo, NOW, seedCosts, seedProject } from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import { RunTrail, type CostsReadMetadata, EVENT_TYPES } from '../audit';
import type { Database, ProjectRecord } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';

jest.setTimeout(60_000);
freezeClock();

const databases = testDatabases();
const RUN = randomUUID();

describe.each(ENGINES)('GET /reconciliation on %s', engine => {
  let guardrails: RunningGuardrails;
  let database: Database;
  let remainder: ProjectRecord;

  const trail = () => new RunTrail(database, NOW);

  beforeAll(async () => {
    const opened = await openDatabase(databases, engine);
    database = opened.database;
    guardrails = await startGuardrails({ knex: opened.knex });
    remainder = await seedProject(database, 'default');
    const payments = await seedProject(database, 'payments');
    await trail().attributionChanged(remainder.id, RUN, {
      jobId: 'ingest-costs',
      attribution: 'a',
      projects: ['default', 'payments'],
    });
    const days = { from: 3, to: 1 };
    await seedCosts(database, payments, { Lambda: '10.3333' }, days);
    await seedCosts(
      database,
      remainder,
      { Lambda: '0.6667', 'charge:Tax': '2' },
      days,
    );
  });
  afterAll(() => guardrails.stop());

  /** A read of three days with the given sums. */
  const read = async (totals: CostsReadMetadata['totals']) =>
    trail().costsRead(remainder.id, RUN, {
      jobId: 'ingest-costs',
      attribution: 'a',
      from: daysAgo(3),
      to: daysAgo(0),
      spend: ['usage', 'charges'],
      covered: {
        usage: { from: daysAgo(3), to: daysAgo(0) },
        charges: { from: daysAgo(3), readOn: daysAgo(0) },
      },
      currency: 'USD',
      totals,
      requests: {},
      progress: { doneDays: 3, totalDays: 3 },
    });

  const report = async () => {
    const { body } = await guardrails.api
      .get('/api/guardrails/reconciliation')
      .query({ from: daysAgo(3), to: daysAgo(1) })
      .expect(200);
    return body.accounts;
  };

  it('calls money on days without a recorded bill not reconciled, and the account not balanced', async () => {
    const [account] = await report();

    expect(account).toMatchObject({
      unallocatedProject: 'default',
      projects: ['payments'],
      isBalanced: false,
      differences: [],
      // Three days of 10.3333 + 0.6667 of usage and 2 of charges.
      notReconciled: 39,
    });
    expect(account.days[0]).toEqual({
      date: daysAgo(3),
      usage: {
        entities: 10.3333,
        unallocated: 0.6667,
        total: null,
        difference: null,
      },
      charges: { entities: 0, unallocated: 2, total: null, difference: null },
    });
  });

  it('takes a read that an older version recorded in its own way for none', async () => {
    await database.events.append(
      [
        {
          projectId: remainder.id,
          entityType: 'job',
          entityId: RUN,
          eventType: EVENT_TYPES.costsRead,
          actor: 'system',
          message: 'The costs of the account were read',
          metadata: {
            jobId: 'ingest-costs',
            attribution: 'a',
            charges: true,
            covered: { from: daysAgo(3), to: daysAgo(0) },
            totals: { [daysAgo(3)]: { usage: '99' } },
          },
        },
      ],
      NOW,
    );

    const [account] = await report();

    expect(account.days[0].usage).toMatchObject({
      total: null,
      difference: null,
    });
  });

  it('proves that projects and the unallocated part are the bill, and lists the days on which they are not', async () => {
    const sums = { usage: '11.0000499999', charges: '2' };
    await read({
      [daysAgo(3)]: sums,
      [daysAgo(2)]: { usage: '11.02' },
      [daysAgo(1)]: sums,
    });

    const [account] = await report();

    expect(account.asOf).toBe(NOW.toISOString());
    expect(account).toMatchObject({ isBalanced: false, notReconciled: 0 });
    // Of the day in the middle AWS had two cents more usage, and no tax.
    expect(account.differences).toEqual([
      { date: daysAgo(2), spend: 'usage', difference: -0.02 },
      { date: daysAgo(2), spend: 'charges', difference: 2 },
    ]);
    expect(account.days[0].usage).toEqual({
      entities: 10.3333,
      unallocated: 0.6667,
      total: 11.0000499999,
      difference: 0,
    });
  });

  it('says what each project has of the range, largest first', async () => {
    const shares = async (day?: string) => {
      const { body } = await guardrails.api
        .get('/api/guardrails/reconciliation')
        .query({ from: day ?? daysAgo(3), to: day ?? daysAgo(1) })
        .expect(200);
      return body.accounts[0].shares;
    };

    expect(await shares()).toEqual([
      { project: 'payments', usage: 30.9999, charges: 0 },
      { project: 'default', usage: 2.0001, charges: 6 },
    ]);
    expect(await shares(daysAgo(2))).toEqual([
      { project: 'payments', usage: 10.3333, charges: 0 },
      { project: 'default', usage: 0.6667, charges: 2 },
    ]);
  });

  it('goes by the newest read of a day that AWS answered it in', async () => {
    await read({ [daysAgo(2)]: { usage: '11', charges: '2' } });

    expect((await report())[0]).toMatchObject({
      isBalanced: true,
      differences: [],
    });
  });

  it('has the asked account alone', async () => {
    const { body } = await guardrails.api
      .get('/api/guardrails/reconciliation?accountId=444455556666')
      .expect(200);

    expect(body.accounts).toEqual([]);
  });
});
