/** Which jobs there are, when each runs, and after which others. */
import type { AuthService } from '@backstage/backend-plugin-api';
import type { JobId } from '@cloudops/plugin-guardrails-common';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { AlertLifecycle } from './alerts';
import type { GuardrailsDatabase } from './database';
import type { Extensions } from './extensions';
import {
  CostIngestion,
  MetricIngestion,
  UnbilledProjects,
  UnclaimedProjects,
} from './ingestion';
import {
  DetectJob,
  FindDriversJob,
  IngestCostsJob,
  IngestMetricsJob,
  RetentionJob,
  RuleAnnotations,
  type ScheduledJob,
} from './jobs';
import { EntityProjects } from './projects';
import { builtInPlaybooks, Playbooks } from './recommendations';
import { Freshness, SavingsMeter } from './service';
import type { Settings } from './settings';

/** In the order in which data travels. */
export function createJobs(
  { config, rules, sources, ownAccountId }: Settings,
  database: GuardrailsDatabase,
  extensions: Extensions,
  portal: { readonly auth: AuthService; readonly catalog: CatalogService },
): ScheduledJob[] {
  const entities = new EntityProjects({ ...portal, config, ownAccountId });
  const { fetchBreakdown } = sources.costs;
  const forDrivers = fetchBreakdown ? requestsForDrivers(config) : 0;
  // What is given to one job is taken from the other: together they stay within the account's cap.
  const { requestCapPerDay } = config.costs;
  const within = (other: JobId) => ({
    perDay: requestCapPerDay,
    jobs: [other],
  });
  const reading = {
    ...config,
    costs: {
      ...config.costs,
      requestCapPerDay: requestCapPerDay - forDrivers,
    },
  };
  const costs = new CostIngestion({
    source: sources.costs,
    database,
    config: reading,
    entities,
    ownAccountId,
    keptForOthersPerDay: forDrivers,
  });
  const metrics = new MetricIngestion({
    source: sources.metrics,
    database,
    config,
    entities,
    ownAccountId,
  });
  const lifecycle = new AlertLifecycle({
    database,
    playbooks: new Playbooks([...extensions.playbooks, ...builtInPlaybooks]),
  });
  const now = () => new Date();
  return [
    {
      job: new IngestCostsJob({
        ingestion: costs,
        config: reading,
        within: within('find-drivers'),
      }),
      schedule: config.schedule.ingestCosts,
    },
    {
      job: new IngestMetricsJob({ ingestion: metrics }),
      schedule: config.schedule.ingestMetrics,
    },
    {
      job: new DetectJob({
        database,
        rules,
        lifecycle,
        unclaimed: new UnclaimedProjects(database),
        unbilled: new UnbilledProjects(database),
        config,
        sources,
        annotations: new RuleAnnotations(portal),
        savings: new SavingsMeter({
          database,
          freshness: new Freshness({ stores: database, config, now }),
          config,
        }),
      }),
      schedule: config.schedule.detect,
      follows: ['ingest-costs', 'ingest-metrics'],
    },
    ...(fetchBreakdown && forDrivers > 0
      ? [
          {
            job: new FindDriversJob({
              database,
              fetchBreakdown: fetchBreakdown.bind(sources.costs),
              ingestion: costs,
              requestsPerDay: forDrivers,
              within: within('ingest-costs'),
            }),
            // It does nothing by itself: whenever alerts may have opened, it looks whether they did.
            schedule: config.schedule.detect,
            follows: ['detect' as const],
          },
        ]
      : []),
    ...(config.retention
      ? [
          {
            job: new RetentionJob({ database, retention: config.retention }),
            schedule: config.schedule.retention,
          },
        ]
      : []),
  ];
}

/** A quarter of an account's requests at most, and none of a cap that reading may need as a whole. */
const MOST_FOR_DRIVERS = 1 / 4;
const SMALLEST_CAP = 20;

function requestsForDrivers({
  costs: { requestCapPerDay },
  drivers,
}: Settings['config']): number {
  return requestCapPerDay < SMALLEST_CAP
    ? 0
    : Math.min(
        drivers.queriesPerDay,
        Math.floor(requestCapPerDay * MOST_FOR_DRIVERS),
      );
}
