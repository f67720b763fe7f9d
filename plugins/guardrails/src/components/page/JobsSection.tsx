/** The jobs behind the data: a row for each, and the way to run one now. */
import { useApi } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import {
  jobReadPermission,
  jobRunPermission,
  type Job,
} from '@cloudops/plugin-guardrails-common';
import { guardrailsApiRef } from '../../api';
import { useRequest } from '../../data';
import {
  errorReason,
  LoadingSkeleton,
  refusedStatus,
  RequestView,
} from '../states';
import { isRunning } from './jobFacts';
import { JobRow } from './JobRow';
import { isAwaited, RunRequest, useRunJob } from './useRunJob';

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

function refusalInWords(error: Error): string {
  switch (refusedStatus(error)) {
    case 403:
      return `Not started: you are not allowed to run jobs. Ask the people who run this portal for the permission ${jobRunPermission.name}.`;
    default:
      return `Not started: ${errorReason(error)}`;
  }
}

/** How far a request to run the job is, in words. */
function progressInWords(job: Job, request: RunRequest): string {
  if (isAwaited(job, request)) {
    return request.accepted ? 'asked for, about to start' : 'asking …';
  }
  return isRunning(job) ? 'started' : 'it has ended; the result is below';
}

export function JobsSection() {
  const classes = useStyles();
  const api = useApi(guardrailsApiRef);
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
      subject="the jobs"
      permission={jobReadPermission.name}
      quiet
      skeleton={<LoadingSkeleton subject="the jobs" height={176} rows={3} />}
    >
      {({ items }) => (
        <ul className={classes.list} aria-label="Jobs">
          {items.map(job => {
            const request = requests.of(job.id);
            const error = request?.error;
            return (
              <JobRow
                key={job.id}
                job={job}
                starting={isAwaited(job, request)}
                onRun={() => requests.run(job, jobs.reload)}
                feedback={
                  request && !error ? progressInWords(job, request) : undefined
                }
                refusal={error && refusalInWords(error)}
              />
            );
          })}
        </ul>
      )}
    </RequestView>
  );
}
