import type { Database } from './Database';
import type { AlertRecord, Stores } from './interfaces';
import { ENGINES, openDatabase, testDatabases } from './__testUtils__/engines';
import {
  costAlert,
  newProject,
  NOON,
  rdsCost,
  rightSizing,
  runStarted,
} from './__testUtils__/samples';

const databases = testDatabases();

describe.each(ENGINES)('a transaction on %s', engine => {
  let database: Database;
  let projectId: string;

  beforeEach(async () => {
    ({ database } = await openDatabase(databases, engine));
    projectId = (await newProject(database)).id;
  });

  const everything = async (stores: Stores) => {
    const [project] = await stores.projects.ensure(['other']);
    await stores.costs.upsert(projectId, [rdsCost()]);
    await stores.metrics.upsert(projectId, [
      { metricName: '5xx_count', at: NOON, value: 1, unit: 'count' },
    ]);
    const alert = await stores.alerts.insert(costAlert(projectId), NOON);
    await stores.recommendations.insert(
      [rightSizing(projectId, alert!.id)],
      NOON,
    );
    await stores.events.append([runStarted(projectId)], NOON);
    return project.name;
  };

  const stored = async () => ({
    projects: (await database.projects.list()).length,
    costs: await database.costs.extent(projectId),
    metrics: (await database.metrics.extents(projectId)).length,
    alerts: (await database.alerts.unresolved(projectId)).length,
    recommendations: (
      await database.recommendations.list({}, { limit: 10, order: 'createdAt' })
    ).totalItems,
    events: (await database.events.list({}, { limit: 10 })).items.length,
  });

  it('keeps all of it and answers what its work answers', async () => {
    expect(await database.transaction(everything)).toBe('other');
    expect(await stored()).toEqual({
      projects: 2,
      costs: { first: '2026-11-18', last: '2026-11-18', currency: 'USD' },
      metrics: 1,
      alerts: 1,
      recommendations: 1,
      events: 1,
    });
  });

  it('leaves nothing when its work fails', async () => {
    const before = await stored();
    await expect(
      database.transaction(async stores => {
        await everything(stores);
        throw new Error('the power went out');
      }),
    ).rejects.toThrow('the power went out');

    expect(await stored()).toEqual(before);
  });

  it('goes on after a store refused what it was given', async () => {
    await database.transaction(async stores => {
      await expect(
        stores.costs.upsert(projectId, [rdsCost(), rdsCost()]),
      ).rejects.toThrow('twice');
      await stores.costs.upsert(projectId, [rdsCost()]);
    });

    expect(await database.costs.extent(projectId)).toBeDefined();
  });

  it('makes another that wants the same alert wait until it is over', async () => {
    const alert = await database.alerts.insert(costAlert(projectId), NOON);
    let second: Promise<AlertRecord | undefined> | undefined;
    await database.transaction(async stores => {
      await stores.alerts.byIdForUpdate(alert!.id);
      second = database.transaction(other =>
        other.alerts.byIdForUpdate(alert!.id),
      );
      // Time enough for the other to read the old status, if nothing held it up.
      for (let i = 0; i < 20; i++) {
        await stores.alerts.byId(alert!.id);
      }
      await stores.alerts.transition(
        alert!.id,
        { from: 'open', to: 'acknowledged' },
        NOON,
      );
    });

    expect(await second).toMatchObject({ status: 'acknowledged' });
  });

  it('needs a database that answers', async () => {
    await expect(database.ping()).resolves.toBeUndefined();
  });
});

describe.each(ENGINES)('a database on %s that is gone', engine => {
  it('fails the ping', async () => {
    const { knex, database } = await openDatabase(databases, engine);
    await knex.destroy();

    await expect(database.ping()).rejects.toThrow();
  });
});
