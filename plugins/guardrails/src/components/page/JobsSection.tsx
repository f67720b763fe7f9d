/** The jobs behind the data: a row for each, and the way to run one now. */
import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { makeStyles } from '@material-ui/core/styles';
import {
  jobReadPermission,
  jobRunPermission,
  type Job,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { useRequest } from '../../data';
import {
  EmptyState,
  errorReason,
  LoadingSkeleton,
  refusedStatus,
  RequestView,
} from '../states';
import { isRunning } from './jobFacts';
import { JobRow } from './JobRow';
import { isAwaited, RunRequest, useRunJob } from './useRunJob';
import { useWords, type Translate } from '../../words';

/** A run takes seconds to minutes: the page follows it closely. */
const REFRESH_WHILE_RUNNING_MS = 3_000;
/** Otherwise jobs run on their schedule, every quarter of an hour at the most often. */
const REFRESH_MS = 60_000;

const useStyles = makeStyles(
  theme => ({
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'grid',
      gap: theme.spacing(2),
    },
  }),
  { name: 'GuardrailsJobs' },
);

function refusalInWords(error: Error, t: Translate): string {
  return refusedStatus(error) === 403
    ? t('jobs.notAllowed', { permission: jobRunPermission.name })
    : t('jobs.notStarted', { reason: errorReason(error) });
}

/** How far a request to run the job is, in words. */
function progressInWords(job: Job, request: RunRequest, t: Translate): string {
  if (isAwaited(job, request)) {
    return request.accepted ? t('jobs.askedFor') : t('jobs.asking');
  }
  return isRunning(job) ? t('jobs.started') : t('jobs.ended');
}

export function JobsSection() {
  const classes = useStyles();
  const { t } = useWords();
  const api = useApi(guardrailsApiRef);
  const { allowed: mayRun } = usePermission({ permission: jobRunPermission });
  const requests = useRunJob();
  const jobs = useRequest('jobs', signal => api.listJobs({ signal }), {
    refreshEvery: list =>
      list?.items.some(
        job => isRunning(job) || isAwaited(job, requests.of(job.id)),
      )
        ? REFRESH_WHILE_RUNNING_MS
        : REFRESH_MS,
  });
  return (
    <RequestView
      request={jobs}
      subject={t('subject.jobs')}
      permission={jobReadPermission.name}
      quiet
      skeleton={
        <LoadingSkeleton subject={t('subject.jobs')} height={176} rows={3} />
      }
    >
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title={t('jobs.none')}>{t('jobs.noneWhy')}</EmptyState>
        ) : (
          <ul className={classes.list} aria-label={t('jobs.list')}>
            {items.map(job => {
              const request = requests.of(job.id);
              const error = request?.error;
              return (
                <JobRow
                  key={job.id}
                  job={job}
                  mayRun={mayRun}
                  starting={isAwaited(job, request)}
                  onRun={() => requests.run(job, jobs.reload)}
                  feedback={
                    request && !error
                      ? progressInWords(job, request, t)
                      : undefined
                  }
                  refusal={error && refusalInWords(error, t)}
                />
              );
            })}
          </ul>
        )
      }
    </RequestView>
  );
}
