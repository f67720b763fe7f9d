/** Keeps what of each series was judged, unless somebody else has changed it meanwhile. */
import { isPostgres, rowSource, rowsOf, type Connection } from './dialect';
import type { DetectionProgressRecord, ProgressStore } from './interfaces';
import { toNumber, toOptionalDate, toText, type Row } from './rows';

/**
 * One order for whoever writes, so that two cannot lock each other up. Of what a statement writes in the end, because
 * what it comes from is in no order any more once it was joined; of bytes, because databases collate differently. SQLite
 * has one writer at a time.
 */
function inLockOrder(knex: Connection): string {
  return isPostgres(knex)
    ? `order by project_id, series_type, metric_name collate "C"`
    : '';
}

/**
 * Sets back what is settled of metrics to the first point that is written now. Also tells who has read points without it:
 * the revision is another one, and what they judged is not kept as progress.
 */
export async function unsettle(
  knex: Connection,
  projectId: string,
  firstWritten: ReadonlyMap<string, Date>,
): Promise<void> {
  if (firstWritten.size === 0) return;
  const earlier = isPostgres(knex) ? 'least' : 'min';
  await knex.raw(
    `insert into detection_progress (project_id, series_type, metric_name, settled_through, state, revision)
     select ${
       isPostgres(knex) ? '?::uuid' : '?'
     } as project_id, 'reliability' as series_type, metric_name, metric_ts, '', 1
     from ? as written where true ${inLockOrder(knex)}
     on conflict (project_id, series_type, metric_name) do update
       set settled_through = ${earlier}(detection_progress.settled_through, excluded.settled_through),
           revision = detection_progress.revision + 1`,
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

export class SqlProgressStore implements ProgressStore {
  readonly #knex: Connection;

  constructor(knex: Connection) {
    this.#knex = knex;
  }

  async ofProjects(
    projectIds: readonly string[],
  ): Promise<Map<string, DetectionProgressRecord[]>> {
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `select project_id, series_type, metric_name, settled_through, state, revision from detection_progress
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
    const byProject = new Map<string, DetectionProgressRecord[]>();
    for (const row of rows) {
      const projectId = toText(row.project_id);
      const found = byProject.get(projectId) ?? [];
      byProject.set(projectId, found);
      found.push({
        projectId,
        seriesType: toText(row.series_type) as 'cost' | 'reliability',
        metricName: toText(row.metric_name),
        settledThrough: toOptionalDate(row.settled_through),
        state: toText(row.state),
        revision: toNumber(row.revision),
      });
    }
    return byProject;
  }

  async put(records: readonly DetectionProgressRecord[]): Promise<number> {
    if (records.length === 0) return 0;
    const kept = await rowsOf(
      this.#knex,
      this.#knex.raw(
        `insert into detection_progress (project_id, series_type, metric_name, settled_through, state, revision)
         select project_id, series_type, metric_name, settled_through, state, cast(revision as integer) from ? as judged
         where project_id in (select id from projects) ${inLockOrder(
           this.#knex,
         )}
         on conflict (project_id, series_type, metric_name) do update
           set settled_through = excluded.settled_through, state = excluded.state, revision = excluded.revision
           where detection_progress.revision = excluded.revision - 1
         returning revision`,
        [
          rowSource(
            this.#knex,
            {
              project_id: 'uuid',
              series_type: 'text',
              metric_name: 'text',
              settled_through: 'timestamptz',
              state: 'text',
              revision: 'numeric',
            },
            records.map(each => ({
              project_id: each.projectId,
              series_type: each.seriesType,
              metric_name: each.metricName,
              settled_through: each.settledThrough ?? null,
              state: each.state,
              revision: each.revision + 1,
            })),
          ),
        ],
      ),
    );
    return kept.length;
  }
}
