/** Reads the runs of jobs from `events`: a run is told by events that name its job in their metadata. */
import type { Knex } from 'knex';
import {
  jsonField,
  jsonListHas,
  jsonListOf,
  rowSource,
  rowsOf,
  timestamp,
  type Connection,
} from './dialect';
import type {
  EventFilter,
  EventPage,
  EventRecord,
  RunStore,
} from './interfaces';
import { applyKeyset } from './keyset';
import {
  columnsRead,
  matchingEvents,
  NEWEST_FIRST,
  toEvent,
} from './matchingEvents';
import { toDate, toNumber, toText, type Row } from './rows';

export class SqlRunStore implements RunStore {
  readonly #knex: Connection;

  constructor(knex: Connection) {
    this.#knex = knex;
  }

  async newestOfJobs(
    jobIds: readonly string[],
    filter: Omit<EventFilter, 'jobId'>,
    page: Pick<EventPage, 'limit' | 'without'>,
  ): Promise<Map<string, EventRecord[]>> {
    const found = new Map(
      jobIds.map((id): [string, EventRecord[]] => [id, []]),
    );
    if (jobIds.length === 0) return found;
    // Each for itself, because each is a few rows of the index, and all together would be the history of the busiest.
    const ofJobs = jobIds.map(jobId =>
      this.#knex
        .select('*')
        .from(
          applyKeyset(
            this.#knex,
            matchingEvents(this.#knex, { ...filter, jobId }).select(
              columnsRead(this.#knex, page),
            ),
            NEWEST_FIRST,
            page,
          ).as('newest'),
        ),
    );
    const rows: Row[] = await this.#knex
      .select('*')
      .from(this.#knex.unionAll(ofJobs).as('newest'))
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ]);
    for (const event of rows.map(toEvent)) {
      found.get(String(event.metadata.jobId))!.push(event);
    }
    return new Map(
      [...found].map(([jobId, events]) => [jobId, events.slice(0, page.limit)]),
    );
  }

  async sumsOfJobs(
    jobIds: readonly string[],
    filter: Omit<EventFilter, 'jobId'>,
    field: 'awsRequests',
  ): Promise<Map<string, number>> {
    if (jobIds.length === 0) return new Map();
    const number = `cast(${jsonField(
      this.#knex,
      'metadata',
      field,
    )} as integer)`;
    const ofJobs = jobIds.map(jobId =>
      matchingEvents(this.#knex, { ...filter, jobId }).select(
        this.#knex.raw(`? as job_id, coalesce(sum(${number}), 0) as sum`, [
          jobId,
        ]),
      ),
    );
    const rows: Row[] = await this.#knex.unionAll(ofJobs);
    return new Map(rows.map(row => [toText(row.job_id), toNumber(row.sum)]));
  }

  async newestEnds(
    jobs: Parameters<RunStore['newestEnds']>[0],
  ): Promise<Map<string, EventRecord>> {
    const ofJob = jsonField(this.#knex, 'metadata', 'jobId');
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `select * from events where id in (
           select (select id from events
                   where ${ofJob} = asked.job_id and ${ofJob} is not null
                     and (event_type = 'run_succeeded'
                          or (asked.ended = 'anyhow' and event_type in ('run_failed', 'run_skipped')))
                   order by created_at desc, id desc limit 1)
           from ? as asked)`,
        [
          rowSource(
            this.#knex,
            { job_id: 'text', ended: 'text' },
            jobs.map(({ jobId, succeeded }) => ({
              job_id: jobId,
              ended: succeeded ? 'well' : 'anyhow',
            })),
          ),
        ],
      ),
    );
    return new Map(
      rows.map(toEvent).map(event => [String(event.metadata.jobId), event]),
    );
  }

  async newestCompletions(
    jobId: string,
    projects: readonly string[],
  ): Promise<Map<string, Date>> {
    const found = await this.#newestOfProjects(jobId, projects, 'created_at');
    return new Map([...found].map(([name, at]) => [name, toDate(at)]));
  }

  async newestReads(
    jobId: string,
    projects: readonly string[],
    { from, to }: { readonly from: Date; readonly to: Date },
  ): Promise<Map<string, Date>> {
    const startedAt = jsonField(this.#knex, 'metadata', 'startedAt');
    // A run ends after its start: by the end, the index finds it. ISO 8601 in UTC sorts as time does.
    const found = await this.#newestOfProjects(jobId, projects, startedAt, {
      sql: `and created_at >= ? and ${startedAt} >= ? and ${startedAt} <= ?`,
      bindings: [
        timestamp(this.#knex, from),
        from.toISOString(),
        to.toISOString(),
      ],
    });
    return new Map(
      [...found].map(([name, at]) => [name, new Date(toText(at))]),
    );
  }

  /** A time of the newest end of a run that completed each of the projects, by name. */
  async #newestOfProjects(
    jobId: string,
    projects: readonly string[],
    time: string,
    among: { sql: string; bindings: Knex.RawBinding[] } = {
      sql: '',
      bindings: [],
    },
  ): Promise<Map<string, unknown>> {
    if (projects.length === 0) {
      return new Map();
    }
    const ofJob = jsonField(this.#knex, 'metadata', 'jobId');
    const hasProject = jsonListHas(
      this.#knex,
      'metadata',
      'completedProjects',
      'asked.project',
    );
    const ends = `${ofJob} = ? and ${ofJob} is not null
      and event_type in ('run_succeeded', 'run_failed', 'run_skipped') ${among.sql}`;
    const newestFirst = 'order by created_at desc, id desc limit 1';
    // Nearly always the newest run of the job has completed them all; what it completed is taken apart once.
    const rows = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `with newest as (select ${time} as at, metadata from events where ${ends} ${newestFirst})
         select asked.project,
                case when asked.project in (${jsonListOf(
                  this.#knex,
                  'newest',
                  'metadata',
                  'completedProjects',
                )}) then (select at from newest)
                else (select ${time} from events where ${ends} and ${hasProject} ${newestFirst}) end as at
         from ? as asked`,
        [
          jobId,
          ...among.bindings,
          jobId,
          ...among.bindings,
          rowSource(
            this.#knex,
            { project: 'text' },
            projects.map(project => ({ project })),
          ),
        ],
      ),
    );
    return new Map(
      rows
        .filter(row => row.at !== null)
        .map(row => [toText(row.project), row.at]),
    );
  }
}
