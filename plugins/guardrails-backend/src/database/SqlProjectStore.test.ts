import type { Knex } from 'knex';
import type { Database } from './Database';
import type { ProjectCriteria } from './interfaces';
import { ENGINES, openDatabase, testDatabases } from './__testUtils__/engines';

const databases = testDatabases();

describe.each(ENGINES)('projects on %s', engine => {
  let database: Database;
  let knex: Knex;

  beforeEach(async () => {
    ({ database, knex } = await openDatabase(databases, engine));
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

  it('are read page by page, in whatever order the database has for letters', async () => {
    if (engine.startsWith('POSTGRES')) {
      // As a database in most languages: capitals beside their small letters, and hyphens as good as not there.
      await knex.raw(
        'alter table projects alter column name type text collate "und-x-icu"',
      );
    }
    const names = ['Bills', 'api-z', 'apia', 'cart', 'default'];
    const stored = await database.projects.ensure(names);
    const pagesOf = async (ids?: readonly string[]) => {
      const found: string[] = [];
      let page = await database.projects.page(ids, { limit: 2 });
      for (;;) {
        found.push(...page.items.map(({ name }) => name));
        expect(page.totalItems).toBe(ids?.length ?? names.length);
        if (!page.hasMore) return found;
        const after = found[found.length - 1];
        page = await database.projects.page(ids, { after, limit: 2 });
      }
    };

    const all = await database.projects.list();
    expect(await pagesOf()).toEqual(all.map(({ name }) => name));
    const some = stored.slice(1, 4).map(({ id }) => id);
    expect((await pagesOf(some)).sort()).toEqual(['api-z', 'apia', 'cart']);
    expect(await pagesOf([])).toEqual([]);
    expect(
      await database.projects.page(undefined, { after: 'z', limit: 2 }),
    ).toEqual({ items: [], hasMore: false, totalItems: 5 });
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
