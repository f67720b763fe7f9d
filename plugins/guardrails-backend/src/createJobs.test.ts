import { mockServices } from '@backstage/backend-test-utils';
import { createJobs } from './createJobs';
import { openDatabase, testDatabases } from './database/__testUtils__/engines';
import { HandScheduler } from './jobs/__testUtils__/HandScheduler';
import { startPortal } from './jobs/__testUtils__/startPortal';
import { madeCosts } from './jobs/__testUtils__/madeCosts';
import { readSettings } from './settings';

const databases = testDatabases(['SQLITE_3']);
const NO_EXTENSIONS = { rules: [], playbooks: [] };

/** What the newest run of the costs' ingestion says, where a day's requests do not reach for what is to be read. */
async function problemsOfCosts(options: {
  readonly cap: number;
  readonly canBreakDown: boolean;
}) {
  const { database } = await openDatabase(databases, 'SQLITE_3');
  const settings = readSettings(
    mockServices.rootConfig({
      data: {
        guardrails: {
          costs: { requestCapPerDay: options.cap },
          drivers: { queriesPerDay: 5 },
        },
      },
    }),
    NO_EXTENSIONS,
  );
  if ('error' in settings) throw settings.error;
  const costs = madeCosts({
    // Ten requests for each day of usage: more than any cap here.
    daysPerPage: 0.1,
    recordsOf: ({ spend }) => [
      {
        service: spend === 'usage' ? 'AWS Lambda' : 'charge:Tax',
        amount: '1',
        currency: 'USD',
      },
    ],
  });
  const jobs = createJobs(
    {
      ...settings,
      sources: {
        ...settings.sources,
        costs: {
          ...costs,
          ...(options.canBreakDown && { async *fetchBreakdown() {} }),
        },
      },
    },
    database,
    NO_EXTENSIONS,
    {
      auth: mockServices.auth(),
      catalog: { async *streamEntities() {} } as any,
    },
    // Without what runs after them.
  ).map(({ schedule, ...each }) => ({ job: each.job, schedule }));
  const scheduler = new HandScheduler();
  const portal = await startPortal({ scheduler, database, jobs });
  await scheduler.run('ingest-costs');
  const views = await portal.list();
  return views.find(({ id }) => id === 'ingest-costs')!.runs[0].problems;
}

describe('a cap that a day’s costs do not fit into', () => {
  it.each([
    {
      named: 'with what of it is kept for the drivers of alerts',
      cap: 20,
      canBreakDown: true,
      words:
        'guardrails.costs.requestCapPerDay is 20, of which 5 are kept for what drives alerts and the other 15 do not reach for',
    },
    {
      named: 'as a whole, where the source tells no drivers',
      cap: 20,
      canBreakDown: false,
      words:
        'guardrails.costs.requestCapPerDay is 20, which does not reach for',
    },
    {
      named: 'as a whole, where it is too small to be divided',
      cap: 19,
      canBreakDown: true,
      words:
        'guardrails.costs.requestCapPerDay is 19, which does not reach for',
    },
  ])('is named $named', async ({ cap, canBreakDown, words }) => {
    expect(await problemsOfCosts({ cap, canBreakDown })).toEqual([
      {
        project: 'default',
        message: expect.stringContaining(words),
      },
    ]);
  });
});
