import { randomUUID } from 'node:crypto';
import { freezeClock } from '../__testUtils__/frozenClock';
import {
  daysAgo,
  seedCosts,
  seedProject,
  seedRun,
  TODAY,
} from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import { RunTrail } from '../audit';
import type { Database } from '../database';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';

jest.setTimeout(60_000);
freezeClock();

const databases = testDatabases();

describe.each(ENGINES)('GET /costs on %s', engine => {
  let guardrails: RunningGuardrails;
  let database: Database;

  beforeAll(async () => {
    const opened = await openDatabase(databases, engine);
    database = opened.database;
    guardrails = await startGuardrails({
      knex: opened.knex,
      config: { guardrails: { projects: [{ name: 'payments-api' }] } },
    });
    const project = await seedProject(database, 'payments-api');
    await seedCosts(
      database,
      project,
      { 'Amazon RDS': '10.1000', Lambda: '0.2000', Refund: '-1.0000' },
      { from: 100, to: 31 },
    );
    await seedCosts(
      database,
      project,
      { 'Amazon RDS': '20.1000', Lambda: '0.3000' },
      { from: 30, to: 1 },
    );
    await seedCosts(
      database,
      project,
      { 'charge:Tax': '12.3000', 'charge:Credit': '-20.1000' },
      { from: 5, to: 5 },
    );
    await seedRun(
      database,
      { jobId: 'ingest-costs', completedProjects: ['payments-api'] },
      new Date('2026-11-20T06:00:00Z'),
    );
    await seedRun(
      database,
      {
        jobId: 'ingest-costs',
        failures: [{ scope: 'the portal’s own account', message: 'denied' }],
      },
      new Date('2026-11-20T11:00:00Z'),
    );
  });
  afterAll(() => guardrails.stop());

  const report = async (query: string) => {
    const response = await guardrails.api.get(
      `/api/guardrails/costs?project=payments-api${query}`,
    );
    expect(response.text).toEqual(expect.stringContaining('"currency"'));
    return response.body;
  };

  it('calls estimated what was fresh when it was last read, however long ago that is', async () => {
    await seedProject(database, 'paused');
    await seedRun(
      database,
      { jobId: 'ingest-costs', completedProjects: ['paused'] },
      new Date('2026-11-10T06:00:00Z'),
    );

    const { body } = await guardrails.api.get(
      '/api/guardrails/costs?project=paused&from=2026-11-01',
    );

    expect(body.asOf).toBe('2026-11-10T06:00:00.000Z');
    // Read on the 10th, the 7th was three days old and final.
    expect(body.estimatedFrom).toBe('2026-11-08');
  });

  it('calls all of it estimated before the first complete read', async () => {
    await seedProject(database, 'unread');

    const { body } = await guardrails.api.get(
      '/api/guardrails/costs?project=unread&from=2026-11-01',
    );

    expect(body.asOf).toBeUndefined();
    expect(body.estimatedFrom).toBe('2026-11-01');
  });

  it('shows gross and net: charges never mask the usage that they are paid with', async () => {
    const body = await report(`&from=${daysAgo(6)}&to=${daysAgo(4)}`);

    expect(body.total).toBe(61.2);
    expect(body.totals).toEqual({ usage: 61.2, charges: -7.8, net: 53.4 });
    expect(body.days.map(({ total }: { total: number }) => total)).toEqual([
      20.4, 20.4, 20.4,
    ]);
    expect(
      body.services.map(({ service }: { service: string }) => service),
    ).toEqual(['Amazon RDS', 'Lambda']);
    expect(body.charges).toEqual([
      { type: 'Tax', total: 12.3, amounts: [null, 12.3, null] },
      { type: 'Credit', total: -20.1, amounts: [null, -20.1, null] },
    ]);
  });

  it('has no charges of single services', async () => {
    const body = await report(
      `&from=${daysAgo(6)}&to=${daysAgo(4)}&services=Lambda`,
    );

    expect(body.charges).toEqual([]);
    expect(body.totals).toEqual({ usage: 0.9, charges: 0, net: 0.9 });
  });

  it('answers the 30 days up to yesterday, the last that can be stored, when no range is asked', async () => {
    const body = await report('');
    expect([body.from, body.to]).toEqual([daysAgo(30), daysAgo(1)]);
    expect(body.days).toHaveLength(30);
    expect(body.days.at(-1).total).toBe(20.4);
  });

  it('answers every day in order, also one that nothing is stored for', async () => {
    const body = await report(`&from=${daysAgo(2)}&to=${TODAY}`);
    expect(body).toMatchObject({
      project: 'payments-api',
      currency: 'USD',
      total: 40.8,
      days: [
        { date: daysAgo(2), total: 20.4 },
        { date: daysAgo(1), total: 20.4 },
        { date: TODAY, total: 0 },
      ],
      services: [
        { service: 'Amazon RDS', total: 40.2, amounts: [20.1, 20.1, null] },
        { service: 'Lambda', total: 0.6, amounts: [0.3, 0.3, null] },
      ],
    });
  });

  it('compares with as many days before', async () => {
    const body = await report(`&from=${daysAgo(30)}&to=${daysAgo(1)}`);
    expect(body.total).toBeCloseTo(30 * 20.4, 4);
    expect(body.previousTotal).toBeCloseTo(30 * 9.3, 4);
    expect(
      body.services.map((each: any) => [each.service, each.previousTotal]),
    ).toEqual([
      ['Amazon RDS', 303],
      ['Lambda', 6],
    ]);
  });

  it('compares with nothing when the days before are not all stored', async () => {
    const body = await report(`&from=${daysAgo(60)}&to=${daysAgo(1)}`);
    expect(body).not.toHaveProperty('previousTotal');
    expect(body.services[0]).not.toHaveProperty('previousTotal');
  });

  it.each([
    ['the first open day', daysAgo(10), TODAY, daysAgo(2)],
    ['the first day when all are open', daysAgo(1), TODAY, daysAgo(1)],
    ['nothing when all are final', daysAgo(10), daysAgo(3), undefined],
  ])('says that AWS may restate from %s on', async (_, from, to, expected) => {
    const body = await report(`&from=${from}&to=${to}`);
    expect(body.estimatedFrom).toBe(expected);
  });

  describe('of an account that AWS has not invoiced', () => {
    let trail: RunTrail;
    let remainderId: string;

    const read = (openFrom?: string) =>
      trail.costsRead(remainderId, randomUUID(), {
        jobId: 'ingest-costs',
        attribution: 'a',
        from: daysAgo(3),
        to: TODAY,
        spend: ['usage'],
        covered: {},
        openFrom,
        totals: {},
        requests: {},
        progress: { doneDays: 3, totalDays: 3 },
      });

    beforeAll(async () => {
      trail = new RunTrail(database, new Date('2026-11-20T06:00:00Z'));
      remainderId = (await seedProject(database, 'default')).id;
    });

    it('says nothing before it was read', async () => {
      expect(await report('')).not.toHaveProperty('openFrom');
      await trail.attributionChanged(remainderId, randomUUID(), {
        jobId: 'ingest-costs',
        attribution: 'a',
        projects: ['default', 'payments-api'],
      });
      expect(await report('')).not.toHaveProperty('openFrom');
    });

    it('answers its first open day, of every project that has a part of the account', async () => {
      await read('2026-11-01');

      expect((await report(`&from=${daysAgo(30)}`)).openFrom).toBe(
        '2026-11-01',
      );
      expect((await report(`&from=${daysAgo(5)}`)).openFrom).toBe(daysAgo(5));
      expect(await report('&from=2026-10-01&to=2026-10-31')).not.toHaveProperty(
        'openFrom',
      );
      // It says nothing of which amounts may still change materially.
      expect((await report('')).estimatedFrom).toBe(daysAgo(2));
      const ofAnother = await guardrails.api.get(
        '/api/guardrails/costs?project=paused&from=2026-11-01',
      );
      expect(ofAnother.body).not.toHaveProperty('openFrom');
    });

    it('answers none when all is invoiced, or an older version wrote the newest read', async () => {
      await read();

      expect(await report('')).not.toHaveProperty('openFrom');
    });
  });

  it('restricts everything to the asked services', async () => {
    const body = await report(
      `&from=${daysAgo(31)}&to=${daysAgo(31)}&services=Lambda&services=Refund`,
    );
    expect(body).toMatchObject({
      total: -0.8,
      previousTotal: -0.8,
      days: [{ date: daysAgo(31), total: -0.8 }],
      services: [
        { service: 'Lambda', amounts: [0.2] },
        { service: 'Refund', amounts: [-1] },
      ],
    });
    expect(body.services).toHaveLength(2);
  });

  it('is as of the newest run that completed the project, whatever failed since', async () => {
    expect((await report('')).asOf).toBe('2026-11-20T06:00:00.000Z');
  });

  it('is not as of a time to come after a run whose clock was ahead', async () => {
    await seedProject(database, 'hasty');
    await seedRun(
      database,
      { jobId: 'ingest-costs', completedProjects: ['hasty'] },
      new Date('2026-12-24T06:00:00Z'),
    );

    const { body } = await guardrails.api.get(
      '/api/guardrails/costs?project=hasty&from=2026-11-01',
    );

    expect(body.asOf).toBe('2026-11-20T12:00:00.000Z');
    expect(body.estimatedFrom).toBe(daysAgo(2));
  });

  it('answers zeros in dollars for a project without costs', async () => {
    const response = await guardrails.api.get(
      '/api/guardrails/costs?project=default',
    );
    expect(response.body).toMatchObject({
      currency: 'USD',
      total: 0,
      services: [],
    });
    expect(response.body).not.toHaveProperty('asOf');
  });

  it('takes a range of 400 days and no more', async () => {
    expect(
      (await report(`&from=${daysAgo(399)}&to=${TODAY}`)).days,
    ).toHaveLength(400);
    const tooLong = await guardrails.api.get(
      `/api/guardrails/costs?project=payments-api&from=${daysAgo(401)}`,
    );
    expect(tooLong.status).toBe(400);
  });

  it('is answered fresh', async () => {
    const response = await guardrails.api.get(
      '/api/guardrails/costs?project=payments-api',
    );
    expect(response.get('cache-control')).toBe('private, no-store');
  });
});
