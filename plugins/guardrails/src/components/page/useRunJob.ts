/** Runs a job when the reader asks, and tells what came of the request. */
import { useApi } from '@backstage/core-plugin-api';
import type { Job, JobId } from '@cloudops/plugin-guardrails-common';
import { useCallback, useState } from 'react';
import { guardrailsApiRef } from '../../api';
import { toError } from '../../data/toError';

/** One request of the reader to run a job. */
export interface RunRequest {
  /** The newest run of the job when it was asked for: another one is the answer. */
  readonly newestRunBefore?: string;
  /** The server took it. */
  readonly accepted: boolean;
  readonly error?: Error;
}

export interface RunRequests {
  readonly of: (id: JobId) => RunRequest | undefined;
  /** @param onAccepted - called when the server took it: the jobs have news */
  readonly run: (job: Job, onAccepted: () => void) => void;
}

/** Whether a run that was asked for has not been seen yet. */
export function isAwaited(job: Job, request: RunRequest | undefined): boolean {
  return (
    request !== undefined &&
    !request.error &&
    job.runs[0]?.id === request.newestRunBefore
  );
}

export function useRunJob(): RunRequests {
  const api = useApi(guardrailsApiRef);
  const [requests, setRequests] = useState<Partial<Record<JobId, RunRequest>>>(
    {},
  );
  const run = useCallback(
    (job: Job, onAccepted: () => void) => {
      const newestRunBefore = job.runs[0]?.id;
      const note = (request: RunRequest) =>
        setRequests(before => ({ ...before, [job.id]: request }));
      note({ newestRunBefore, accepted: false });
      api.runJob(job.id).then(
        () => {
          note({ newestRunBefore, accepted: true });
          onAccepted();
        },
        error =>
          note({ newestRunBefore, accepted: false, error: toError(error) }),
      );
    },
    [api],
  );
  return { of: id => requests[id], run };
}
