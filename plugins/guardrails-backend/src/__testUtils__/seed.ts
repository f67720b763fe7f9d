/** Rows to test with, written through the stores. */
import type {
  AlertRecord,
  Database,
  DailyCost,
  NewAlert,
  PlannedActivityRecord,
  ProjectRecord,
  RecommendationRecord,
} from '../database';
import type { JsonObject } from '@backstage/types';
import { builtInRules } from '../detection';
import {
  AuditTrail,
  RunTrail,
  type ActivityPlannedMetadata,
  type RunMetadata,
} from '../audit';

/** The moment at which the tests run. */
export const NOW = new Date('2026-11-20T12:00:00Z');
export const TODAY = '2026-11-20';

/** The day that lies `count` days before today. */
export function daysAgo(count: number): string {
  return new Date(NOW.getTime() - count * 86_400_000)
    .toISOString()
    .slice(0, 10);
}

export async function seedProject(
  database: Database,
  name: string,
): Promise<ProjectRecord> {
  const [project] = await database.projects.ensure([name]);
  return project;
}

/** One amount for each service and day, from `from` days ago to `to` days ago. */
export async function seedCosts(
  database: Database,
  project: ProjectRecord,
  amounts: Readonly<Record<string, string>>,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const costs: DailyCost[] = [];
  for (let ago = from; ago >= to; ago--) {
    for (const [service, amount] of Object.entries(amounts)) {
      costs.push({ date: daysAgo(ago), service, amount, currency: 'USD' });
    }
  }
  await database.costs.upsert(project.id, costs);
}

const costSpike = builtInRules.find(({ name }) => name === 'cost_spike')!;

let series = 0;

/** An open alert on a series of its own, opened by the system with an event. */
export async function seedAlert(
  database: Database,
  project: ProjectRecord,
  overrides: Partial<NewAlert> = {},
  now = new Date('2026-11-18T06:14:00Z'),
): Promise<AlertRecord> {
  return database.transaction(async stores => {
    const alert = await stores.alerts.insert(
      {
        projectId: project.id,
        alertType: 'cost',
        severity: 'high',
        title: 'Amazon RDS cost doubled',
        description: 'Tuesday cost $412. Similar Tuesdays: $198. Limit: $257.',
        source: 'Cost Explorer',
        detectedAt: now,
        windowStart: new Date('2026-11-17T00:00:00Z'),
        windowEnd: new Date('2026-11-18T00:00:00Z'),
        serviceName: `Service ${series++}`,
        observedValue: 412,
        baselineValue: 198,
        thresholdValue: 257.4,
        ruleName: 'cost_spike',
        ...overrides,
      },
      now,
    );
    await new AuditTrail(stores, alert!.createdAt).alertCreated(alert!, {
      rule: alert!.ruleName,
      ruleVersion: 1,
      parameters: costSpike.parameters.parse({}) as JsonObject,
      unit: 'USD',
      inputs: {
        from: '2026-10-20T00:00:00.000Z',
        to: '2026-11-17T00:00:00.000Z',
        points: 29,
        periodSeconds: 86_400,
      },
      verdict: {
        at: '2026-11-17T00:00:00.000Z',
        observed: 412,
        baseline: 198,
        threshold: 257.4,
      },
    });
    return alert!;
  });
}

export async function seedRecommendation(
  database: Database,
  alert: AlertRecord,
  title = 'Find the slow queries',
): Promise<RecommendationRecord> {
  const [recommendation] = await database.recommendations.insert(
    [
      {
        projectId: alert.projectId,
        alertId: alert.id,
        title,
        actionSteps: ['Open Performance Insights', 'Sort by load'],
        impact: 'about $310 a month if it stays',
      },
    ],
    alert.createdAt,
  );
  return recommendation;
}

/** An activity of the whole project, planned an hour ago for two weeks. */
export async function seedActivity(
  database: Database,
  project: ProjectRecord,
  overrides: Partial<ActivityPlannedMetadata> = {},
): Promise<PlannedActivityRecord> {
  const id = crypto.randomUUID();
  const at = Date.now() - 3_600_000;
  await new AuditTrail(database, new Date(at)).activityPlanned(
    project.id,
    id,
    {
      from: new Date(at).toISOString(),
      to: new Date(at + 14 * 86_400_000).toISOString(),
      reason: 'load test',
      ...overrides,
    },
    'ana@example.com',
  );
  return (await database.plannedActivities.byId(id))!;
}

/** One ended run of a job. */
export async function seedRun(
  database: Database,
  run: Partial<RunMetadata> & Pick<RunMetadata, 'jobId'>,
  endedAt: Date,
): Promise<void> {
  const [{ id: projectId }] = await database.projects.ensure(['default']);
  const audited = {
    projectId,
    runId: crypto.randomUUID(),
    actor: 'system',
    metadata: {
      trigger: 'schedule' as const,
      startedAt: endedAt.toISOString(),
      rowsWritten: 0,
      awsRequests: 0,
      failures: [],
      completedProjects: [],
      ...run,
    },
  };
  const trail = new RunTrail(database, endedAt);
  await (audited.metadata.failures.length > 0
    ? trail.runFailed(audited)
    : trail.runSucceeded(audited));
}
