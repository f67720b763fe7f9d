/** For tests: a run that remembers what an ingestion noted in it. */
import { randomUUID } from 'node:crypto';
import { type AccountRun, RunTrail, OWN_ACCOUNT_KEY } from '../../audit';
import type { GuardrailsDatabase } from '../../database';
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

/** For tests: the run's end in the trail, for the runs to come. */
export async function ended(
  database: GuardrailsDatabase,
  run: RecordedRun,
): Promise<void> {
  const accounts: Record<string, AccountRun> = {};
  for (const [accountId, read] of run.noted.accounts) {
    const key = accountId ?? OWN_ACCOUNT_KEY;
    accounts[key] = { ...accounts[key], ...read };
  }
  const [project] = await database.projects.ensure(['default']);
  await new RunTrail(database, run.now).runSucceeded({
    runId: run.runId,
    projectId: project.id,
    actor: 'system',
    metadata: {
      jobId: 'ingest-costs',
      trigger: 'schedule',
      startedAt: run.now.toISOString(),
      rowsWritten: run.noted.rows,
      awsRequests: run.noted.requests.length,
      failures: [],
      accounts,
      completedProjects: [],
    },
  });
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
