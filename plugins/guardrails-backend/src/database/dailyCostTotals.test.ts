/** `daily_cost_totals` is the sum of `daily_costs`, whoever changed these, and however. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { Database } from './Database';
import type { DailyCost } from './interfaces';
import { costAlert, NOON, rightSizing } from './__testUtils__/samples';
import { ENGINES, openDatabase, testDatabases } from './__testUtils__/engines';

const directory = resolvePackagePath(
  '@cloudops/plugin-guardrails-backend',
  'migrations',
);
const databases = testDatabases();

/** The same for a seed: mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SERVICES = ['Amazon RDS', 'Amazon S3', 'charge:Tax', 'charge:Credit'];

/** Of some days and services, amounts of either sign, now and then zero. */
function someCosts(random: () => number): DailyCost[] {
  return Array.from({ length: 6 }, (_, i) => i + 1).flatMap(day =>
    SERVICES.filter(() => random() < 0.5).map(service => ({
      date: `2026-11-0${day}`,
      service,
      amount: random() < 0.1 ? '0' : ((random() - 0.3) * 500).toFixed(4),
      currency: 'USD',
    })),
  );
}

async function stored(knex: Knex): Promise<unknown[]> {
  const rows = await knex('daily_cost_totals').orderBy([
    'project_id',
    'cost_date',
  ]);
  return rows.map(row => ({
    ...row,
    usage_ten_thousandths: Number(row.usage_ten_thousandths),
    charges_ten_thousandths: Number(row.charges_ten_thousandths),
  }));
}

async function addedUp(knex: Knex): Promise<unknown[]> {
  const rows = await knex('daily_costs').orderBy(['project_id', 'cost_date']);
  const totals = new Map<string, any>();
  for (const { project_id, cost_date, service, amount } of rows) {
    const key = `${project_id} ${cost_date}`;
    const total = totals.get(key) ?? {
      project_id,
      cost_date,
      usage_ten_thousandths: 0,
      charges_ten_thousandths: 0,
      usage_rows: 0,
      charge_rows: 0,
    };
    totals.set(key, total);
    const [sum, count] = service.startsWith('charge:')
      ? ['charges_ten_thousandths', 'charge_rows']
      : ['usage_ten_thousandths', 'usage_rows'];
    total[sum] += Math.round(Number(amount) * 10_000);
    total[count] += 1;
  }
  return [...totals.values()];
}

describe.each(ENGINES)('totals of days on %s', engine => {
  let knex: Knex;
  let database: Database;
  let projects: string[];

  beforeEach(async () => {
    ({ knex, database } = await openDatabase(databases, engine));
    projects = (await database.projects.ensure(['one', 'other'])).map(
      ({ id }) => id,
    );
  });

  it.each([1, 2, 3])(
    'stay the sums through a history of writes, restatements and deletions (%i)',
    async seed => {
      const random = randomNumbers(seed);
      const any = <T>(of: readonly T[]) => of[Math.floor(random() * of.length)];
      const steps = {
        write: () => database.costs.upsert(any(projects), someCosts(random)),
        'write nothing for good': () =>
          database
            .transaction(async stores => {
              await stores.costs.upsert(any(projects), someCosts(random));
              throw new Error('rolled back');
            })
            .catch(() => {}),
        delete: () =>
          database.costs.deleteBefore(any(projects), '2026-11-06', 3),
        'move to another day': async () => {
          const row = any(await knex('daily_costs'));
          const isTaken =
            row &&
            (await knex('daily_costs').first().where({
              project_id: row.project_id,
              service: row.service,
              cost_date: '2026-10-31',
            }));
          if (row && !isTaken) {
            await knex('daily_costs')
              .where({ id: row.id })
              .update({ cost_date: '2026-10-31' });
          }
        },
        'become a charge': async () => {
          const service = `charge:${Math.floor(random() * 1e9)}`;
          const row = any(await knex('daily_costs'));
          if (row) {
            await knex('daily_costs').where({ id: row.id }).update({ service });
          }
        },
      };
      for (let step = 0; step < 25; step++) {
        await any(Object.values(steps))();
        expect(await stored(knex)).toEqual(await addedUp(knex));
      }
    },
  );

  it('go with their project', async () => {
    await database.costs.upsert(projects[0], someCosts(randomNumbers(9)));
    await database.costs.upsert(projects[1], someCosts(randomNumbers(8)));

    await knex('projects').where({ id: projects[0] }).delete();

    const left = await stored(knex);
    expect(left).toEqual(await addedUp(knex));
    expect(left).not.toEqual([]);
  });

  it('are added up of what was stored before there were any', async () => {
    for (const project of projects) {
      await database.costs.upsert(project, someCosts(randomNumbers(5)));
    }
    await knex('daily_cost_totals').delete();
    await knex.migrate.down({
      directory,
      name: '20261123020100_daily_cost_totals_of_past.js',
    } as Knex.MigratorConfig);

    await knex.migrate.latest({ directory });

    expect(await stored(knex)).toEqual(await addedUp(knex));
  });

  if (engine !== 'SQLITE_3') {
    const measure = async (project: string) => {
      const alert = (await database.alerts.insert(costAlert(project), NOON))!;
      const [{ id }] = await database.recommendations.insert(
        [rightSizing(project, alert.id)],
        NOON,
      );
      await knex('measured_savings').insert({
        recommendation_id: id,
        project_id: project,
        method: 1,
        first_day: '2026-11-01',
        done_on: '2026-11-03',
        last_day: '2026-11-06',
        days: 3,
      });
    };

    it('are empty with the costs, like what savings were measured on them', async () => {
      const costs = someCosts(randomNumbers(4));
      for (const project of projects) {
        await database.costs.upsert(project, costs);
        await measure(project);
      }

      await knex.raw('truncate daily_costs');

      expect(await stored(knex)).toEqual([]);
      expect(await knex('measured_savings')).toEqual([]);
      await database.costs.upsert(projects[0], costs);
      expect(await stored(knex)).toEqual(await addedUp(knex));
    });

    it('are empty with all projects', async () => {
      await database.costs.upsert(projects[0], someCosts(randomNumbers(4)));
      await measure(projects[0]);

      await knex.raw('truncate projects cascade');

      expect(await stored(knex)).toEqual([]);
      expect(await knex('measured_savings')).toEqual([]);
    });

    it.each([
      [
        'inserts',
        `insert into public.daily_costs (id, project_id, cost_date, service, amount, currency)
         select gen_random_uuid(), project_id, cost_date, 'Another service', amount, currency
         from public.daily_costs limit 1`,
      ],
      ['updates', 'update public.daily_costs set amount = amount + 1'],
      ['deletes', 'delete from public.daily_costs'],
      ['deletes projects', 'delete from public.projects'],
      ['truncates', 'truncate public.daily_costs'],
    ])(
      'stay the sums when a session %s that looks into no schema',
      async (_, sql) => {
        await database.costs.upsert(projects[0], someCosts(randomNumbers(4)));
        await measure(projects[0]);

        await knex.transaction(async trx => {
          await trx.raw(`select set_config('search_path', '', true)`);
          await trx.raw(sql);
        });

        expect(await stored(knex)).toEqual(await addedUp(knex));
        // What was measured outlives days that go by themselves.
        expect(await knex('measured_savings')).toHaveLength(
          sql.startsWith('delete from public.daily_costs') ? 1 : 0,
        );
      },
    );

    it('stay the sums when several write the same days at once', async () => {
      await Promise.all(
        [1, 2, 3, 4].map(async writer => {
          const random = randomNumbers(writer);
          for (let i = 0; i < 5; i++) {
            await database.costs.upsert(
              projects[0],
              someCosts(random).map(cost => ({
                ...cost,
                service: `${cost.service} ${writer}`,
              })),
            );
          }
        }),
      );

      expect(await stored(knex)).toEqual(await addedUp(knex));
    });
  }
});
