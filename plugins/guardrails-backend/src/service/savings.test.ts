import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { freezeClock } from '../__testUtils__/frozenClock';
import { CALLERS, mockPolicy } from '../__testUtils__/people';
import {
  daysAgo,
  NOW,
  seedAlert,
  seedCosts,
  seedProject,
  seedRecommendation,
  seedRun,
} from '../__testUtils__/seed';
import {
  startGuardrails,
  type RunningGuardrails,
} from '../__testUtils__/startGuardrails';
import type { Database, ProjectRecord } from '../database';
import { Freshness } from './Freshness';
import { SavingsMeter } from './SavingsMeter';
import {
  ENGINES,
  openDatabase,
  testDatabases,
} from '../database/__testUtils__/engines';

jest.setTimeout(60_000);
freezeClock();

const databases = testDatabases();

const MONTH = 365 / 12;
const RUN_OF_COSTS = {
  jobId: 'ingest-costs',
  completedProjects: ['payments-api', 'search'],
} as const;
const cents = (amount: number) => Math.round(amount * 100) / 100;

describe.each(ENGINES)('savings on %s', engine => {
  let guardrails: RunningGuardrails;
  let database: Database;
  let knex: Knex;
  let payments: ProjectRecord;
  let search: ProjectRecord;

  beforeAll(async () => {
    const opened = await openDatabase(databases, engine);
    ({ database, knex } = opened);
    guardrails = await startGuardrails({
      knex,
      features: [mockPolicy().permissions.factory],
    });
    payments = await seedProject(database, 'payments-api');
    search = await seedProject(database, 'search');
    // The last complete read was yesterday: three days before it and older are final.
    await seedRun(database, RUN_OF_COSTS, new Date('2026-11-19T22:00:00Z'));
  });
  afterAll(() => guardrails.stop());

  /** A service that cost $10, then $30 for ten days until the recommendation was done, and `after` since. */
  const seedSaving = async (
    project: ProjectRecord,
    options: {
      doneDaysAgo: number;
      after: string;
      owner?: string;
    },
  ) => {
    const service = `Service ${randomUUID()}`;
    const { doneDaysAgo: done, after } = options;
    await seedCosts(
      database,
      project,
      { [service]: '10.0000' },
      { from: done + 80, to: done + 11 },
    );
    await seedCosts(
      database,
      project,
      { [service]: '30.0000' },
      { from: done + 10, to: done },
    );
    await seedCosts(
      database,
      project,
      { [service]: after },
      { from: done - 1, to: 0 },
    );
    const openedAt = new Date(`${daysAgo(done + 9)}T06:00:00Z`);
    const alert = await seedAlert(
      database,
      project,
      {
        serviceName: service,
        windowStart: new Date(`${daysAgo(done + 10)}T00:00:00Z`),
        windowEnd: new Date(`${daysAgo(done + 9)}T00:00:00Z`),
        observedValue: 30,
        baselineValue: 10,
      },
      openedAt,
    );
    const recommendation = await seedRecommendation(database, alert);
    await database.recommendations.update(
      recommendation.id,
      { from: 'open', to: 'done', owner: options.owner },
      new Date(`${daysAgo(done)}T12:00:00Z`),
    );
    return { alert, recommendation };
  };

  const get = async (path: string, caller: keyof typeof CALLERS = 'admin') =>
    guardrails.api
      .get(`/api/guardrails${path}`)
      .set('Authorization', CALLERS[caller]);

  beforeEach(async () => {
    await knex('alerts').delete();
    await knex('daily_costs').delete();
  });

  it('are expected of a recommendation that is open, in the list, the alert and by itself', async () => {
    const alert = await seedAlert(database, payments);
    const { id } = await seedRecommendation(database, alert);
    const expected = {
      expectedPerMonth: cents(214 * MONTH),
      days: 0,
      currency: 'USD',
    };

    const { body: list } = await get(`/recommendations?alertId=${alert.id}`);
    expect(list.items[0].savings).toEqual(expected);
    const { body: one } = await get(`/recommendations/${id}`);
    expect(one.savings).toEqual(expected);
    const { body: detail } = await get(`/alerts/${alert.id}`);
    expect(detail.recommendations[0].savings).toEqual(expected);
    const { body: summary } = await get('/projects/payments-api/summary');
    expect(summary.topRecommendation.savings).toEqual(expected);
  });

  it('are measured on the final days since it was done', async () => {
    const { recommendation } = await seedSaving(payments, {
      doneDaysAgo: 20,
      after: '12.0000',
    });
    const { body } = await get(`/recommendations/${recommendation.id}`);
    expect(body.savings).toEqual({
      expectedPerMonth: cents(20 * MONTH),
      measuredPerMonth: cents(18 * MONTH),
      plusMinus: 0,
      // From 19 days ago to four days ago.
      days: 16,
      currency: 'USD',
    });
  });

  it('are not measured before there are a week of final days', async () => {
    const { recommendation } = await seedSaving(payments, {
      doneDaysAgo: 8,
      after: '12.0000',
    });
    const { body } = await get(`/recommendations/${recommendation.id}`);
    expect(body.savings).toEqual({
      expectedPerMonth: cents(20 * MONTH),
      days: 4,
      currency: 'USD',
    });
  });

  it('follow what AWS restates later', async () => {
    const { alert, recommendation } = await seedSaving(payments, {
      doneDaysAgo: 20,
      after: '12.0000',
    });
    await seedCosts(
      database,
      payments,
      { [alert.serviceName!]: '15.0000' },
      { from: 19, to: 0 },
    );
    const { body } = await get(`/recommendations/${recommendation.id}`);
    expect(body.savings.measuredPerMonth).toBe(cents(15 * MONTH));
  });

  it('are told of no recommendation that saves nothing of this alert', async () => {
    const alert = await seedAlert(database, payments);
    await database.recommendations.insert(
      [
        {
          projectId: payments.id,
          alertId: alert.id,
          title: 'Put a daily limit on it',
          actionSteps: ['Agree on it'],
          impact: 'the next rise is seen on its first day',
        },
      ],
      alert.createdAt,
    );
    const { body } = await get(`/recommendations?alertId=${alert.id}`);
    expect(body.items[0]).not.toHaveProperty('savings');
  });

  it('are added up by owner, with how sure that is', async () => {
    await seedSaving(payments, {
      doneDaysAgo: 20,
      after: '12.0000',
      owner: 'ana@example.com',
    });
    await seedSaving(search, {
      doneDaysAgo: 30,
      after: '45.0000',
      owner: 'ana@example.com',
    });
    await seedSaving(search, {
      doneDaysAgo: 5,
      after: '12.0000',
      owner: 'ana@example.com',
    });
    await seedSaving(search, { doneDaysAgo: 20, after: '10.0000' });

    const { body } = await get('/savings?groupBy=owner');
    expect(body.items).toEqual([
      {
        owner: 'ana@example.com',
        expectedPerMonth: cents(60 * MONTH),
        measuredPerMonth: cents((18 - 15) * MONTH),
        plusMinus: 0,
        recommendations: 3,
        measured: 2,
        currency: 'USD',
      },
      {
        expectedPerMonth: cents(20 * MONTH),
        measuredPerMonth: cents(20 * MONTH),
        plusMinus: 0,
        recommendations: 1,
        measured: 1,
        currency: 'USD',
      },
    ]);
  });

  it('count an alert once, for whoever was done first', async () => {
    const { alert } = await seedSaving(payments, {
      doneDaysAgo: 20,
      after: '12.0000',
      owner: 'ana@example.com',
    });
    const second = await seedRecommendation(database, alert);
    await database.recommendations.update(
      second.id,
      { from: 'open', to: 'done', owner: 'bob' },
      new Date(`${daysAgo(15)}T12:00:00Z`),
    );
    const { body } = await get('/savings?groupBy=owner');
    expect(body.items).toEqual([
      expect.objectContaining({ owner: 'ana@example.com', recommendations: 1 }),
    ]);
  });

  it('are shown of the projects that the caller may see', async () => {
    await seedSaving(payments, { doneDaysAgo: 20, after: '12.0000' });
    await seedSaving(search, { doneDaysAgo: 20, after: '12.0000' });

    const projectsOf = async (caller: keyof typeof CALLERS) =>
      (await get('/savings?groupBy=project', caller)).body.items.map(
        ({ project }: { project: string }) => project,
      );
    expect((await projectsOf('viewer')).sort()).toEqual([
      'payments-api',
      'search',
    ]);
    expect(await projectsOf('owner')).toEqual(['payments-api']);
    expect(await projectsOf('guest')).toEqual([]);
    const { body } = await get('/savings?groupBy=project&project=search');
    expect(body.items).toHaveLength(1);
  });

  /** As the job does after it has judged the new costs. */
  const measure = async (at = NOW) => {
    const config = { costs: { finalAfterDays: 3 }, projects: [] } as any;
    await new SavingsMeter({
      database,
      freshness: new Freshness({ stores: database, config, now: () => at }),
      config,
      now: () => at,
    }).store();
  };

  it('are stored when they are measured, and then no question reads the bills again', async () => {
    await seedSaving(payments, { doneDaysAgo: 20, after: '12.0000' });
    await seedSaving(search, { doneDaysAgo: 60, after: '12.0000' });
    const { body: before } = await get('/savings?groupBy=project');

    await measure();

    const asked: string[] = [];
    const listen = ({ sql }: { sql: string }) => asked.push(sql);
    knex.on('query', listen);
    const { body: after } = await get('/savings?groupBy=project');
    knex.removeListener('query', listen);
    expect(after).toEqual(before);
    expect(after.items).toHaveLength(2);
    expect(asked.filter(sql => sql.includes('only_service'))).toEqual([]);
    // What they come to is stored as well.
    expect(asked.filter(sql => sql.includes('recommendations'))).toEqual([]);
  });

  it('that are added up are in the currency of the bills', async () => {
    await seedSaving(payments, { doneDaysAgo: 20, after: '12.0000' });
    const currency = async () =>
      (await get('/savings?groupBy=project')).body.items[0].currency;
    await measure();
    await knex('savings_sums').whereNotNull('owners').update('currency', 'EUR');
    expect(await currency()).toBe('EUR');

    await measure();

    expect(await currency()).toBe('USD');
  });

  it('that are added up are of the last 400 days whenever somebody asks', async () => {
    await seedSaving(payments, { doneDaysAgo: 401, after: '12.0000' });
    await seedSaving(payments, { doneDaysAgo: 20, after: '12.0000' });
    const recommendations = async () =>
      (await get('/savings?groupBy=project')).body.items[0].recommendations;

    await measure(new Date(`${daysAgo(3)}T12:00:00Z`));

    expect(await recommendations()).toBe(1);
  });

  it('are stored also of what was done longer ago than any report looks', async () => {
    const { recommendation } = await seedSaving(payments, {
      doneDaysAgo: 500,
      after: '12.0000',
    });

    await measure();

    const { id } = recommendation;
    expect((await database.savings.ofRecommendations([id])).get(id)).toEqual(
      expect.objectContaining({ perMonth: expect.closeTo(18 * MONTH, 6) }),
    );
  });

  it('that are stored are what would be measured, whatever happens', async () => {
    const seeded = [
      await seedSaving(payments, { doneDaysAgo: 20, after: '12.0000' }),
      await seedSaving(search, { doneDaysAgo: 40, after: '45.0000' }),
      await seedSaving(search, { doneDaysAgo: 10, after: '10.0000' }),
    ];
    const [first, second, third] = seeded;
    const restate = (
      { alert }: (typeof seeded)[number],
      project: ProjectRecord,
      day: number,
    ) =>
      seedCosts(
        database,
        project,
        { [alert.serviceName!]: '99.0000' },
        { from: day, to: day - 6 },
      );
    const happenings = [
      () => restate(first, payments, 15),
      () => restate(second, search, 90),
      () => restate(second, search, 39),
      () => database.costs.deleteBefore(payments.id, daysAgo(60), 1_000),
      async () => {
        const { id } = third.recommendation;
        const at = new Date(`${daysAgo(9)}T12:00:00Z`);
        await database.recommendations.update(
          id,
          { from: 'done', to: 'open' },
          at,
        );
        await database.recommendations.update(
          id,
          { from: 'open', to: 'done' },
          at,
        );
      },
      () =>
        database.alerts.extend(
          second.alert.id,
          { windowStart: new Date(`${daysAgo(54)}T00:00:00Z`) },
          NOW,
        ),
      () => seedRun(database, RUN_OF_COSTS, new Date('2026-11-20T11:00:00Z')),
      () =>
        database.recommendations.update(
          first.recommendation.id,
          { from: 'done', owner: 'bob' },
          NOW,
        ),
      async () => {
        const { id } = await seedRecommendation(database, first.alert);
        await database.recommendations.update(
          id,
          { from: 'open', to: 'done' },
          new Date(`${daysAgo(25)}T12:00:00Z`),
        );
      },
      () =>
        knex('expected_savings')
          .where('recommendation_id', second.recommendation.id)
          .update({ per_month: 1 }),
      () =>
        database.recommendations.update(
          third.recommendation.id,
          { from: 'done', to: 'open' },
          NOW,
        ),
      () => knex('alerts').where('id', second.alert.id).delete(),
      () => seedSaving(search, { doneDaysAgo: 8, after: '10.0000' }),
    ];
    for (const happens of happenings) {
      await measure();
      await happens();
      const { body: stored } = await get('/savings?groupBy=owner');
      await knex('measured_savings').delete();
      const { body: measured } = await get('/savings?groupBy=owner');
      expect(stored).toEqual(measured);
    }
  });

  it('are expected of what a backend of the version before wrote beside this one', async () => {
    await seedSaving(payments, { doneDaysAgo: 20, after: '12.0000' });
    const { recommendation } = await seedSaving(search, {
      doneDaysAgo: 20,
      after: '12.0000',
    });
    await knex('recommendations')
      .where({ id: recommendation.id })
      .update({ impact: 'the next rise is seen on its first day' });
    await knex('expected_savings').delete();
    expect((await get('/savings?groupBy=project')).body.items).toEqual([]);

    await measure();
    await measure();

    expect((await get('/savings?groupBy=project')).body.items).toEqual([
      expect.objectContaining({
        project: 'payments-api',
        expectedPerMonth: cents(20 * MONTH),
        measuredPerMonth: cents(18 * MONTH),
      }),
    ]);
  });

  it('that are complete outlive the days that they were measured on', async () => {
    await seedSaving(payments, { doneDaysAgo: 60, after: '12.0000' });
    await measure();
    const { body: before } = await get('/savings?groupBy=project');
    expect(before.items).toMatchObject([
      { measured: 1, measuredPerMonth: cents(18 * MONTH) },
    ]);

    // In the middle of the days before it was done, later in those after, at last all.
    for (const retainedDays of [65, 50, 1]) {
      let deleted: number;
      do {
        deleted = await database.costs.deleteBefore(
          payments.id,
          daysAgo(retainedDays),
          30,
        );
      } while (deleted >= 30);
      await measure();
      const { body: after } = await get('/savings?groupBy=project');
      expect(after).toEqual(before);
    }
  });

  it.each([
    ['the ten days before it was done', 70, cents(18 * MONTH)],
    ['three of them', 63, cents(18 * MONTH)],
    ['two of them, which say too little', 62, undefined],
    ['some of those after it', 50, undefined],
  ])(
    'do not take deleted days for days without cost, where the bill is left of %s',
    async (_, retainedDays, measuredPerMonth) => {
      await seedSaving(payments, { doneDaysAgo: 60, after: '12.0000' });
      await database.costs.deleteBefore(
        payments.id,
        daysAgo(retainedDays),
        1_000,
      );
      await measure();

      const { body } = await get('/savings?groupBy=project');
      expect(body.items).toHaveLength(1);
      expect(body.items[0].measuredPerMonth).toBe(measuredPerMonth);
    },
  );

  it('are forgotten with the costs that they were measured on, and only with these', async () => {
    const { alert, recommendation } = await seedSaving(payments, {
      doneDaysAgo: 60,
      after: '12.0000',
    });
    await measure();
    const stored = () =>
      database.savings.ofRecommendations([recommendation.id]);
    const service = { [alert.serviceName!]: '13.0000' };

    await seedCosts(database, payments, service, { from: 31, to: 20 });
    expect((await stored()).size).toBe(1);
    await seedCosts(database, payments, service, { from: 32, to: 32 });
    expect((await stored()).size).toBe(0);
  });
});
