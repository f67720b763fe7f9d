/**
 * A run of detection that ends at any of the messages that it sends to PostgreSQL, in a transaction or between two. The
 * next run brings alerts, trail and what was judged to where they would be had nothing happened, each told once.
 *
 * `CRASH_EVERY=1` tries every message; a run sends about a hundred.
 */
import knexFactory, { type Knex } from 'knex';
import { Database, type ProjectRecord } from '../database';
import { openDatabase, testDatabases } from '../database/__testUtils__/engines';
import {
  alertsOf,
  days,
  facts,
  natBill,
  startDetecting,
  storeCosts,
} from './__testUtils__/detecting';
import { Witness } from './__testUtils__/Witness';

jest.setTimeout(600_000);

const databases = testDatabases(['POSTGRES_18']);

const CRASH_EVERY = Number(process.env.CRASH_EVERY ?? 9);
const FIRST = '2026-11-18T06:00:00Z';
const NEXT = '2026-11-19T06:00:00Z';
const INCIDENT = ['2026-11-17', '2026-11-18'];
const PERIOD_MS = 300_000;

describe('A run of detection that is killed', () => {
  let knex: Knex;
  let database: Database;

  beforeAll(async () => {
    ({ knex, database } = await openDatabase(databases, 'POSTGRES_18'));
  });

  const storePoints = (
    project: ProjectRecord,
    from: number,
    to: number,
    burst: number,
  ) =>
    database.metrics.upsert(
      project.id,
      Array.from({ length: (to - from) / PERIOD_MS }, (_, i) => {
        const at = from + i * PERIOD_MS;
        return {
          metricName: '5xx_count',
          unit: 'count' as const,
          at: new Date(at),
          value: (i % 3) + (at >= burst && at < burst + 6 * PERIOD_MS ? 90 : 0),
        };
      }),
    );

  /** An alert of the day before goes on and becomes worse, another one opens, and of a third series nothing comes. */
  const nightBefore = async (): Promise<ProjectRecord> => {
    await knex('projects').delete();
    const [project, quiet] = await database.projects.ensure(['a', 'b']);
    const store = (last: string) =>
      storeCosts(
        database,
        project,
        days('2026-08-01', last).map(day => [
          day,
          natBill(day, INCIDENT) * (day === INCIDENT[1] ? 1.5 : 1),
        ]),
      );
    await storeCosts(
      database,
      quiet,
      days('2026-08-01', '2026-11-18').map(day => [day, natBill(day, [])]),
    );
    const start = Date.parse('2026-11-10T00:00:00Z');
    const burst = Date.parse('2026-11-18T20:00:00Z');
    await store(INCIDENT[0]);
    await storePoints(project, start, Date.parse(FIRST), burst);
    const { failures } = await startDetecting(database).run(FIRST);
    expect(failures).toEqual([]);
    await store(INCIDENT[1]);
    await storePoints(project, Date.parse(FIRST), Date.parse(NEXT), burst);
    return project;
  };

  const outcome = async (project: ProjectRecord) => {
    const alerts = await alertsOf(database, project);
    const trails = await Promise.all(
      alerts.map(({ id }) => database.events.byEntity('alert', id)),
    );
    return {
      alerts: alerts.map(facts),
      trails: trails.map(events =>
        events.map(({ eventType, message, metadata }) => ({
          eventType,
          message,
          metadata,
        })),
      ),
      recommendations: await knex('recommendations')
        .select('title', 'impact', 'status')
        .orderBy(['title', 'impact']),
      judged: await knex('detection_progress')
        .join('projects', 'projects.id', 'detection_progress.project_id')
        .orderBy(['name', 'series_type'])
        .select('name', 'series_type', 'settled_through', 'state'),
    };
  };

  /** Runs over a connection that ends with a message; answers how many were sent. */
  const runUntil = async (message: number): Promise<number> => {
    const { connection } = knex.client.config;
    const witness = await Witness.before(connection.host, connection.port);
    const cut = knexFactory({
      client: 'pg',
      connection: {
        host: '127.0.0.1',
        port: witness.port,
        user: connection.user,
        // Knex hides it from every copy.
        password: connection.password,
        database: connection.database,
      },
    });
    const killed = await Database.create({
      getClient: async () => cut,
      migrations: { skip: true },
    });
    witness.expect(message, () => witness.cut());
    // However it ends: nobody is there any more to hear of it.
    await startDetecting(killed)
      .run(NEXT)
      .catch(() => {});
    await cut.destroy();
    witness.cut();
    return witness.messages;
  };

  it('is made up for by the next one, with nothing lost and nothing told twice', async () => {
    const undisturbed = await nightBefore();
    const messages = await runUntil(Infinity);
    const expected = await outcome(undisturbed);
    expect(expected.alerts).toHaveLength(2);
    expect(expected.judged).toHaveLength(3);
    expect(messages).toBeGreaterThan(50);

    let halves = 0;
    for (let at = 1; at <= messages; at += CRASH_EVERY) {
      const project = await nightBefore();
      await runUntil(at);
      const left = await outcome(project);
      halves += Number(
        JSON.stringify(left.alerts) !== JSON.stringify(expected.alerts),
      );
      const { failures } = await startDetecting(database).run(NEXT);

      expect(failures).toEqual([]);
      expect(await outcome(project)).toEqual(expected);
    }
    // Otherwise nothing was ever interrupted.
    expect(halves).toBeGreaterThan(2);
  });
});
