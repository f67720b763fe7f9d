import { randomUUID } from 'node:crypto';
import { USAGE_TYPES } from '../config';
import type { GuardrailsDatabase } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';
import { noEntities } from '../projects/__testUtils__/noEntities';
import { CostExplorerSource } from '../sources';
import {
  awsAccounts,
  useSimulatedAws,
} from '../sources/__testUtils__/simulatedAws';
import { CostIngestion } from './CostIngestion';
import { ended, recordedRun } from './__testUtils__/recordedRun';
import { openFromAfter } from './invoicing';

const aws = useSimulatedAws({ pageSize: 1000 });
const databases = testDatabases();

describe('the first day that AWS has not invoiced', () => {
  const ALL_READ = '2026-12-06';

  it.each([
    [
      'is the first estimated one of a first read',
      undefined,
      { firstEstimated: '2026-11-01' },
      '2026-11-01',
    ],
    [
      'stays when only later days of the month were read',
      '2026-11-01',
      { firstEstimated: '2026-11-12' },
      '2026-11-01',
    ],
    [
      'goes back when earlier days are read',
      '2026-11-12',
      { firstEstimated: '2026-11-01' },
      '2026-11-01',
    ],
    [
      'stays when older months are read, which are invoiced',
      '2026-11-01',
      { lastInvoiced: '2026-10-31' },
      '2026-11-01',
    ],
    [
      'goes on to the next month with the invoice',
      '2026-11-01',
      { lastInvoiced: '2026-11-30', firstEstimated: '2026-12-01' },
      '2026-12-01',
    ],
    [
      'does so when only some days of the invoiced month were read',
      '2026-11-01',
      { lastInvoiced: '2026-11-14' },
      '2026-12-01',
    ],
    [
      'is left as it was by an answer without a day',
      '2026-11-01',
      {},
      '2026-11-01',
    ],
    ['is not known before anything was said', undefined, {}, undefined],
  ])('%s', (_, known, invoicing, expected) => {
    expect(openFromAfter(known, invoicing, ALL_READ)).toBe(expected);
  });

  it('is none while no day after the invoiced month was read', () => {
    expect(
      openFromAfter('2026-11-01', { lastInvoiced: '2026-11-30' }, '2026-12-01'),
    ).toBeUndefined();
  });
});

describe.each(ENGINES)('the invoice of a month, on %s', engine => {
  let database: GuardrailsDatabase;

  beforeEach(async () => {
    ({ database } = await openDatabase(databases, engine));
  });

  /** One run at `now`, of what AWS says at `awsNow`. */
  async function run(now: Date, awsNow = now) {
    aws.current.clock.set(awsNow);
    const recorded = recordedRun({ now });
    await new CostIngestion({
      entities: noEntities,
      database,
      config: {
        costs: {
          metric: 'UnblendedCost',
          usageTypes: USAGE_TYPES,
          tagKey: 'component',
          backfillDays: 40,
          restatementDays: 10,
          finalAfterDays: 3,
          requestCapPerDay: 50,
        },
        projects: [
          { name: 'default', ruleParameters: {} },
          {
            name: 'payments',
            costTagValue: 'payments-api',
            ruleParameters: {},
          },
        ],
      },
      source: new CostExplorerSource({
        accounts: awsAccounts(),
        metric: 'UnblendedCost',
        usageTypes: USAGE_TYPES,
      }),
    }).ingest(recorded);
    expect(recorded.noted.failures).toEqual([]);
    await ended(database, recorded);
    return recorded.noted;
  }

  async function openFrom() {
    const { items } = await database.events.list(
      { eventType: ['costs_read'] },
      { limit: 1 },
    );
    return items[0].metadata.openFrom;
  }

  /** Without the runs' own ends. */
  async function eventTypes() {
    const { items } = await database.events.list({}, { limit: 1000 });
    return items
      .map(({ eventType }) => eventType)
      .filter(eventType => eventType !== 'run_succeeded');
  }

  it('is one costs_read and nothing else when no amount changes with it, and then all is quiet', async () => {
    const now = new Date('2026-12-01T06:00:00Z');
    await run(now, new Date('2026-12-05T23:00:00Z'));
    expect(await openFrom()).toBe('2026-11-01');
    const before = await eventTypes();

    const quiet = await run(now, new Date('2026-12-05T23:30:00Z'));
    expect(quiet.rows).toBe(0);
    expect(await eventTypes()).toEqual(before);

    const invoiced = await run(now, new Date('2026-12-06T00:00:00Z'));
    expect(invoiced.rows).toBe(0);
    expect(await eventTypes()).toEqual(['costs_read', ...before]);
    // Of December nothing was read yet.
    expect(await openFrom()).toBeUndefined();

    await run(now, new Date('2026-12-06T01:00:00Z'));
    expect(await eventTypes()).toEqual(['costs_read', ...before]);
  });

  it('leaves the month after it open, also for the runs that read its newest days alone', async () => {
    await run(new Date('2026-12-05T13:00:00Z'));
    expect(await openFrom()).toBe('2026-11-01');

    await run(new Date('2026-12-06T13:00:00Z'));
    expect(await openFrom()).toBe('2026-12-01');

    await run(new Date('2026-12-06T21:00:00Z'));
    expect(await openFrom()).toBe('2026-12-01');
  });

  it('is learnt from the next run where the events of an older version do not tell of it', async () => {
    const now = new Date('2026-11-22T13:00:00Z');
    await run(now);
    const { items } = await database.events.list(
      { eventType: ['costs_read'] },
      { limit: 1 },
    );
    const { openFrom: _, ...older } = items[0].metadata;
    await database.events.append(
      [{ ...items[0], entityId: randomUUID(), metadata: older }],
      new Date(now.getTime() + 60_000),
    );
    expect(await openFrom()).toBeUndefined();

    await run(new Date('2026-11-23T13:00:00Z'));

    expect(await openFrom()).toBe('2026-11-01');
  });
});
