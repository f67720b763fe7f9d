import type { Database } from './Database';
import type { ProjectCriteria } from './interfaces';
import { ENGINES, openDatabase, testDatabases } from './__testUtils__/engines';

const databases = testDatabases();

describe.each(ENGINES)('projects on %s', engine => {
  let database: Database;

  beforeEach(async () => {
    ({ database } = await openDatabase(databases, engine));
  });

  it('are created once and answered in the order asked for', async () => {
    const [first] = await database.projects.ensure(['default']);
    const again = await database.projects.ensure(['web', 'default', 'web']);

    expect(again.map(project => project.name)).toEqual([
      'web',
      'default',
      'web',
    ]);
    expect(again[1]).toEqual(first);
    expect(again[0]).toEqual(again[2]);
  });

  it('are created once by replicas that start together', async () => {
    const names = ['default', 'web', 'api'];
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => database.projects.ensure(names)),
    );

    const stored = await database.projects.list();
    expect(stored.map(project => project.name)).toEqual([
      'api',
      'default',
      'web',
    ]);
    for (const answer of answers) {
      expect(answer.map(project => project.id)).toEqual(
        answers[0].map(project => project.id),
      );
    }
  });

  it('know when they were created', async () => {
    const [{ createdAt }] = await database.projects.ensure(['default']);

    // By the database's clock, which may be another machine's.
    const minutesOff = Math.abs(createdAt.getTime() - Date.now()) / 60_000;
    expect(minutesOff).toBeLessThan(5);
  });

  it('are found by name', async () => {
    const [project] = await database.projects.ensure(['default']);

    expect(await database.projects.byName('default')).toEqual(project);
    expect(await database.projects.byName('Default')).toBeUndefined();
    expect(await database.projects.ensure([])).toEqual([]);
  });

  it('finds the ids of those that meet criteria, of nothing too', async () => {
    const records = await database.projects.ensure(['a', 'b', 'c']);
    const matching = async (criteria: ProjectCriteria) => {
      const ids = await database.projects.idsMatching(criteria);
      return records
        .filter(({ id }) => ids.includes(id))
        .map(({ name }) => name);
    };
    const a = { names: ['a'] };
    const ab = { names: ['a', 'b', 'nobody'] };
    expect(await matching(ab)).toEqual(['a', 'b']);
    expect(await matching({ names: [] })).toEqual([]);
    expect(await matching({ not: ab })).toEqual(['c']);
    expect(await matching({ allOf: [ab, { not: a }] })).toEqual(['b']);
    expect(await matching({ anyOf: [a, { not: ab }] })).toEqual(['a', 'c']);
    expect(await matching({ allOf: [] })).toEqual(['a', 'b', 'c']);
    expect(await matching({ anyOf: [] })).toEqual([]);
    expect(await matching({ not: { allOf: [] } })).toEqual([]);
  });
});
