/** What the row of a job says, from its last runs. */
import type { Job, JobRun } from '@cloudops/plugin-guardrails-common';
import type { Words } from '../../words';

/** A run of the job is under way. */
export function isRunning({ runs }: Job): boolean {
  return runs[0]?.status === 'running';
}

/** How long a run took; undefined while it is under way. */
export function runDuration(
  { startedAt, endedAt }: JobRun,
  words: Pick<Words, 'duration'>,
): string | undefined {
  return endedAt === undefined
    ? undefined
    : words.duration(Date.parse(endedAt) - Date.parse(startedAt));
}

/** `6 of 40 ($0.06 of $0.40)`: of what is paid for, all accounts together; `6` of what is free. */
export function requestsToday(
  { awsRequestsToday, awsRequestCap, accounts }: Job,
  { t, number, money }: Words,
): string {
  const count =
    awsRequestCap === undefined
      ? number(awsRequestsToday)
      : t('jobs.requestsOf', {
          number: number(awsRequestsToday),
          cap: number(awsRequestCap),
        });
  if (!accounts) return count;
  const dollars = (amount: 'usdToday' | 'usdCap') =>
    money(
      accounts.reduce((sum, account) => sum + account[amount], 0),
      'USD',
    );
  return `${count} (${t('jobs.spentOf', {
    spent: dollars('usdToday'),
    cap: dollars('usdCap'),
  })})`;
}

/** What the job's paid requests come to in a month at its pace, all accounts together; undefined while not known. */
export function dollarsPerMonth({ accounts }: Job): number | undefined {
  const known = (accounts ?? []).flatMap(
    ({ estimatedUsdPerMonth }) => estimatedUsdPerMonth ?? [],
  );
  return known.length === 0
    ? undefined
    : known.reduce((sum, dollars) => sum + dollars, 0);
}

/** Why a run failed or was skipped, in words, one line for each account or project; empty when it did not. */
export function runProblems({ status, message, failures }: JobRun): string[] {
  if (failures.length > 0) {
    return failures.map(failure => `${failure.scope}: ${failure.message}`);
  }
  return (status === 'failed' || status === 'skipped') && message
    ? [message]
    : [];
}

/**
 * How long the run under way still takes at its pace, in milliseconds; undefined before it has a pace, and for a job
 * that is not running.
 */
export function timeLeft(job: Job, now: Date): number | undefined {
  const run = job.runs[0];
  if (!isRunning(job) || !run.progress) return undefined;
  const { doneDays, totalDays } = run.progress;
  const elapsed = now.getTime() - Date.parse(run.startedAt);
  return doneDays > 0 && elapsed > 0
    ? (elapsed / doneDays) * (totalDays - doneDays)
    : undefined;
}
