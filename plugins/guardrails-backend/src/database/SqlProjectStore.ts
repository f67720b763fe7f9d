/** Reads and writes `projects`. */
import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import {
  isPostgres,
  rowSource,
  rowsOf,
  valueSource,
  type Connection,
} from './dialect';
import type {
  DayRange,
  ProjectCriteria,
  ProjectLabel,
  ProjectRecord,
  ProjectStore,
  Standing,
} from './interfaces';
import { limitedTo } from './keyset';
import { toDate, toNumber, toOptionalText, toText, type Row } from './rows';
import { standingsOf } from './standings';

function toProject(row: Row): ProjectRecord {
  return {
    id: toText(row.id),
    name: toText(row.name),
    createdAt: toDate(row.created_at),
  };
}

export class SqlProjectStore implements ProjectStore {
  readonly #knex: Connection;

  constructor(knex: Connection) {
    this.#knex = knex;
  }

  async ensure(names: readonly string[]): Promise<ProjectRecord[]> {
    const found = await this.#byNames(names);
    const missing = [...new Set(names)].filter(name => !found.has(name));
    if (missing.length > 0) {
      await rowsOf(
        this.#knex,
        this.#knex.raw(
          `insert into projects (id, name) select id, name from ? as incoming where true
           on conflict (name) do nothing`,
          [
            rowSource(
              this.#knex,
              { id: 'uuid', name: 'text' },
              missing.map(name => ({ id: uuid(), name })),
            ),
          ],
        ),
      );
      // Read again instead of trusting what was written: another replica may have been first.
      for (const [name, project] of await this.#byNames(missing)) {
        found.set(name, project);
      }
    }
    return names.map(name => found.get(name)!);
  }

  async list(): Promise<ProjectRecord[]> {
    const rows = await this.#knex('projects').select('*').orderBy('name');
    return rows.map(toProject);
  }

  async page(
    ids: readonly string[] | undefined,
    { after, limit }: Parameters<ProjectStore['page']>[1],
  ): ReturnType<ProjectStore['page']> {
    const among = () =>
      ids
        ? this.#knex('projects').whereIn(
            'id',
            valueSource(this.#knex, 'uuid', ids),
          )
        : this.#knex('projects');
    const query = limitedTo(
      limit,
      among().select('*', among().count('*').as('total_items')).orderBy('name'),
    );
    // Compared by whom they are sorted by: a database may have another order of letters than JavaScript.
    const rows: Row[] = await (after === undefined
      ? query
      : query.where('name', '>', after));
    const [{ total_items: totalItems }]: Row[] =
      rows.length > 0 ? rows : await among().count({ total_items: '*' });
    return {
      items: rows.slice(0, limit).map(toProject),
      hasMore: rows.length > limit,
      totalItems: toNumber(totalItems),
    };
  }

  async byName(name: string): Promise<ProjectRecord | undefined> {
    return (await this.#byNames([name])).get(name);
  }

  async names(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#knex('projects')
      .select('id', 'name')
      .whereIn('id', valueSource(this.#knex, 'uuid', new Set(ids)));
    return new Map(
      rows.map((row: Row): [string, string] => [
        toText(row.id),
        toText(row.name),
      ]),
    );
  }

  async labels(ids: readonly string[]): Promise<Map<string, ProjectLabel>> {
    if (ids.length === 0) return new Map();
    // One look into the index for each project, which the order is for: without it, the planner may read the whole table.
    const rows = await this.#knex('projects')
      .whereIn('id', [...new Set(ids)])
      .select(
        'id',
        'name',
        this.#knex.raw(
          '(select currency from daily_costs where project_id = projects.id order by cost_date limit 1) as currency',
        ),
      );
    return new Map(
      rows.map((row: Row): [string, ProjectLabel] => [
        toText(row.id),
        { name: toText(row.name), currency: toOptionalText(row.currency) },
      ]),
    );
  }

  async standings(
    projectIds: readonly string[],
    ranges: readonly DayRange[],
  ): Promise<Map<string, Standing>> {
    return standingsOf(this.#knex, projectIds, ranges);
  }

  async lock(id: string): Promise<void> {
    if (isPostgres(this.#knex)) {
      // NO KEY, because rows that refer to the project take a share of its key.
      await this.#knex.raw(
        'select 1 from projects where id = ? for no key update',
        [id],
      );
    }
  }

  async idsMatching(criteria: ProjectCriteria): Promise<string[]> {
    const rows = await restricted(
      this.#knex('projects').select('id'),
      criteria,
    );
    return rows.map((row: Row) => toText(row.id));
  }

  async #byNames(
    names: readonly string[],
  ): Promise<Map<string, ProjectRecord>> {
    const rows = await this.#knex('projects')
      .select('*')
      .whereIn('name', [...names]);
    return new Map(
      rows
        .map(toProject)
        .map((project): [string, ProjectRecord] => [project.name, project]),
    );
  }
}

/** The criteria as conditions; of none, all must hold is true and any may hold is false. */
function restricted(
  query: Knex.QueryBuilder,
  criteria: ProjectCriteria,
): Knex.QueryBuilder {
  if ('names' in criteria) return query.whereIn('name', [...criteria.names]);
  if ('not' in criteria) {
    return query.whereNot(inner => restricted(inner, criteria.not));
  }
  if ('allOf' in criteria) {
    return criteria.allOf.reduce<Knex.QueryBuilder>(
      (all, each) => all.where(inner => restricted(inner, each)),
      query.whereRaw('1 = 1'),
    );
  }
  return query.where(any =>
    criteria.anyOf.reduce<Knex.QueryBuilder>(
      (some, each) => some.orWhere(inner => restricted(inner, each)),
      any.whereRaw('1 = 0'),
    ),
  );
}
