/** Resources of the API with believable values, of which a test names only what it is about. */
import type {
  Alert,
  AuditEvent,
  Backtest,
  DetectionRules,
  Evidence,
  Job,
  JobRun,
  PlannedActivity,
  Project,
  ProjectSummary,
  ReconciledAccount,
  ReconciledDay,
  Recommendation,
  RuleParameter,
} from '@cloudops/plugin-guardrails-common';

let numbered = 0;

/** An id that no other resource of this run has. */
export function anId(): string {
  numbered += 1;
  return `00000000-0000-4000-8000-${String(numbered).padStart(12, '0')}`;
}

export function aProject(project: Partial<Project> = {}): Project {
  return {
    id: anId(),
    name: 'payments-api',
    createdAt: '2026-08-01T00:00:00Z',
    accountId: '111122223333',
    metrics: ['5xx_count', 'p95_latency_ms'],
    ...project,
  };
}

export function aSummary(
  summary: Partial<ProjectSummary> = {},
): ProjectSummary {
  return {
    project: aProject(),
    currency: 'USD',
    monthToDate: 1284.2,
    last30Days: 1290,
    previous30Days: 1151.79,
    change: 0.12,
    dailyAverage: 43,
    openAlerts: { low: 0, medium: 1, high: 1 },
    acknowledgedAlerts: { low: 0, medium: 0, high: 0 },
    openRecommendations: 2,
    freshness: [
      { source: 'costs', asOf: '2026-11-20T05:40:00Z', newest: '2026-11-19' },
      {
        source: 'metrics',
        asOf: '2026-11-20T08:55:00Z',
        newest: '2026-11-20T08:50:00Z',
      },
    ],
    lastCheckedAt: '2026-11-20T08:56:00Z',
    ...summary,
  };
}

export function anAlert(alert: Partial<Alert> = {}): Alert {
  return {
    id: anId(),
    project: 'payments-api',
    alertType: 'cost',
    status: 'open',
    severity: 'high',
    title: 'AmazonVPC cost tripled',
    description:
      "Tuesday's AmazonVPC cost $141. Similar Tuesdays: $46. Limit: $60.",
    source: 'Cost Explorer',
    detectedAt: '2026-11-18T06:14:00Z',
    windowStart: '2026-11-17T00:00:00Z',
    windowEnd: '2026-11-18T00:00:00Z',
    serviceName: 'AmazonVPC',
    observedValue: 141.2,
    baselineValue: 46.1,
    thresholdValue: 59.93,
    unit: 'USD',
    ruleName: 'cost_spike',
    createdAt: '2026-11-18T06:14:00Z',
    updatedAt: '2026-11-18T06:14:00Z',
    allowedTransitions: ['acknowledged', 'resolved'],
    ...alert,
  };
}

export function aRecommendation(
  recommendation: Partial<Recommendation> = {},
): Recommendation {
  return {
    id: anId(),
    project: 'payments-api',
    alertId: anId(),
    alertTitle: 'AmazonVPC cost tripled',
    alertSeverity: 'high',
    alertStatus: 'open',
    status: 'open',
    title: 'Find the traffic behind the NAT gateway',
    actionSteps: [
      'Open the VPC flow logs of the NAT gateway.',
      'Look for the top talkers to S3; if there are any, add the gateway endpoint.',
    ],
    impact: 'About $2,000 a month if the traffic goes to S3.',
    createdAt: '2026-11-18T06:14:00Z',
    updatedAt: '2026-11-18T06:14:00Z',
    allowedTransitions: ['in_progress', 'done', 'dismissed'],
    ...recommendation,
  };
}

export function anEvent(event: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: anId(),
    project: 'payments-api',
    entityType: 'alert',
    entityId: anId(),
    eventType: 'created',
    title: event.entityType === 'job' ? undefined : 'AmazonVPC cost tripled',
    message: 'AmazonVPC cost tripled',
    actor: 'system',
    metadata: {},
    createdAt: '2026-11-18T06:14:00Z',
    ...event,
  };
}

export function anEvidence(evidence: Partial<Evidence> = {}): Evidence {
  return {
    alertId: anId(),
    rule: { name: 'cost_spike', version: 1, parameters: {} },
    unit: 'USD',
    sentence:
      "Tuesday's AmazonVPC cost $141.20. Similar Tuesdays: $46.10. Limit: $59.93.",
    arithmetic: [
      { label: 'Baseline', formula: 'median of 4 Tuesdays', value: '46.10' },
      { label: 'Limit', formula: '46.10 × 1.3', value: '59.93' },
      { label: 'Observed', value: '141.20' },
    ],
    points: [
      {
        at: '2026-11-16T00:00:00Z',
        value: 45.8,
        baseline: 46.1,
        lower: 41,
        upper: 51,
        threshold: 59.93,
        fired: false,
      },
      {
        at: '2026-11-17T00:00:00Z',
        value: 141.2,
        baseline: 46.1,
        lower: 41,
        upper: 51,
        threshold: 59.93,
        fired: true,
      },
    ],
    window: { start: '2026-11-17T00:00:00Z', end: '2026-11-18T00:00:00Z' },
    reproduced: true,
    restatements: [],
    ...evidence,
  };
}

export function aRun(run: Partial<JobRun> = {}): JobRun {
  return {
    id: anId(),
    status: 'succeeded',
    trigger: 'schedule',
    startedAt: '2026-11-20T05:39:00Z',
    endedAt: '2026-11-20T05:40:12Z',
    rowsWritten: 214,
    awsRequests: 3,
    failures: [],
    ...run,
  };
}

export function aJob(job: Partial<Job> = {}): Job {
  return {
    id: 'ingest-costs',
    title: 'Read AWS costs',
    schedule: 'every 8 hours',
    frequency: { everySeconds: 28_800 },
    nextRunAt: '2026-11-20T13:39:00Z',
    runs: [aRun()],
    awsRequestsToday: 6,
    awsRequestCap: 50,
    accounts: [
      { awsRequestsToday: 6, awsRequestCap: 50, usdToday: 0.06, usdCap: 0.5 },
    ],
    ...job,
  };
}

export type Balance = ReconciledDay['usage'];

/** Three quarters of the bill are the projects', and it adds up. */
export function aBalance(balance: Partial<Balance> = {}): Balance {
  return {
    entities: 75,
    unallocated: 25,
    total: 100,
    difference: 0,
    ...balance,
  };
}

export function aReconciledDay(
  day: Partial<ReconciledDay> = {},
): ReconciledDay {
  return {
    date: '2026-11-19',
    usage: aBalance(),
    charges: aBalance({ entities: 0, unallocated: 0, total: 0 }),
    ...day,
  };
}

export function aReconciledAccount(
  account: Partial<ReconciledAccount> = {},
): ReconciledAccount {
  return {
    accountId: '111122223333',
    unallocatedProject: 'default',
    projects: ['payments-api'],
    currency: 'USD',
    asOf: '2026-11-20T05:40:00Z',
    isBalanced: true,
    differences: [],
    notReconciled: 0,
    shares: [
      { project: 'payments-api', usage: 75, charges: 0 },
      { project: 'default', usage: 25, charges: 0 },
    ],
    days: [aReconciledDay()],
    ...account,
  };
}

export type DetectionRule = DetectionRules['rules'][number];

export function aParameter(
  parameter: Partial<RuleParameter> = {},
): RuleParameter {
  return {
    name: 'minIncrease',
    type: 'number',
    value: 5,
    default: 5,
    minimum: 0,
    maximum: 1_000_000,
    unit: 'currency',
    origin: 'default',
    ...parameter,
  };
}

export function aRule(rule: Partial<DetectionRule> = {}): DetectionRule {
  return {
    rule: 'cost_spike',
    version: 1,
    judges: 'cost',
    summary: 'A day that cost far more than similar days did',
    enabled: true,
    parameters: [aParameter()],
    ...rule,
  };
}

export function aBacktestAlert(
  alert: Partial<Backtest['fired'][number]> = {},
): Backtest['fired'][number] {
  return {
    alertType: 'cost',
    service: 'AmazonVPC',
    unit: 'USD',
    window: { start: '2026-11-17T00:00:00Z', end: '2026-11-18T00:00:00Z' },
    observed: 141.2,
    baseline: 46.1,
    threshold: 59.93,
    severity: 'high',
    title: 'AmazonVPC cost tripled',
    inBoth: false,
    ...alert,
  };
}

export function aBacktest(backtest: Partial<Backtest> = {}): Backtest {
  return {
    project: 'payments-api',
    rule: 'cost_spike',
    version: 1,
    period: { from: '2026-10-22T00:00:00Z', to: '2026-11-20T09:00:00Z' },
    parameters: [],
    fired: [],
    stored: [],
    alerts: [],
    counts: { kept: 0, added: 0, gone: 0 },
    ...backtest,
  };
}

export function anActivity(
  activity: Partial<PlannedActivity> = {},
): PlannedActivity {
  return {
    id: anId(),
    project: 'payments-api',
    from: '2026-11-20T06:00:00Z',
    to: '2026-11-21T06:00:00Z',
    reason: 'Load test',
    state: 'running',
    plannedBy: 'ana@example.com',
    plannedAt: '2026-11-19T09:00:00Z',
    suppressed: [],
    ...activity,
  };
}
