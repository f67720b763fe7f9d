/** What the row of a job says, from its last runs. */
import type { Job, JobRun } from '@cloudops/plugin-guardrails-common';
import { formatDuration, formatMoney, formatNumber } from '../../format';

/** Price of one Cost Explorer request in US dollars, from the AWS price list; CloudWatch's are not counted in dollars. */
const COST_EXPLORER_REQUEST_USD = 0.01;

/** A run of the job is under way. */
export function isRunning({ runs }: Job): boolean {
  return runs[0]?.status === 'running';
}

/** How long a run took; undefined while it is under way. */
export function runDuration({
  startedAt,
  endedAt,
}: JobRun): string | undefined {
  return endedAt === undefined
    ? undefined
    : formatDuration(Date.parse(endedAt) - Date.parse(startedAt));
}

/** `6 of 40`, or `6` for a job without a cap; with dollars where each request is paid. */
export function requestsToday({
  id,
  awsRequestsToday,
  awsRequestCap,
}: Job): string {
  const count =
    awsRequestCap === undefined
      ? formatNumber(awsRequestsToday)
      : `${formatNumber(awsRequestsToday)} of ${formatNumber(awsRequestCap)}`;
  return id === 'ingest-costs'
    ? `${count} (${formatMoney(
        awsRequestsToday * COST_EXPLORER_REQUEST_USD,
        'USD',
      )})`
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
