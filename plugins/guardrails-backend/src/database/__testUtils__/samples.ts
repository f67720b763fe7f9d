/** Believable records for tests; each says only what it is about and takes the rest from here. */
import { randomUUID } from 'node:crypto';
import type {
  DailyCost,
  GuardrailsDatabase,
  NewAlert,
  NewEvent,
  NewRecommendation,
  ProjectRecord,
} from '../interfaces';

/** A moment that nothing is special about. */
export const NOON = new Date('2026-11-18T12:00:00.000Z');

export function minutesAfter(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000);
}

/** A project that no other test knows. */
export async function newProject(
  database: GuardrailsDatabase,
): Promise<ProjectRecord> {
  const [project] = await database.projects.ensure([`project-${randomUUID()}`]);
  return project;
}

export function rdsCost(overrides: Partial<DailyCost> = {}): DailyCost {
  return {
    date: '2026-11-18',
    service: 'Amazon Relational Database Service',
    amount: '12.3400',
    currency: 'USD',
    ...overrides,
  };
}

export function costAlert(
  projectId: string,
  overrides: Partial<NewAlert> = {},
): NewAlert {
  return {
    projectId,
    alertType: 'cost',
    severity: 'medium',
    title: 'Amazon RDS costs more than usual',
    description: "Tuesday's Amazon RDS cost $412. Similar Tuesdays: $198.",
    source: 'Cost Explorer',
    detectedAt: NOON,
    windowStart: new Date('2026-11-17T00:00:00.000Z'),
    windowEnd: new Date('2026-11-18T00:00:00.000Z'),
    serviceName: 'Amazon Relational Database Service',
    observedValue: 412,
    baselineValue: 198,
    thresholdValue: 257,
    ruleName: 'cost_spike',
    ...overrides,
  };
}

export function latencyAlert(
  projectId: string,
  overrides: Partial<NewAlert> = {},
): NewAlert {
  return costAlert(projectId, {
    alertType: 'reliability',
    title: 'p95 latency is higher than usual',
    source: 'CloudWatch',
    serviceName: undefined,
    metricName: 'p95_latency_ms',
    ruleName: 'latency_shift',
    ...overrides,
  });
}

export function rightSizing(
  projectId: string,
  alertId: string,
  overrides: Partial<NewRecommendation> = {},
): NewRecommendation {
  return {
    projectId,
    alertId,
    title: 'Right-size the instance',
    actionSteps: ['Open Performance Insights.', 'Pick a smaller class.'],
    impact: 'about $310 a month if it stays',
    ...overrides,
  };
}

export function runStarted(
  projectId: string,
  overrides: Partial<NewEvent> = {},
): NewEvent {
  return {
    projectId,
    entityType: 'job',
    entityId: randomUUID(),
    eventType: 'run_started',
    message: 'detect started on schedule',
    actor: 'system',
    metadata: { jobId: 'detect' },
    ...overrides,
  };
}
