/** Which jobs there are, when each runs, and after which others. */
import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { AlertLifecycle } from './alerts';
import type { GuardrailsDatabase } from './database';
import type { Extensions } from './extensions';
import { CostIngestion, MetricIngestion } from './ingestion';
import {
  DetectJob,
  IngestCostsJob,
  IngestMetricsJob,
  RetentionJob,
  RuleAnnotations,
  type ScheduledJob,
} from './jobs';
import { EntityProjects } from './projects';
import { builtInPlaybooks, Playbooks } from './recommendations';
import type { Settings } from './settings';

/** In the order in which data travels. */
export function createJobs(
  { config, rules, sources, ownAccountId }: Settings,
  database: GuardrailsDatabase,
  extensions: Extensions,
  portal: { readonly auth: AuthService; readonly catalog: CatalogService },
): ScheduledJob[] {
  const entities = new EntityProjects({ ...portal, config, ownAccountId });
  const costs = new CostIngestion({
    source: sources.costs,
    database,
    config,
    entities,
    ownAccountId,
  });
  const metrics = new MetricIngestion({
    source: sources.metrics,
    database,
    config,
    entities,
  });
  const lifecycle = new AlertLifecycle({
    database,
    playbooks: new Playbooks([...extensions.playbooks, ...builtInPlaybooks]),
  });
  return [
    {
      job: new IngestCostsJob({ ingestion: costs, config }),
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
        config,
        sources,
        annotations: new RuleAnnotations(portal),
      }),
      schedule: config.schedule.detect,
      follows: ['ingest-costs', 'ingest-metrics'],
    },
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
