/** What the trail says of the runs of jobs. */
import type { EventFilter, EventPage, EventRecord } from './events';

export interface RunStore {
  /** The newest events of each of the jobs, at most `limit` of each, newest first, by job; one query. */
  newestOfJobs(
    jobIds: readonly string[],
    filter: Omit<EventFilter, 'jobId'>,
    page: Pick<EventPage, 'limit' | 'without'>,
  ): Promise<Map<string, EventRecord[]>>;
  /** Adds up a number of the metadata, by job; an event that has none counts as 0. One query. */
  sumsOfJobs(
    jobIds: readonly string[],
    filter: Omit<EventFilter, 'jobId'>,
    field: 'awsRequests',
  ): Promise<Map<string, number>>;
  /** The newest end of a run of each of the jobs that has one (of one that succeeded, where asked), by job; one query. */
  newestEnds(
    jobs: readonly { readonly jobId: string; readonly succeeded?: boolean }[],
  ): Promise<Map<string, EventRecord>>;
  /** When the newest run of the job that completed each of the projects ended, by the project's name; one query. */
  newestCompletions(
    jobId: string,
    projects: readonly string[],
  ): Promise<Map<string, Date>>;
  /**
   * When the newest run of the job that completed each of the projects began, by the project's name; of the runs that
   * began at `from` or later, and not after `to`. One query.
   */
  newestReads(
    jobId: string,
    projects: readonly string[],
    range: { readonly from: Date; readonly to: Date },
  ): Promise<Map<string, Date>>;
}
