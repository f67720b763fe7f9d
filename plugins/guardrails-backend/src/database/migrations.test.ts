/** Every migration goes up, down, and up again, one step at a time, and leaves the rows of the others alone. */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import knexFactory, { type Knex } from 'knex';
import { readdirSync } from 'node:fs';
import { Database } from './Database';
import type { NewAlert } from './interfaces';
import { ENGINES, openDatabase, testDatabases } from './__testUtils__/engines';
import {
  costAlert,
  NOON,
  rdsCost,
  rightSizing,
  runStarted,
} from './__testUtils__/samples';

const directory = resolvePackagePath(
  '@cloudops/plugin-guardrails-backend',
  'migrations',
);
const migrations = readdirSync(directory).sort();

const databases = testDatabases();

/** Tables and number of their rows, without those of the migrations themselves. */
async function rowCounts(knex: Knex): Promise<Record<string, number>> {
  const tables: string[] =
    knex.client.dialect === 'postgresql'
      ? (
          await knex.raw(
            'select tablename as name from pg_tables where schemaname = current_schema()',
          )
        ).rows.map((row: any) => row.name)
      : (
          await knex.raw(
            `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`,
          )
        ).map((row: any) => row.name);
  const counts = await Promise.all(
    tables
      .filter(table => !table.startsWith('knex_'))
      .map(async (table): Promise<[string, number]> => {
        const [row] = await knex(table).count({ count: '*' });
        return [table, Number(row.count)];
      }),
  );
  return Object.fromEntries(counts);
}

/** Names of what else a migration may leave behind. */
async function triggersAndFunctions(knex: Knex): Promise<string[]> {
  const rows =
    knex.client.dialect === 'postgresql'
      ? (
          await knex.raw(
            'select proname as name from pg_proc where pronamespace = current_schema()::regnamespace',
          )
        ).rows
      : await knex.raw(`select name from sqlite_master where type = 'trigger'`);
  return rows.map((row: any) => row.name);
}

describe.each(ENGINES)('migrations on %s', engine => {
  it('go up, down and up again one by one with rows in the tables', async () => {
    const knex = await databases.init(engine);
    const upOne = () => knex.migrate.up({ directory });
    const downOne = () => knex.migrate.down({ directory });

    // 1: projects and signals
    await upOne();
    const skipping = await Database.create({
      getClient: async () => knex,
      migrations: { skip: true },
    });
    const [project] = await skipping.projects.ensure(['default']);
    await skipping.costs.upsert(project.id, [rdsCost()]);
    // Its store writes to a table that is not there yet.
    await knex('reliability_metrics').insert({
      project_id: project.id,
      metric_name: '5xx_count',
      metric_ts: engine === 'SQLITE_3' ? NOON.getTime() : NOON,
      value: 3,
      unit: 'count',
    });
    const signals = { projects: 1, daily_costs: 1, reliability_metrics: 1 };
    expect(await rowCounts(knex)).toEqual(signals);

    // 2: alerts and recommendations
    await upOne();
    const alert = await skipping.alerts.insert(costAlert(project.id), NOON);
    await skipping.recommendations.insert(
      [rightSizing(project.id, alert!.id)],
      NOON,
    );
    const workflow = { ...signals, alerts: 1, recommendations: 1 };
    expect(await rowCounts(knex)).toEqual(workflow);

    // 3: events
    await upOne();
    await skipping.events.append([runStarted(project.id)], NOON);
    expect(await rowCounts(knex)).toEqual({ ...workflow, events: 1 });

    // 4: snoozes, an index alone
    await upOne();
    expect(await rowCounts(knex)).toEqual({ ...workflow, events: 1 });

    // 5: deliveries
    await upOne();
    expect(await rowCounts(knex)).toEqual({
      ...workflow,
      events: 1,
      deliveries: 0,
    });

    // 6: answers, indexes alone
    await upOne();

    // 7: baselines of metrics
    await upOne();
    expect(await rowCounts(knex)).toEqual({
      ...workflow,
      events: 1,
      deliveries: 0,
      metric_baselines: 0,
    });

    // 8 and 9: amounts of costs, an index; projects of recommendations, a trigger
    await upOne();
    await upOne();
    await downOne();
    await downOne();
    await downOne();

    await downOne();

    await downOne();
    expect(await rowCounts(knex)).toEqual({ ...workflow, events: 1 });

    await downOne();
    expect(await rowCounts(knex)).toEqual({ ...workflow, events: 1 });

    await downOne();
    expect(await rowCounts(knex)).toEqual(workflow);
    await upOne();
    expect(await rowCounts(knex)).toEqual({ ...workflow, events: 0 });
    await downOne();

    await downOne();
    expect(await rowCounts(knex)).toEqual(signals);
    await upOne();
    expect(await rowCounts(knex)).toEqual({
      ...signals,
      alerts: 0,
      recommendations: 0,
    });
    await downOne();

    await downOne();
    expect(await rowCounts(knex)).toEqual({});
    await knex.migrate.latest({ directory });
    expect(await rowCounts(knex)).toEqual({
      projects: 0,
      daily_costs: 0,
      reliability_metrics: 0,
      alerts: 0,
      recommendations: 0,
      events: 0,
      deliveries: 0,
      metric_baselines: 0,
      detection_progress: 0,
      daily_cost_totals: 0,
      measured_savings: 0,
      expected_savings: 0,
      savings_sums: 0,
    });
  });

  it('turn the sentences of older versions into what recommendations are expected to save', async () => {
    const { knex, database } = await openDatabase(databases, engine);
    while (await knex.schema.hasTable('expected_savings')) {
      await knex.migrate.down({ directory });
    }
    const [project] = await database.projects.ensure(['default']);
    const adviceOf = async (
      alert: Partial<NewAlert>,
      ...impacts: readonly string[]
    ) => {
      const { id } = (await database.alerts.insert(
        { ...costAlert(project.id), ...alert },
        NOON,
      ))!;
      return (
        await database.recommendations.insert(
          impacts.map(impact => ({
            ...rightSizing(project.id, id),
            impact,
            savesPerMonth: undefined,
          })),
          NOON,
        )
      ).map(each => each.id);
    };
    const [saves, partly] = await adviceOf(
      { serviceName: 'A', observedValue: 412, baselineValue: 198 },
      'about $6,500 a month if it stays',
      'a part of it: about $6,500 a month if it stays',
      'the next rise is seen on its first day: each day earlier saves about $214',
      'about $6,500 a month if it stays, when the traffic turns out to be for S3',
    );
    await adviceOf(
      { serviceName: 'B', observedValue: 100, baselineValue: 198 },
      'costs about $3,000 a month less than usual',
      'about $0 a month if it stays',
    );

    await knex.migrate.latest({ directory });

    const rows = await knex('expected_savings').select('*');
    expect(
      rows
        .map(row => [row.recommendation_id, Number(row.per_month)])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ).toEqual(
      [
        [saves, 6509.1667],
        [partly, 6509.1667],
      ].sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  });

  it('leave nothing behind when all are undone', async () => {
    const { knex } = await openDatabase(databases, engine);
    await knex.migrate.rollback({ directory }, true);

    expect(await rowCounts(knex)).toEqual({});
    expect(await triggersAndFunctions(knex)).toEqual([]);
  });

  it('are run when the database is opened, and once only', async () => {
    const { knex } = await openDatabase(databases, engine);
    await Database.create({ getClient: async () => knex });

    const [completed, pending] = await knex.migrate.list({ directory });
    expect(completed.map((row: { name: string }) => row.name)).toEqual(
      migrations,
    );
    expect(pending).toEqual([]);
  });

  it('are left to the operator where the portal says so', async () => {
    const knex = await databases.init(engine);
    await Database.create({
      getClient: async () => knex,
      migrations: { skip: true },
    });

    expect(await rowCounts(knex)).toEqual({});
  });
});

describe('another engine', () => {
  it('is refused with the setting to change', async () => {
    const mysql = knexFactory({ client: 'mysql2' });
    await expect(
      Database.create({ getClient: async () => mysql }),
    ).rejects.toThrow(
      "backend.database.client: got 'mysql2'; Guardrails accepts 'pg' or 'better-sqlite3'",
    );
  });
});
