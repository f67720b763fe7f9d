import type { Knex } from 'knex';
import type { Database } from './Database';
import { ENGINES, openDatabase, testDatabases } from './__testUtils__/engines';
import { newProject, rdsCost } from './__testUtils__/samples';

const RDS = 'Amazon Relational Database Service';
const S3 = 'Amazon Simple Storage Service';

const databases = testDatabases();

describe.each(ENGINES)('costs on %s', engine => {
  let knex: Knex;
  let database: Database;
  let projectId: string;

  beforeAll(async () => {
    ({ knex, database } = await openDatabase(databases, engine));
  });

  beforeEach(async () => {
    projectId = (await newProject(database)).id;
  });

  const november = () => ({
    projectId,
    from: '2026-11-01',
    to: '2026-11-30',
  });

  describe('upsert', () => {
    it('inserts new days and touches nothing when they come again', async () => {
      const costs = [rdsCost(), rdsCost({ service: S3, amount: '0.0001' })];

      expect(await database.costs.upsert(projectId, costs)).toEqual({
        inserted: 2,
        restated: [],
      });
      const stored = await knex('daily_costs').where('project_id', projectId);

      expect(await database.costs.upsert(projectId, costs)).toEqual({
        inserted: 0,
        restated: [],
      });
      expect(await knex('daily_costs').where('project_id', projectId)).toEqual(
        stored,
      );
    });

    it.each([
      ['with a comma, braces and quotes', `Tax {EU}, "VAT" isn't`],
      ['with a backslash', 'Back\\slash\\'],
      ['named like a missing value', 'NULL'],
      ['of another script, with a line break', 'サービス\n🚀'],
      ['of blanks', '  '],
    ])('stores a service %s as it is called', async (_, service) => {
      await database.costs.upsert(projectId, [rdsCost({ service })]);

      expect(await database.costs.amounts(november())).toMatchObject([
        { service },
      ]);
    });

    it('replaces a restated amount and answers the old and the new one', async () => {
      await database.costs.upsert(projectId, [
        rdsCost({ amount: '12.34' }),
        rdsCost({ date: '2026-11-17', amount: '10' }),
        rdsCost({ date: '2026-11-16', amount: '9' }),
      ]);

      const written = await database.costs.upsert(projectId, [
        rdsCost({ amount: '12.9100' }),
        rdsCost({ date: '2026-11-17', amount: '-0.5' }),
        rdsCost({ date: '2026-11-16', amount: '9.0000' }),
        rdsCost({ date: '2026-11-19', amount: '1' }),
      ]);

      expect(written).toEqual({
        inserted: 1,
        restated: [
          {
            date: '2026-11-17',
            service: RDS,
            currency: 'USD',
            from: '10.0000',
            to: '-0.5000',
          },
          {
            date: '2026-11-18',
            service: RDS,
            currency: 'USD',
            from: '12.3400',
            to: '12.9100',
          },
        ],
      });
      expect(await database.costs.amounts(november())).toEqual([
        { date: '2026-11-16', service: RDS, amount: 9 },
        { date: '2026-11-17', service: RDS, amount: -0.5 },
        { date: '2026-11-18', service: RDS, amount: 12.91 },
        { date: '2026-11-19', service: RDS, amount: 1 },
      ]);
    });

    it('keeps projects apart', async () => {
      const other = await newProject(database);
      await database.costs.upsert(projectId, [rdsCost({ amount: '1' })]);
      await database.costs.upsert(other.id, [rdsCost({ amount: '2' })]);

      expect(await database.costs.total(november())).toBe(1);
      expect(
        await database.costs.total({ ...november(), projectId: other.id }),
      ).toBe(2);
    });

    it('holds what the column can, to the last digit', async () => {
      const costs = [
        rdsCost({ date: '2026-11-01', amount: '99999999.9999' }),
        rdsCost({ date: '2026-11-02', amount: '-99999999.9999' }),
        rdsCost({ date: '2026-11-03', amount: '0.0001' }),
      ];
      await database.costs.upsert(projectId, costs);

      expect(
        (await database.costs.amounts(november())).map(cost => cost.amount),
      ).toEqual([99999999.9999, -99999999.9999, 0.0001]);
      expect((await database.costs.upsert(projectId, costs)).restated).toEqual(
        [],
      );
    });

    it('takes more rows than one statement has parameters', async () => {
      const services = Array.from({ length: 700 }, (_, i) => `Service ${i}`);
      const costs = services.flatMap(service =>
        Array.from({ length: 30 }, (_, day) =>
          rdsCost({
            service,
            date: `2026-11-${String(day + 1).padStart(2, '0')}`,
            amount: '1',
          }),
        ),
      );
      await database.costs.upsert(projectId, costs);
      const written = await database.costs.upsert(
        projectId,
        costs.map(cost => ({ ...cost, amount: '2' })),
      );

      expect(written.inserted).toBe(0);
      expect(written.restated).toHaveLength(21_000);
      expect(await database.costs.total(november())).toBe(42_000);
    });

    it.each([
      [
        [rdsCost(), rdsCost({ amount: '1' })],
        `cost of ${RDS} on 2026-11-18: got it twice in one call`,
      ],
      [
        [rdsCost({ amount: '1.23456' })],
        "got '1.23456', which does not fit NUMERIC(12,4)",
      ],
      [[rdsCost({ amount: '100000000' })], "got '100000000'"],
      [[rdsCost({ amount: 'NaN' })], "got 'NaN'"],
      [[rdsCost({ date: '18.11.2026' })], "got date '18.11.2026'"],
      [
        [rdsCost(), rdsCost({ service: S3, currency: 'EUR' })],
        'got EUR beside USD',
      ],
    ])('refuses %j', async (costs, message) => {
      await expect(database.costs.upsert(projectId, costs)).rejects.toThrow(
        expect.objectContaining({
          name: 'InputError',
          message: expect.stringContaining(message),
        }),
      );
      expect(await database.costs.extent(projectId)).toBeUndefined();
    });

    it('refuses to mix currencies over time', async () => {
      await database.costs.upsert(projectId, [rdsCost()]);

      await expect(
        database.costs.upsert(projectId, [
          rdsCost({ date: '2026-11-19', currency: 'CNY' }),
        ]),
      ).rejects.toThrow(
        expect.objectContaining({
          name: 'ConflictError',
          message: expect.stringContaining('has its costs in USD, got CNY'),
        }),
      );
    });

    it('loses no old amount when writers restate the same day at once', async () => {
      await database.costs.upsert(projectId, [rdsCost({ amount: '0' })]);

      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          database.costs.upsert(projectId, [rdsCost({ amount: `${i + 1}` })]),
        ),
      );

      // Every writer's old amount is the new one of the writer before it: one chain from 0 to what is stored.
      const steps = new Map(
        answers.map(({ restated: [step] }) => [step.from, step.to]),
      );
      let amount = '0.0000';
      for (let i = 0; i < answers.length; i++) {
        amount = steps.get(amount)!;
      }
      expect(steps.size).toBe(20);
      expect(Number(amount)).toBe(await database.costs.total(november()));
    });

    it('inserts a day once when writers bring it at once, in whichever order', async () => {
      // Long enough that two writers meet halfway, and would wait for each other if they kept to their own order.
      const days = Array.from({ length: 9_000 }, (_, i) =>
        rdsCost({ service: `Service ${i}` }),
      );
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, i) =>
          database.costs.upsert(projectId, i % 2 ? days : [...days].reverse()),
        ),
      );

      expect(answers.reduce((sum, answer) => sum + answer.inserted, 0)).toBe(
        9_000,
      );
      expect(answers.flatMap(answer => answer.restated)).toEqual([]);
    });
  });

  describe('sums', () => {
    it('are exact', async () => {
      await database.costs.upsert(projectId, [
        rdsCost({ amount: '0.1' }),
        rdsCost({ service: S3, amount: '0.2' }),
      ]);

      expect(await database.costs.total(november())).toBe(0.3);
    });

    it('are exact over ten thousand rows', async () => {
      await database.costs.upsert(
        projectId,
        Array.from({ length: 10_000 }, (_, i) =>
          rdsCost({ service: `Service ${i}`, amount: '1234.5671' }),
        ),
      );

      expect(await database.costs.total(november())).toBe(12_345_671);
      expect(await database.costs.totalsByDay(november())).toEqual([
        { date: '2026-11-18', total: 12_345_671 },
      ]);
    });

    it('take credits and refunds off', async () => {
      await database.costs.upsert(projectId, [
        rdsCost({ amount: '10' }),
        rdsCost({ service: 'Credits', amount: '-10.0001' }),
      ]);

      expect(await database.costs.total(november())).toBe(-0.0001);
    });

    it('go by service with the largest first, and by day in order', async () => {
      await database.costs.upsert(projectId, [
        rdsCost({ date: '2026-11-02', amount: '1' }),
        rdsCost({ date: '2026-11-01', amount: '2' }),
        rdsCost({ date: '2026-11-01', service: S3, amount: '7' }),
        rdsCost({ date: '2026-12-01', service: S3, amount: '100' }),
      ]);

      expect(await database.costs.totalsByService(november())).toEqual([
        { service: S3, total: 7 },
        { service: RDS, total: 3 },
      ]);
      expect(await database.costs.totalsByDay(november())).toEqual([
        { date: '2026-11-01', total: 9 },
        { date: '2026-11-02', total: 1 },
      ]);
      expect(
        await database.costs.totalsByDay({ ...november(), services: [RDS] }),
      ).toEqual([
        { date: '2026-11-01', total: 2 },
        { date: '2026-11-02', total: 1 },
      ]);
      expect(await database.costs.total({ ...november(), services: [] })).toBe(
        0,
      );
    });

    it('are zero, and there is no extent, where nothing is stored', async () => {
      expect(await database.costs.total(november())).toBe(0);
      expect(await database.costs.totalsByDay(november())).toEqual([]);
      expect(await database.costs.extent(projectId)).toBeUndefined();
      expect(
        (await database.projects.labels([projectId])).get(projectId)?.currency,
      ).toBeUndefined();
    });
  });

  it('keep charges apart from usage, so that neither masks the other', async () => {
    await database.costs.upsert(projectId, [
      rdsCost({ date: '2026-11-02', amount: '60' }),
      rdsCost({ date: '2026-11-01', service: 'charge:Tax', amount: '20.5' }),
      rdsCost({ date: '2026-11-02', service: 'charge:Credit', amount: '-60' }),
      rdsCost({ date: '2026-11-05', service: 'charge:Refund', amount: '-1' }),
      // Cost Explorer has a service of this name as well.
      rdsCost({ date: '2026-11-03', service: 'Tax', amount: '2' }),
    ]);
    const charges = { ...november(), spend: 'charges' } as const;

    expect(await database.costs.total(november())).toBe(62);
    expect(await database.costs.total(charges)).toBe(-40.5);
    expect(await database.costs.totalsByService(charges)).toEqual([
      { service: 'charge:Tax', total: 20.5 },
      { service: 'charge:Refund', total: -1 },
      { service: 'charge:Credit', total: -60 },
    ]);
    expect(await database.costs.totalsByDay(november())).toEqual([
      { date: '2026-11-02', total: 60 },
      { date: '2026-11-03', total: 2 },
    ]);
    expect(
      (await database.costs.amounts(november())).map(({ service }) => service),
    ).toEqual([RDS, 'Tax']);
    // A credit of a later day does not make the days before it final.
    expect(await database.costs.extent(projectId)).toMatchObject({
      first: '2026-11-02',
      last: '2026-11-03',
    });
  });

  it('know their first and last day and their currency', async () => {
    const other = await newProject(database);
    await database.costs.upsert(projectId, [
      rdsCost({ date: '2025-12-31', currency: 'CNY' }),
      rdsCost({ date: '2026-11-18', currency: 'CNY' }),
    ]);
    await database.costs.upsert(other.id, [rdsCost()]);

    expect(await database.costs.extent(projectId)).toEqual({
      first: '2025-12-31',
      last: '2026-11-18',
      currency: 'CNY',
    });
    const labels = await database.projects.labels([projectId, other.id]);
    expect(labels.get(projectId)?.currency).toBe('CNY');
    expect(labels.get(other.id)).toEqual({ name: other.name, currency: 'USD' });
  });

  it('are deleted in whole days, the oldest first', async () => {
    await database.costs.upsert(
      projectId,
      ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'].flatMap(date => [
        rdsCost({ date }),
        rdsCost({ date, service: S3 }),
      ]),
    );
    const days = async () =>
      (await database.costs.amounts(november()))
        .map(({ date }) => Number(date.slice(-2)))
        .sort();
    const deleteSome = () =>
      database.costs.deleteBefore(projectId, '2026-11-04', 3);

    expect(await deleteSome()).toBe(4);
    expect(await days()).toEqual([3, 3, 4, 4]);
    expect(await deleteSome()).toBe(2);
    expect(await days()).toEqual([4, 4]);
    expect(await deleteSome()).toBe(0);
  });
});
