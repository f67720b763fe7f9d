/** What the history says of an event of a job. */
import type { AuditEvent } from '@cloudops/plugin-guardrails-common';
import type { Words } from '../../words';
import { jobName } from './jobName';

/** What is read of the metadata of a run's events, and of a paid request's. */
interface JobMetadata {
  readonly jobId: string;
  readonly trigger?: 'schedule' | 'manual';
  readonly rowsWritten?: number;
  readonly awsRequests?: number;
  readonly failures?: readonly {
    readonly scope: string;
    readonly message: string;
  }[];
  readonly accountId?: string;
  readonly number?: number;
  readonly capPerDay?: number;
}

/** The sentence begins with the job's name; undefined for an event that its own message tells better. */
export function jobSentence(
  event: AuditEvent,
  { t, number }: Pick<Words, 't' | 'number'>,
): string | undefined {
  const metadata = event.metadata as Partial<JobMetadata>;
  if (event.entityType !== 'job' || !metadata.jobId) return undefined;
  const job = jobName(metadata.jobId, t);
  switch (event.eventType) {
    case 'run_requested':
      return t('history.runRequested', { job });
    case 'run_started':
      return metadata.trigger === 'manual'
        ? t('history.runStarted', { job })
        : t('history.runScheduled', { job });
    case 'run_succeeded':
      return t('history.runSucceeded', {
        job,
        rows: number(metadata.rowsWritten ?? 0),
        requests: number(metadata.awsRequests ?? 0),
      });
    case 'run_failed': {
      const [first, ...others] = metadata.failures ?? [];
      if (!first) return undefined;
      const reason = `${first.scope}: ${first.message}`;
      return others.length > 0
        ? t('history.runFailedMore', {
            job,
            reason,
            others: number(others.length),
          })
        : t('history.runFailed', { job, reason });
    }
    case 'run_skipped':
      return t('history.runSkipped', {
        job,
        reason: event.message.slice(event.message.indexOf(': ') + 2),
      });
    case 'aws_requested':
      return t('history.awsRequested', {
        job,
        number: number(metadata.number ?? 0),
        cap: number(metadata.capPerDay ?? 0),
        account: metadata.accountId ?? t('jobs.ownAccount'),
      });
    default:
      return undefined;
  }
}
