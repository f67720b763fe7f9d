/** What the row of a job says, from its last runs. */
import type { Job, JobRun } from '@cloudops/plugin-guardrails-common';
import type { Words } from '../../words';

/** Price of one Cost Explorer request in US dollars, from the AWS price list; CloudWatch's are not counted in dollars. */
const COST_EXPLORER_REQUEST_USD = 0.01;

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

/** `6 of 40`, or `6` for a job without a cap; with dollars where each request is paid. */
export function requestsToday(
  { id, awsRequestsToday, awsRequestCap }: Job,
  { t, number, money }: Words,
): string {
  const count =
    awsRequestCap === undefined
      ? number(awsRequestsToday)
      : t('jobs.requestsOf', {
          number: number(awsRequestsToday),
          cap: number(awsRequestCap),
        });
  return id === 'ingest-costs'
    ? `${count} (${money(awsRequestsToday * COST_EXPLORER_REQUEST_USD, 'USD')})`
    : count;
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
