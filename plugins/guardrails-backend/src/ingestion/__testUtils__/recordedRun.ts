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
    /** Of each failure, the projects that are not complete for it. */
    readonly incomplete: (readonly string[] | undefined)[];
    readonly completed: string[];
    readonly problems: string[];
    /** What the run's end is to say of accounts. */
    readonly accounts: [string | undefined, object][];
    progress?: { readonly doneDays: number; readonly totalDays: number };
  };
}

/** For tests: the run's end in the trail, as it ended, for the runs to come. */
export async function ended(
  database: GuardrailsDatabase,
  run: RecordedRun,
): Promise<void> {
  const { problems, completed, requests, incomplete } = run.noted;
  const failures = run.noted.failures.map((failure, i) => ({
    ...failure,
    projects: incomplete[i],
  }));
  const accounts: Record<string, AccountRun> = {};
  for (const accountId of requests) {
    const key = accountId ?? OWN_ACCOUNT_KEY;
    const made = (accounts[key]?.requests ?? 0) + 1;
    accounts[key] = { requests: made };
  }
  for (const [accountId, read] of run.noted.accounts) {
    const key = accountId ?? OWN_ACCOUNT_KEY;
    accounts[key] = { ...accounts[key], ...read };
  }
  const [project] = await database.projects.ensure(['default']);
  const trail = new RunTrail(database, run.now);
  const end = {
    runId: run.runId,
    projectId: project.id,
    actor: 'system',
    metadata: {
      jobId: 'ingest-costs',
      trigger: 'schedule',
      startedAt: run.now.toISOString(),
      rowsWritten: run.noted.rows,
      awsRequests: requests.length,
      failures,
      problems: problems.map(problem => {
        const [name, message] = problem.split(/: (.*)/s);
        return { project: name, message };
      }),
      accounts,
      completedProjects: completed,
    },
  } as const;
  await (failures.length > 0 ? trail.runFailed(end) : trail.runSucceeded(end));
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
    incomplete: [],
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
    failed: (scope, { message }, projects) => {
      noted.failures.push({ scope, message });
      noted.incomplete.push(projects);
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
