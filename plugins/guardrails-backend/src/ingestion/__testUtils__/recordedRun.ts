/** For tests: a run that remembers what an ingestion noted in it. */
import { randomUUID } from 'node:crypto';
import type { IngestionRun } from '../interfaces';

export interface RecordedRun extends IngestionRun {
  readonly noted: {
    rows: number;
    readonly requests: (string | undefined)[];
    readonly failures: { scope: string; message: string }[];
    readonly completed: string[];
    readonly problems: string[];
    /** What the run's end is to say of accounts. */
    readonly accounts: [string | undefined, object][];
    progress?: { readonly doneDays: number; readonly totalDays: number };
  };
}

export function recordedRun(
  options: Partial<Pick<IngestionRun, 'now' | 'signal' | 'awsRequest'>> & {
    readonly now: Date;
  },
): RecordedRun {
  const noted: RecordedRun['noted'] = {
    rows: 0,
    requests: [],
    failures: [],
    completed: [],
    problems: [],
    accounts: [],
  };
  return {
    noted,
    runId: randomUUID(),
    signal: new AbortController().signal,
    rowsWritten: count => {
      noted.rows += count;
    },
    awsRequest: accountId => {
      noted.requests.push(accountId);
    },
    accountRead: (accountId, read) => {
      noted.accounts.push([accountId, read]);
    },
    failed: (scope, { message }) => {
      noted.failures.push({ scope, message });
    },
    problem: (project, message) => {
      noted.problems.push(`${project}: ${message}`);
    },
    progressed: progress => {
      noted.progress = { ...progress };
    },
    completed: name => {
      noted.completed.push(name);
    },
    ...options,
  };
}
