/** For tests: a portal that detects on a real database, run by run, at the times the test says. */
import type { DetectionRule, Playbook } from '@cloudops/plugin-guardrails-node';
import { randomUUID } from 'node:crypto';
import { AlertEvidence, AlertLifecycle } from '../../alerts';
import { USAGE_TYPES, type ProjectConfig } from '../../config';
import type {
  AlertRecord,
  GuardrailsDatabase,
  ProjectRecord,
} from '../../database';
import { installedRules, RuleSet } from '../../detection';
import { UnbilledProjects, UnclaimedProjects } from '../../ingestion';
import { builtInPlaybooks, Playbooks } from '../../recommendations';
import { RulesInForce } from '../../tuning';
import { DetectJob } from '../DetectJob';
import type { RuleAnnotations } from '../RuleAnnotations';

export interface DetectRun {
  readonly rows: number;
  readonly failures: readonly string[];
  readonly completed: readonly string[];
}

export interface DetectingPortal {
  readonly evidence: AlertEvidence;
  run(now: string, signal?: AbortSignal): Promise<DetectRun>;
}

/** A portal as it is after a start: it remembers nothing of the runs before. */
export function startDetecting(
  database: GuardrailsDatabase,
  options: {
    readonly lookbackDays?: number;
    readonly rules?: readonly DetectionRule<any>[];
    readonly playbooks?: readonly Playbook[];
    readonly projects?: readonly ProjectConfig[];
    readonly annotations?: Pick<RuleAnnotations, 'byProject'>;
  } = {},
): DetectingPortal {
  const config = {
    costs: {
      metric: 'UnblendedCost',
      usageTypes: USAGE_TYPES,
      backfillDays: 90,
      restatementDays: 35,
      finalAfterDays: 3,
      requestCapPerDay: 40,
    },
    metrics: { periodSeconds: 300, backfillDays: 90, overlapMinutes: 15 },
    detection: {
      lookbackDays: options.lookbackDays ?? 14,
      ruleParameters: {},
    },
    projects: options.projects ?? [],
  } as const;
  const rules = RuleSet.create(options.rules ?? installedRules(), config);
  const job = new DetectJob({
    database,
    rules,
    lifecycle: new AlertLifecycle({
      database,
      playbooks: new Playbooks(options.playbooks ?? builtInPlaybooks),
    }),
    unclaimed: new UnclaimedProjects(database),
    unbilled: new UnbilledProjects(database),
    config,
    sources: {
      costs: { name: 'Cost Explorer' },
      metrics: { name: 'CloudWatch' },
    },
    annotations: options.annotations,
  });
  return {
    evidence: new AlertEvidence({
      database,
      rules,
      inForce: new RulesInForce({
        rules,
        annotations: options.annotations ?? {
          byProject: async () => new Map(),
        },
      }),
      finalAfterDays: config.costs.finalAfterDays,
    }),
    async run(now, signal = new AbortController().signal) {
      const failures: string[] = [];
      const completed: string[] = [];
      let rows = 0;
      await job.run({
        runId: randomUUID(),
        signal,
        now: new Date(now),
        rowsWritten: count => {
          rows += count;
        },
        rowsDeleted: () => {
          throw new Error('detection deletes nothing');
        },
        accountRead: () => {},
        awsRequest: () => {
          throw new Error('detection asks AWS for nothing');
        },
        failed: (scope, error) => failures.push(`${scope}: ${error.message}`),
        problem: () => {},
        progressed: () => {},
        completed: name => completed.push(name),
      });
      return { rows, failures, completed };
    },
  };
}

const DAY_MS = 86_400_000;

/** The days from `first` to `last`, both inclusive. */
export function days(first: string, last: string): string[] {
  const list: string[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY_MS) {
    list.push(new Date(at).toISOString().slice(0, 10));
  }
  return list;
}

export const SERVICE = 'EC2 - Other';

/** Stores one amount for each day. */
export async function storeCosts(
  database: GuardrailsDatabase,
  project: ProjectRecord,
  amounts: readonly (readonly [day: string, amount: number])[],
): Promise<void> {
  await database.costs.upsert(
    project.id,
    amounts.map(([date, amount]) => ({
      date,
      service: SERVICE,
      amount: amount.toFixed(4),
      currency: 'USD',
    })),
  );
}

/** About $46 a day with a little noise, and $141 on the given days. */
export function natBill(day: string, incident: readonly string[]): number {
  const noise = 1 + 0.01 * Math.sin(Date.parse(day) / DAY_MS);
  return (incident.includes(day) ? 141 : 46) * noise;
}

/** All alerts of a project, oldest window first. */
export async function alertsOf(
  database: GuardrailsDatabase,
  project: ProjectRecord,
): Promise<AlertRecord[]> {
  const { items } = await database.alerts.list(
    { projectIds: [project.id] },
    { limit: 200, order: 'detectedAt' },
  );
  return [...items].sort(
    (a, b) => a.windowStart.getTime() - b.windowStart.getTime(),
  );
}

/** What an alert says, without what depends on when it was written. */
export function facts({
  id: _id,
  projectId: _projectId,
  detectedAt: _detectedAt,
  createdAt: _createdAt,
  updatedAt: _updatedAt,
  resolvedAt: _resolvedAt,
  ...alert
}: AlertRecord) {
  return alert;
}
