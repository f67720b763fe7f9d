/** For tests: the jobs of a portal, as they run after its start. Several on one database are several backends. */
import { DefaultSchedulerService } from '@backstage/backend-defaults/scheduler';
import type { SchedulerService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import type { Knex } from 'knex';
import { JobRunner } from '../JobRunner';
import { JobRuns } from '../JobRuns';
import { RunRequests } from '../RunRequests';

type RunnerOptions = ConstructorParameters<typeof JobRunner>[0];

/** Answers what people see of the jobs, and start them by. */
export async function startPortal(
  options: Pick<RunnerOptions, 'scheduler' | 'database' | 'jobs'> &
    Partial<RunnerOptions>,
): Promise<JobRuns> {
  const portal = { requests: new RunRequests(), ...options };
  await new JobRunner({
    logger: mockServices.logger.mock(),
    lifecycle: mockServices.rootLifecycle.mock(),
    ...portal,
  }).start();
  return new JobRuns(portal);
}

/** Backstage's own, which keeps its tasks in the database. One after the other: it cannot make its tables twice at once. */
export function databaseScheduler(knex: Knex): {
  readonly scheduler: SchedulerService;
  stop(): void;
} {
  const stops: (() => void)[] = [];
  const scheduler = DefaultSchedulerService.create({
    database: { getClient: async () => knex },
    logger: mockServices.logger.mock(),
    metrics: metricsServiceMock.mock(),
    rootLifecycle: mockServices.rootLifecycle.mock({
      addShutdownHook: hook => void stops.push(hook as () => void),
    }),
    httpRouter: mockServices.httpRouter.mock(),
    pluginMetadata: { getId: () => 'guardrails' },
  });
  return { scheduler, stop: () => stops.forEach(stop => stop()) };
}
