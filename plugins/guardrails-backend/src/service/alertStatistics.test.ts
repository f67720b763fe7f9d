import { freezeClock } from '../__testUtils__/frozenClock';
import { seedAlert, seedProject } from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import type { Database, ProjectRecord } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';

jest.setTimeout(60_000);
freezeClock();

const databases = testDatabases();

const HOUR_S = 3600;

describe.each(ENGINES)('GET /alerts/statistics on %s', engine => {
  let guardrails: RunningGuardrails;
  let database: Database;
  let project: ProjectRecord;

  beforeAll(async () => {
    const opened = await openDatabase(databases, engine);
    database = opened.database;
    guardrails = await startGuardrails({ knex: opened.knex });
    project = await seedProject(database, 'payments-api');
    // Monday 9 November: acknowledged after 1, 2 and 10 hours; Monday 16 November: after 4.
    for (const [detected, acknowledged, resolved] of [
      ['2026-11-09T00:00:00Z', 1, 5],
      ['2026-11-10T06:00:00Z', 2, undefined],
      ['2026-11-15T12:00:00Z', 10, 240],
      ['2026-11-16T00:00:00Z', 4, 6],
      ['2026-11-18T00:00:00Z', undefined, 8],
    ] as const) {
      await answered(project, detected, acknowledged, resolved);
    }
    await answered(
      await seedProject(database, 'search'),
      '2026-11-17T00:00:00Z',
      undefined,
      1,
    );
    await answered(project, '2026-01-05T00:00:00Z', 1, 2);
  });
  afterAll(() => guardrails.stop());

  const hoursAfter = (at: string, hours: number) =>
    new Date(Date.parse(at) + hours * HOUR_S * 1000);

  async function answered(
    of: ProjectRecord,
    detected: string,
    acknowledged: number | undefined,
    resolved: number | undefined,
  ) {
    const { id } = await seedAlert(database, of, {}, new Date(detected));
    if (acknowledged !== undefined) {
      await database.alerts.transition(
        id,
        { from: 'open', to: 'acknowledged' },
        hoursAfter(detected, acknowledged),
      );
    }
    if (resolved !== undefined) {
      await database.alerts.transition(
        id,
        {
          from: acknowledged === undefined ? 'open' : 'acknowledged',
          to: 'resolved',
        },
        hoursAfter(detected, resolved),
      );
    }
  }

  const statistics = async (query = '') =>
    (await guardrails.api.get(`/api/guardrails/alerts/statistics?${query}`))
      .body;

  it('counts what was opened and answered, and ranks how long that took', async () => {
    expect(
      await statistics(
        'project=payments-api&from=2026-11-09T00:00:00Z&to=2026-11-19T00:00:00Z',
      ),
    ).toEqual({
      from: '2026-11-09T00:00:00.000Z',
      to: '2026-11-19T00:00:00.000Z',
      opened: 5,
      acknowledged: 4,
      // The third was resolved later, on the 25th.
      resolved: 3,
      mtta: { seconds: 2 * HOUR_S, p90Seconds: 10 * HOUR_S, count: 4 },
      mttr: { seconds: 6 * HOUR_S, p90Seconds: 8 * HOUR_S, count: 3 },
      byWeek: [
        {
          week: '2026-11-09',
          opened: 3,
          resolved: 1,
          mttaSeconds: 2 * HOUR_S,
          mttrSeconds: 5 * HOUR_S,
        },
        {
          week: '2026-11-16',
          opened: 2,
          resolved: 2,
          mttaSeconds: 4 * HOUR_S,
          mttrSeconds: 6 * HOUR_S,
        },
      ],
    });
  });

  it('is of all projects, and of the last twelve weeks', async () => {
    const body = await statistics();
    expect(body).toMatchObject({
      from: '2026-08-28T12:00:00.000Z',
      to: '2026-11-20T12:00:00.000Z',
      opened: 6,
      resolved: 4,
    });
    expect(body.byWeek).toHaveLength(13);
    expect(body.byWeek[0]).toEqual({
      week: '2026-08-24',
      opened: 0,
      resolved: 0,
    });
  });

  it('says nothing of times where nothing was answered', async () => {
    const body = await statistics(
      'from=2026-10-01T00:00:00Z&to=2026-10-02T00:00:00Z',
    );
    expect(body).toMatchObject({
      opened: 0,
      mtta: { count: 0 },
      mttr: { count: 0 },
    });
    expect(body.mtta).not.toHaveProperty('seconds');
  });

  it('counts an alert that was over when it was found, and takes no time for it', async () => {
    await answered(project, '2026-09-07T00:00:00Z', undefined, 0.002 / HOUR_S);
    const body = await statistics(
      'from=2026-09-07T00:00:00Z&to=2026-09-08T00:00:00Z',
    );
    expect(body).toMatchObject({
      opened: 1,
      resolved: 1,
      mttr: { count: 0 },
      byWeek: [{ week: '2026-09-07', opened: 1, resolved: 1 }],
    });
    expect(body.mttr).not.toHaveProperty('seconds');
    expect(body.byWeek[0]).not.toHaveProperty('mttrSeconds');
  });

  it('counts an alert that was reopened as resolved when it is so again', async () => {
    const alert = await seedAlert(
      database,
      project,
      {},
      new Date('2026-06-01T00:00:00Z'),
    );
    const move = (
      from: 'open' | 'resolved',
      to: 'open' | 'resolved',
      on: Date,
    ) => database.alerts.transition(alert.id, { from, to }, on);
    await move('open', 'resolved', new Date('2026-11-18T07:00:00Z'));
    const range = 'from=2026-11-18T06:30:00Z&to=2026-11-18T07:30:00Z';
    expect((await statistics(range)).resolved).toBe(1);
    await move('resolved', 'open', new Date('2026-11-18T08:00:00Z'));
    expect((await statistics(range)).resolved).toBe(0);
  });

  it.each([
    ['from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z', 'from: got'],
    ['from=2024-11-02T00:00:00Z', 'takes at most 400 days'],
    ['project=nothing', "No project has the name 'nothing'"],
  ])('refuses %s', async (query, message) => {
    const { error } = await statistics(query);
    expect(error.message).toContain(message);
  });
});
