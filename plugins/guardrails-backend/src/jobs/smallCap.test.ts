/** Caps that a day's reading does not fit into: it must get on all the same, and somebody must be told. */
import type { DailyCostRecord } from '@cloudops/plugin-guardrails-node';
import { type GuardrailsConfig, USAGE_TYPES } from '../config';
import type { GuardrailsDatabase } from '../database';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import { CostIngestion } from '../ingestion';
import type { EntityProject } from '../projects';
import { madeCosts } from './__testUtils__/madeCosts';
import { IngestCostsJob } from './IngestCostsJob';
import { RunRecord } from './RunRecord';

const databases = testDatabases(['SQLITE_3']);

jest.setTimeout(120_000);

const FIRST = Date.parse('2026-11-22T05:00:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PROJECTS: GuardrailsConfig['projects'] = [
  { name: 'default', ruleParameters: {} },
];

function day(number: number): string {
  return new Date(FIRST + number * DAY_MS).toISOString().slice(0, 10);
}

function entity(name: string): EntityProject {
  return {
    name: `component:default/${name}`,
    claims: [{ dimension: { type: 'tag', key: name }, value: 'yes' }],
    claimsAccount: false,
  };
}

describe('an account', () => {
  let database: GuardrailsDatabase;
  let entities: EntityProject[];
  let amount: string;

  beforeEach(async () => {
    ({ database } = await openDatabase(databases, 'SQLITE_3'));
    entities = [];
    amount = '2';
  });

  /** A portal for some days, with three runs each; answers what its runs said and whether it is done. */
  async function live(options: {
    cap: number;
    days: number;
    from?: number;
    backfillDays?: number;
    daysPerPage?: number;
  }) {
    const { cap, days, from = 0, backfillDays = 60, daysPerPage } = options;
    const source = madeCosts({
      daysPerPage,
      recordsOf: ({ spend, splitBy, except }, date) => {
        const record: Omit<DailyCostRecord, 'date'> = {
          service: spend === 'usage' ? 'AWS Lambda' : 'charge:Tax',
          amount,
          currency: 'USD',
          ...(splitBy && { tagValue: splitBy.key === 'payments' ? 'yes' : '' }),
        };
        const isClaimed = except?.some(
          ({ dimension }) => dimension.key === 'payments',
        );
        return date < day(-500) || isClaimed ? [] : [record];
      },
    });
    const config = {
      costs: {
        metric: 'UnblendedCost' as const,
        usageTypes: USAGE_TYPES,
        backfillDays,
        restatementDays: 7,
        finalAfterDays: 3,
        requestCapPerDay: cap,
      },
      projects: PROJECTS,
    };
    const job = new IngestCostsJob({
      ingestion: new CostIngestion({
        entities: { list: async () => ({ projects: entities, problems: [] }) },
        source,
        database,
        config,
      }),
      config,
    });
    const told = new Set<string>();
    let last: { message: string; progress: any } | undefined;
    for (let number = from; number < from + days; number += 1) {
      let ofDay = 0;
      for (const hours of [0, 8, 16]) {
        const now = new Date(FIRST + number * DAY_MS + hours * HOUR_MS);
        const run = await RunRecord.start({
          database,
          job,
          clock: () => now,
          signal: new AbortController().signal,
        });
        await job.run(run);
        await run.end();
        const { items } = await database.events.list(
          { eventType: ['run_succeeded', 'run_failed', 'run_skipped'] },
          { limit: 1 },
        );
        const { awsRequests, problems, progress, failures } = items[0]
          .metadata as any;
        expect(items[0].eventType).not.toBe('run_failed');
        expect(failures.length).toBeLessThanOrEqual(1);
        ofDay += awsRequests;
        problems?.forEach((each: any) => told.add(each.message));
        last = { message: items[0].message, progress };
      }
      expect(ofDay).toBeLessThanOrEqual(cap);
    }
    return { told: [...told], last: last! };
  }

  async function storedDays(
    name: string,
    spend: 'usage' | 'charges',
    from: string,
    to: string,
  ) {
    const project = await database.projects.byName(name);
    const rows = await database.costs.totalsByDay({
      projectId: project!.id,
      from,
      to,
      spend,
    });
    return rows.filter(({ total }) => total !== 0).length;
  }

  /** All days that a backfill of 60 days had to bring, and those since; charges come once in six days at the least. */
  async function expectAll(name: string, days: number) {
    for (const [spend, late] of [
      ['usage', 2],
      ['charges', 8],
    ] as const) {
      expect({
        spend,
        days: await storedDays(name, spend, day(-60 + days), day(days - late)),
      }).toEqual({ spend, days: 61 - late });
    }
  }

  it.each([1, 2, 3])(
    'is backfilled with %i requests a day, however many days that takes, and its runs say that they are too few',
    async cap => {
      const days = 40;
      const { told } = await live({ cap, days });

      await expectAll('default', days);
      expect(told).toHaveLength(1);
      expect(told[0]).toMatch(
        new RegExp(
          `^guardrails\\.costs\\.requestCapPerDay is ${cap}, which does not reach for what is to be read of the portal’s own account in a day; it is read in steps of \\d+ days, .* Raise the cap$`,
        ),
      );
    },
  );

  it('is backfilled by whole months where a day’s requests reach for one', async () => {
    const { told } = await live({ cap: 5, days: 4 });

    await expectAll('default', 4);
    expect(told).toEqual([]);
  });

  it('whose day’s reading alone takes more pages than the cap is read in steps', async () => {
    // 22 days of November are eleven pages.
    const { told } = await live({ cap: 4, days: 60, daysPerPage: 2 });

    await expectAll('default', 60);
    expect(told.length).toBeGreaterThan(0);
  });

  it('that one request a page does not reach for in a single day says that nothing can be stored', async () => {
    entities = [entity('payments'), entity('ledger')];
    const { told } = await live({ cap: 1, days: 16 });

    expect(told.at(-1)).toBe(
      'guardrails.costs.requestCapPerDay is 1, which does not reach for the usage of the portal’s own account of one single day; nothing of it is stored until the cap is raised',
    );
  });

  it('is read as any other again when its past is there and a day’s requests reach for a day', async () => {
    await live({ cap: 3, days: 40 });

    const { told } = await live({ cap: 3, days: 2, from: 40 });

    expect(told).toEqual([]);
  });

  it('is read as any other as soon as the cap is raised', async () => {
    await live({ cap: 1, days: 3 });

    const { told, last } = await live({ cap: 40, days: 1, from: 3 });

    expect(told).toEqual([]);
    expect(last.message).toMatch(/^ingest-costs succeeded/);
    await expectAll('default', 4);
  });

  it('whose spend is claimed anew is divided anew over several days when one day’s requests do not reach', async () => {
    const backfillDays = 390;
    await live({ cap: 40, days: 2, backfillDays });
    entities = ['payments', 'ledger', 'search'].map(entity);
    const before = await storedDays('default', 'usage', day(-380), day(0));
    expect(before).toBe(381);

    // Thirteen months, two kinds and three tags take 78 requests and more.
    const first = await live({ cap: 40, days: 1, from: 2, backfillDays });
    expect(first.last.message).toMatch(/was skipped/);
    const { told } = await live({ cap: 40, days: 4, from: 3, backfillDays });

    expect(told).toEqual([
      expect.stringMatching(/^tag ledger is on no recent cost of/),
    ]);
    expect(await storedDays('default', 'usage', day(-380), day(4))).toBe(0);
    expect(
      await storedDays(
        'component:default/payments',
        'usage',
        day(-380),
        day(4),
      ),
    ).toBe(385);
  });

  it('read in steps has the charges of a new division with it, and none of the old', async () => {
    await live({ cap: 1, days: 40 });
    entities = [entity('payments')];
    amount = '3';

    await live({ cap: 1, days: 50, from: 40 });

    await expectAll('component:default/payments', 90);
    for (const spend of ['usage', 'charges'] as const) {
      expect(await storedDays('default', spend, day(-60 + 90), day(88))).toBe(
        0,
      );
    }
  });
});
