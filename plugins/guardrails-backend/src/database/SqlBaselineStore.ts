/** Keeps what rules computed from the whole days before a UTC day, as long as the points are what they were. */
import {
  rowSource,
  rowsOf,
  timestamp,
  isPostgres,
  type Connection,
} from './dialect';
import type {
  BaselineStore,
  MetricBaseline,
  NewMetricBaseline,
} from './interfaces';
import { toDate, toText, type Row } from './rows';

/** A run shortly after midnight judges the end of one day and the beginning of the next. */
const DAYS_KEPT = 2;
const DAY_MS = 86_400_000;

/** Who computes baselines waits for who writes points of the project, and the other way round; writers do not wait. */
export async function lockPoints(
  knex: Connection,
  projectId: string,
  how: 'to write' | 'to compute',
): Promise<void> {
  if (isPostgres(knex)) {
    const lock =
      how === 'to write'
        ? 'pg_advisory_xact_lock_shared'
        : 'pg_advisory_xact_lock';
    await knex.raw(`select ${lock}(hashtextextended(?, 0))`, [
      `guardrails points of ${projectId}`,
    ]);
  }
}

/** Deletes what was computed from points that are written now: by name of the metric, the first of them. */
export async function forgetBaselines(
  knex: Connection,
  projectId: string,
  firstWritten: ReadonlyMap<string, Date>,
): Promise<void> {
  if (firstWritten.size === 0) return;
  await knex.raw(
    `delete from metric_baselines where project_id = ?
       and exists (select 1 from ? as written
                   where written.metric_name = metric_baselines.metric_name
                     and written.metric_ts < metric_baselines.day_start)`,
    [
      projectId,
      rowSource(
        knex,
        { metric_name: 'text', metric_ts: 'timestamptz' },
        [...firstWritten].map(([metric_name, metric_ts]) => ({
          metric_name,
          metric_ts,
        })),
      ),
    ],
  );
}

export class SqlBaselineStore implements BaselineStore {
  readonly #knex: Connection;

  constructor(knex: Connection) {
    this.#knex = knex;
  }

  async freezePoints(projectId: string): Promise<void> {
    await lockPoints(this.#knex, projectId, 'to compute');
  }

  async ofProjects(
    projectIds: readonly string[],
  ): Promise<Map<string, MetricBaseline[]>> {
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `select project_id, metric_name, day_start, history_from, quantities from metric_baselines
         where project_id in (select project_id from ? as asked)`,
        [
          rowSource(
            this.#knex,
            { project_id: 'uuid' },
            projectIds.map(id => ({ project_id: id })),
          ),
        ],
      ),
    );
    const byProject = new Map<string, MetricBaseline[]>();
    for (const row of rows) {
      const projectId = toText(row.project_id);
      const found = byProject.get(projectId) ?? [];
      byProject.set(projectId, found);
      found.push({
        metricName: toText(row.metric_name),
        dayStart: toDate(row.day_start),
        historyFrom: toDate(row.history_from),
        quantities: JSON.parse(toText(row.quantities)),
      });
    }
    return byProject;
  }

  async put(
    projectId: string,
    metricName: string,
    baselines: readonly NewMetricBaseline[],
  ): Promise<void> {
    if (baselines.length === 0) return;
    await this.#knex('metric_baselines')
      .insert(
        baselines.map(each => ({
          project_id: projectId,
          metric_name: metricName,
          day_start: timestamp(this.#knex, each.dayStart),
          history_from: timestamp(this.#knex, each.historyFrom),
          quantities: JSON.stringify(each.quantities),
        })),
      )
      .onConflict(['project_id', 'metric_name', 'day_start'])
      .merge(['history_from', 'quantities']);
    const newest = Math.max(
      ...baselines.map(({ dayStart }) => dayStart.getTime()),
    );
    await this.#knex('metric_baselines')
      .where({ project_id: projectId, metric_name: metricName })
      .where(
        'day_start',
        '<=',
        timestamp(this.#knex, new Date(newest - DAYS_KEPT * DAY_MS)),
      )
      .delete();
  }
}
