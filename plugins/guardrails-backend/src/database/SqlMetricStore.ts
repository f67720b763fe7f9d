/** Reads and writes `reliability_metrics`: the hot path in both directions. */
import { InputError } from '@backstage/errors';
import type { MetricUnit } from '@cloudops/plugin-guardrails-common';
import type { Knex } from 'knex';
import {
  isPostgres,
  rowSource,
  rowsOf,
  timestamp,
  type Connection,
} from './dialect';
import { newIds } from './newIds';
import { forgetBaselines, lockPoints } from './SqlBaselineStore';
import { unsettle } from './SqlProgressStore';
import type { MetricRange, MetricStore, MetricValue } from './interfaces';
import { toDate, toNumber, toNumeric16_6, toText, type Row } from './rows';

/** Rows of one statement: enough that round trips do not count, few enough that memory does not grow with the rows. */
const ROWS_PER_STATEMENT = 1_000;

/** What a statement wrote of a metric. */
interface WrittenMetric {
  readonly metricName: string;
  /** The time of the first of them. */
  readonly first: Date;
  readonly inserted: number;
  readonly changed: number;
}

export class SqlMetricStore implements MetricStore {
  readonly #knex: Connection;

  constructor(knex: Connection) {
    this.#knex = knex;
  }

  async upsert(
    projectId: string,
    values: readonly MetricValue[],
  ): Promise<{ inserted: number; changed: number }> {
    if (values.length === 0) {
      return { inserted: 0, changed: 0 };
    }
    const ordered = this.#checked(values);
    let inserted = 0;
    let changed = 0;
    const firstWritten = new Map<string, Date>();
    await this.#knex.transaction(async trx => {
      await lockPoints(trx, projectId, 'to write');
      for (let i = 0; i < ordered.length; i += ROWS_PER_STATEMENT) {
        const chunk = ordered.slice(i, i + ROWS_PER_STATEMENT);
        for (const written of await this.#upsertChunk(trx, projectId, chunk)) {
          const { metricName, first } = written;
          inserted += written.inserted;
          changed += written.changed;
          const earliest = firstWritten.get(metricName);
          if (!earliest || first < earliest)
            firstWritten.set(metricName, first);
        }
      }
      await forgetBaselines(trx, projectId, firstWritten);
      await unsettle(trx, projectId, firstWritten);
    });
    return { inserted, changed };
  }

  async points(range: MetricRange): Promise<{ at: Date; value: number }[]> {
    const rows = await this.#inRange(range)
      .select('metric_ts', 'value')
      .orderBy('metric_ts');
    return rows.map((row: Row) => ({
      at: toDate(row.metric_ts),
      value: toNumber(row.value),
    }));
  }

  async pointsWithin({
    projectId,
    metricName,
    ranges,
  }: Parameters<MetricStore['pointsWithin']>[0]): Promise<
    { at: Date; value: number }[]
  > {
    // CROSS JOIN, because SQLite takes it as the order to join in: from the few ranges into the index.
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `select stored.metric_ts, stored.value from ? as asked cross join reliability_metrics stored
         where stored.project_id = ? and stored.metric_name = ?
           and stored.metric_ts >= asked.from_ts and stored.metric_ts < asked.to_ts`,
        [
          rowSource(
            this.#knex,
            { from_ts: 'timestamptz', to_ts: 'timestamptz' },
            ranges.map(({ from, to }) => ({ from_ts: from, to_ts: to })),
          ),
          projectId,
          metricName,
        ],
      ),
    );
    return rows.map(row => ({
      at: toDate(row.metric_ts),
      value: toNumber(row.value),
    }));
  }

  async buckets(
    range: MetricRange & { readonly resolutionSeconds: number },
  ): Promise<{ at: Date; sum: number; mean: number; max: number }[]> {
    if (
      !Number.isInteger(range.resolutionSeconds) ||
      range.resolutionSeconds < 1
    ) {
      throw new InputError(
        `resolutionSeconds: got ${range.resolutionSeconds}; a whole number of at least 1 is accepted`,
      );
    }
    const gathered = this.#inRange(range)
      .select(
        this.#knex.raw(
          isPostgres(this.#knex)
            ? `floor(date_part('epoch', metric_ts))::bigint / ?::integer as bucket`
            : 'metric_ts / (1000 * cast(? as integer)) as bucket',
          [range.resolutionSeconds],
        ),
        this.#knex.raw('sum(value) as sum'),
        this.#knex.raw('count(*) as points'),
        this.#knex.raw('max(value) as max'),
      )
      .groupBy('bucket')
      .orderBy('bucket');
    // One row of four lists: what a thousand rows cost the driver is most of what reading them costs.
    const lists = ['bucket', 'sum', 'points', 'max'].map(column =>
      isPostgres(this.#knex)
        ? `array_agg(${column})::text as ${column}`
        : `group_concat(printf('%!.17g', ${column})) as ${column}`,
    );
    const [row]: Row[] = await this.#knex
      .select(lists.map(list => this.#knex.raw(list)))
      .from(gathered.as('gathered'));
    if (row.bucket === null) return [];
    const [buckets, sums, points, maxima] = [
      row.bucket,
      row.sum,
      row.points,
      row.max,
    ].map(numbersIn);
    return buckets.map((bucket, i) => ({
      at: new Date(bucket * range.resolutionSeconds * 1000),
      sum: sums[i],
      mean: sums[i] / points[i],
      max: maxima[i],
    }));
  }

  async deleteBefore(
    projectId: string,
    at: Date,
    limit: number,
  ): Promise<number> {
    return this.#knex('reliability_metrics')
      .whereIn(
        'id',
        this.#knex('reliability_metrics')
          .where('project_id', projectId)
          .where('metric_ts', '<', timestamp(this.#knex, at))
          .orderBy(['metric_ts', 'metric_name'])
          .limit(limit)
          .select('id'),
      )
      .delete();
  }

  async newest(
    projectIds: readonly string[],
  ): Promise<Map<string, Map<string, Date>>> {
    // Hops by the index from name to name of each project, as extents() does.
    const names = (after: string) => `(select min(m.metric_name)
       from reliability_metrics m where m.project_id = ${after}`;
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `with recursive names (project_id, metric_name) as (
           select id, ${names('projects.id')}) from projects
           where id in (select project_id from ? as asked)
           union all
           select project_id, ${names('names.project_id')}
                   and m.metric_name > names.metric_name)
           from names where names.metric_name is not null
         )
         select project_id, metric_name,
                (select m.metric_ts from reliability_metrics m
                 where m.project_id = names.project_id and m.metric_name = names.metric_name
                 order by m.metric_ts desc limit 1) as last
         from names where metric_name is not null`,
        [
          rowSource(
            this.#knex,
            { project_id: 'uuid' },
            projectIds.map(id => ({ project_id: id })),
          ),
        ],
      ),
    );
    const newest = new Map<string, Map<string, Date>>();
    for (const row of rows) {
      const projectId = toText(row.project_id);
      const ofProject = newest.get(projectId) ?? new Map<string, Date>();
      newest.set(projectId, ofProject);
      ofProject.set(toText(row.metric_name), toDate(row.last));
    }
    return newest;
  }

  async lastPoints(projectIds: readonly string[]): Promise<Map<string, Date>> {
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `select project_id, (select metric_ts from reliability_metrics
                             where project_id = asked.project_id order by metric_ts desc limit 1) as last
         from ? as asked`,
        [
          rowSource(
            this.#knex,
            { project_id: 'uuid' },
            projectIds.map(id => ({ project_id: id })),
          ),
        ],
      ),
    );
    return new Map(
      rows
        .filter(row => row.last !== null)
        .map((row): [string, Date] => [
          toText(row.project_id),
          toDate(row.last),
        ]),
    );
  }

  async extentsOfProjects(
    projectIds: readonly string[],
  ): ReturnType<MetricStore['extentsOfProjects']> {
    const names = (after: string) => `(select min(m.metric_name)
       from reliability_metrics m where m.project_id = ${after}`;
    const series = `from reliability_metrics m
       where m.project_id = names.project_id and m.metric_name = names.metric_name`;
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `with recursive names (project_id, metric_name) as (
           select id, ${names('projects.id')}) from projects
           where id in (select project_id from ? as asked)
           union all
           select project_id, ${names('names.project_id')}
                   and m.metric_name > names.metric_name)
           from names where names.metric_name is not null
         )
         select project_id, metric_name,
                (select m.metric_ts ${series} order by m.metric_ts limit 1) as first,
                (select m.metric_ts ${series} order by m.metric_ts desc limit 1) as last,
                (select m.unit ${series} order by m.metric_ts desc limit 1) as unit
         from names where metric_name is not null order by project_id, metric_name`,
        [
          rowSource(
            this.#knex,
            { project_id: 'uuid' },
            projectIds.map(id => ({ project_id: id })),
          ),
        ],
      ),
    );
    const byProject: Awaited<ReturnType<MetricStore['extentsOfProjects']>> =
      new Map();
    for (const row of rows) {
      const projectId = toText(row.project_id);
      const found = byProject.get(projectId) ?? [];
      byProject.set(projectId, found);
      found.push({
        metricName: toText(row.metric_name),
        unit: toText(row.unit) as MetricUnit,
        first: toDate(row.first),
        last: toDate(row.last),
      });
    }
    return byProject;
  }

  async extents(
    projectId: string,
  ): Promise<
    { metricName: string; unit: MetricUnit; first: Date; last: Date }[]
  > {
    // Hops from one metric name to the next by the index: a plain GROUP BY would read every point of the project.
    const series = `from reliability_metrics m where m.project_id = ? and m.metric_name = names.metric_name`;
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `with recursive names (metric_name) as (
           select min(metric_name) from reliability_metrics where project_id = ?
           union all
           select (select min(m.metric_name) from reliability_metrics m
                   where m.project_id = ? and m.metric_name > names.metric_name)
           from names where names.metric_name is not null
         )
         select metric_name,
                (select m.metric_ts ${series} order by m.metric_ts limit 1) as first,
                (select m.metric_ts ${series} order by m.metric_ts desc limit 1) as last,
                (select m.unit ${series} order by m.metric_ts desc limit 1) as unit
         from names where metric_name is not null order by metric_name`,
        [projectId, projectId, projectId, projectId, projectId],
      ),
    );
    return rows.map(row => ({
      metricName: toText(row.metric_name),
      unit: toText(row.unit) as MetricUnit,
      first: toDate(row.first),
      last: toDate(row.last),
    }));
  }

  /** The rows in key order, so that two writers lock the same rows in the same order and cannot deadlock. */
  #checked(values: readonly MetricValue[]): MetricValue[] {
    const ordered = [...values].sort(
      (a, b) =>
        a.at.getTime() - b.at.getTime() ||
        Number(a.metricName > b.metricName) -
          Number(a.metricName < b.metricName),
    );
    ordered.forEach((value, i) => {
      const before = ordered[i - 1];
      if (
        before?.metricName === value.metricName &&
        before.at.getTime() === value.at.getTime()
      ) {
        throw new InputError(
          `${
            value.metricName
          } at ${value.at.toISOString()}: got it twice in one call; a metric has one value at a time`,
        );
      }
    });
    return ordered;
  }

  /** What it wrote, by metric; of what was stored already nothing. */
  async #upsertChunk(
    trx: Connection,
    projectId: string,
    values: readonly MetricValue[],
  ): Promise<WrittenMetric[]> {
    const ids = newIds(values.length);
    const rows = values.map((value, i) => ({
      id: ids[i],
      metric_ts: value.at,
      metric_name: value.metricName,
      value: toNumeric16_6(
        value.value,
        () => `${value.metricName} at ${value.at.toISOString()}`,
      ),
      unit: value.unit,
    }));
    const incoming = rowSource(
      trx,
      {
        id: 'uuid',
        metric_ts: 'timestamptz',
        metric_name: 'text',
        value: 'numeric',
        unit: 'text',
      },
      rows,
    );
    // What is unchanged is left out beforehand and not by the conflict, which would lock each such row, and a lock is
    // written into the row. A subquery and not a join, so that each row is looked up by its key whatever the planner
    // believes of the table.
    const insertFrom = (source: string) =>
      `insert into reliability_metrics (id, project_id, metric_ts, metric_name, value, unit)
       select id, ?, metric_ts, metric_name, value, unit from ${source} as incoming
       where (select stored.value = incoming.value and stored.unit = incoming.unit
              from reliability_metrics stored
              where stored.project_id = ? and stored.metric_ts = incoming.metric_ts
                and stored.metric_name = incoming.metric_name) is not true
       on conflict (project_id, metric_ts, metric_name) do update
         set value = excluded.value, unit = excluded.unit
         where reliability_metrics.value <> excluded.value or reliability_metrics.unit <> excluded.unit
       returning id, metric_name, metric_ts`;
    // A row that was there before keeps its id; one that was inserted has the id it was sent with.
    if (isPostgres(trx)) {
      const written = await rowsOf<Row>(
        trx,
        trx.raw(
          `with sent as (select * from ? as each), written as (${insertFrom(
            'sent',
          )})
           select metric_name, min(metric_ts) as first, count(*) as count,
                  count(*) filter (where id in (select id from sent)) as inserted
           from written group by metric_name`,
          [incoming, projectId, projectId],
        ),
      );
      return written.map(row => ({
        metricName: toText(row.metric_name),
        first: toDate(row.first),
        inserted: toNumber(row.inserted),
        changed: toNumber(row.count) - toNumber(row.inserted),
      }));
    }
    // SQLite writes in no WITH.
    const written = await rowsOf<Row>(
      trx,
      trx.raw(insertFrom('?'), [projectId, incoming, projectId]),
    );
    const sent = new Set(ids);
    return written.map(row => {
      const isInserted = sent.has(toText(row.id));
      return {
        metricName: toText(row.metric_name),
        first: toDate(row.metric_ts),
        inserted: isInserted ? 1 : 0,
        changed: isInserted ? 0 : 1,
      };
    });
  }

  #inRange(range: MetricRange): Knex.QueryBuilder {
    return this.#knex('reliability_metrics')
      .where('project_id', range.projectId)
      .where('metric_name', range.metricName)
      .where('metric_ts', '>=', timestamp(this.#knex, range.from))
      .where('metric_ts', '<', timestamp(this.#knex, range.to));
  }
}

/** Of an array as PostgreSQL writes it, or of a list of SQLite's. Nothing reads numbers faster than the JSON parser. */
function numbersIn(list: unknown): number[] {
  return JSON.parse(`[${toText(list).replace(/[{}]/g, '')}]`);
}
