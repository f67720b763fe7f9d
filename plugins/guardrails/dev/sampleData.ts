/** Two services over the last 90 days as the development app shows them: a NAT gateway that ran away, and a quiet one. */
import type {
  Alert,
  AuditEvent,
  Evidence,
  Job,
  Recommendation,
} from '@cloudops/plugin-guardrails-common';
import { daysBefore, utcDay } from '../src/format';
import {
  aJob,
  anAlert,
  anEvent,
  anEvidence,
  aProject,
  aRecommendation,
  aRun,
  aSummary,
} from '../src/testing/builders';
import type { FakeData } from '../src/testing/FakeGuardrailsApi';
import type { StoredCosts } from '../src/testing/StoredCosts';

const DAYS = 200;

/** The same numbers on every start, between 0 and 1. */
function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    // Park and Miller's minimal generator.
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function course(
  perDay: number,
  seed: number,
  change: (daysAgo: number) => number = () => 1,
): number[] {
  const random = repeatable(seed);
  return Array.from({ length: DAYS }, (_, index) => {
    const daysAgo = DAYS - 1 - index;
    const weekly = 1 + 0.08 * Math.sin((index / 7) * 2 * Math.PI);
    return perDay * weekly * (0.95 + 0.1 * random()) * change(daysAgo);
  });
}

function minutesAgo(now: Date, minutes: number): string {
  return new Date(now.getTime() - minutes * 60_000).toISOString();
}

function natAlert(today: string): Alert {
  return anAlert({
    title: 'AmazonVPC cost tripled',
    description:
      'AmazonVPC cost $141. Similar days: $46. Limit: $60 (30 % over). If it stays: about $2,900 a month.',
    windowStart: `${daysBefore(today, 3)}T00:00:00Z`,
    windowEnd: `${daysBefore(today, 2)}T00:00:00Z`,
    detectedAt: `${daysBefore(today, 2)}T06:14:00Z`,
    createdAt: `${daysBefore(today, 2)}T06:14:00Z`,
    updatedAt: `${daysBefore(today, 2)}T06:14:00Z`,
  });
}

function evidenceOf(alert: Alert, today: string): Evidence {
  const random = repeatable(11);
  return anEvidence({
    alertId: alert.id,
    sentence: alert.description,
    window: { start: alert.windowStart, end: alert.windowEnd },
    points: Array.from({ length: 31 }, (_, index) => {
      const daysAgo = 31 - index;
      const fired = daysAgo <= 3;
      return {
        at: `${daysBefore(today, daysAgo)}T00:00:00Z`,
        value: fired ? 139 + 4 * random() : 44 + 4 * random(),
        baseline: 46.1,
        lower: 41,
        upper: 51,
        threshold: 59.93,
        fired,
      };
    }),
  });
}

/** @param now - the present: everything lies before it */
export function sampleData(now: Date): FakeData {
  const today = utcDay(now);
  const yesterday = daysBefore(today, 1);
  const nat = natAlert(today);
  const burst = anAlert({
    alertType: 'reliability',
    severity: 'medium',
    status: 'acknowledged',
    title: '5xx burst',
    description: '5xx count 87 in 5 minutes. Usual at this time: 3. Limit: 19.',
    source: 'CloudWatch',
    serviceName: undefined,
    metricName: '5xx_count',
    observedValue: 87,
    baselineValue: 3,
    thresholdValue: 19,
    unit: 'count',
    ruleName: 'error_burst',
    windowStart: minutesAgo(now, 45),
    windowEnd: minutesAgo(now, 40),
    detectedAt: minutesAgo(now, 40),
    acknowledgedAt: minutesAgo(now, 31),
    allowedTransitions: ['resolved', 'open'],
  });
  const old = anAlert({
    severity: 'low',
    status: 'resolved',
    title: 'AWS Lambda cost rose',
    serviceName: 'AWS Lambda',
    windowStart: `${daysBefore(today, 20)}T00:00:00Z`,
    windowEnd: `${daysBefore(today, 19)}T00:00:00Z`,
    detectedAt: `${daysBefore(today, 19)}T06:10:00Z`,
    acknowledgedAt: `${daysBefore(today, 19)}T09:00:00Z`,
    resolvedAt: `${daysBefore(today, 16)}T10:00:00Z`,
    allowedTransitions: ['open'],
  });
  const find = aRecommendation({
    alertId: nat.id,
    createdAt: nat.createdAt,
    updatedAt: nat.createdAt,
  });
  const recommendations: Recommendation[] = [
    find,
    aRecommendation({
      alertId: nat.id,
      title: 'Set a budget with an alarm on NAT gateway traffic',
      impact: 'The next rise is seen within a day.',
      status: 'in_progress',
      owner: 'ana@example.com',
      createdAt: nat.createdAt,
      updatedAt: minutesAgo(now, 300),
      allowedTransitions: ['done', 'dismissed', 'open'],
    }),
  ];
  const payments: StoredCosts = {
    currency: 'USD',
    lastDay: yesterday,
    finalUntil: daysBefore(today, 3),
    asOf: minutesAgo(now, 190),
    services: {
      'Amazon Relational Database Service': course(17, 1),
      AmazonVPC: course(46, 2, daysAgo => (daysAgo < 3 ? 3 : 1)),
      'Amazon Elastic Container Service': course(21, 3),
      'Amazon Elastic Load Balancing': course(6, 4),
      'AWS Lambda': course(4, 5, daysAgo =>
        daysAgo > 16 && daysAgo < 20 ? 2.6 : 1,
      ),
      AmazonCloudWatch: course(3.4, 6),
      'Amazon Simple Storage Service': course(2.2, 7),
      'AWS Key Management Service': course(0.4, 8),
      'AWS Secrets Manager': course(0.2, 9),
      'Amazon API Gateway': course(1.1, 10),
      'Refunds and credits': course(-1.3, 12),
    },
  };
  const events: AuditEvent[] = [
    anEvent({
      entityId: nat.id,
      message:
        'system opened this alert: "AmazonVPC cost tripled" (rule cost_spike v1: observed 141.2, baseline 46.1, limit 59.93)',
      createdAt: nat.createdAt,
    }),
    anEvent({
      entityId: burst.id,
      eventType: 'status_changed',
      actor: 'ana@example.com',
      message:
        'ana@example.com acknowledged this alert: "new batch job, checking"',
      metadata: {
        from: 'open',
        to: 'acknowledged',
        note: 'new batch job, checking',
      },
      createdAt: minutesAgo(now, 31),
    }),
    ...Array.from({ length: 70 }, (_, run) =>
      anEvent({
        entityType: 'job',
        project: 'default',
        eventType: 'run_succeeded',
        message: `ingest-metrics succeeded: ${
          90 + run
        } rows written, 2 AWS requests`,
        createdAt: minutesAgo(now, 12 + run * 15),
      }),
    ),
  ];
  const jobs: Job[] = [
    aJob({
      nextRunAt: minutesAgo(now, -290),
      runs: [190, 670, 1150].map(minutes =>
        aRun({
          startedAt: minutesAgo(now, minutes + 1),
          endedAt: minutesAgo(now, minutes),
        }),
      ),
    }),
    aJob({
      id: 'ingest-metrics',
      title: 'Read AWS metrics',
      schedule: 'every 15 minutes',
      nextRunAt: minutesAgo(now, -3),
      awsRequestsToday: 61,
      awsRequestCap: undefined,
      runs: [
        aRun({
          status: 'failed',
          startedAt: minutesAgo(now, 12),
          endedAt: minutesAgo(now, 11),
          rowsWritten: 96,
          failures: [
            {
              scope: 'account 444455556666',
              message:
                'AccessDenied: the role may not call cloudwatch:GetMetricData',
            },
          ],
        }),
        aRun({
          startedAt: minutesAgo(now, 27),
          endedAt: minutesAgo(now, 26.8),
        }),
      ],
    }),
    aJob({
      id: 'detect',
      title: 'Look for anomalies',
      schedule: 'every hour',
      nextRunAt: minutesAgo(now, -22),
      awsRequestsToday: 0,
      awsRequestCap: undefined,
      runs: [
        aRun({
          startedAt: minutesAgo(now, 38),
          endedAt: minutesAgo(now, 37.6),
          rowsWritten: 1,
          awsRequests: 0,
        }),
      ],
    }),
  ];
  const fresh = (costsMinutes: number) => [
    {
      source: 'costs' as const,
      asOf: minutesAgo(now, costsMinutes),
      newest: yesterday,
    },
    {
      source: 'metrics' as const,
      asOf: minutesAgo(now, 12),
      newest: minutesAgo(now, 15),
    },
  ];
  return {
    now: () => new Date(),
    summaries: [
      aSummary({
        project: aProject({ name: 'payments-api' }),
        monthToDate: 2284.2,
        last30Days: 3190,
        previous30Days: 2851.79,
        change: 3190 / 2851.79 - 1,
        dailyAverage: 106,
        openAlerts: { low: 0, medium: 0, high: 1 },
        acknowledgedAlerts: { low: 0, medium: 1, high: 0 },
        topRecommendation: find,
        freshness: fresh(190),
        lastCheckedAt: minutesAgo(now, 37),
      }),
      aSummary({
        project: aProject({ name: 'checkout-web' }),
        monthToDate: 88.4,
        last30Days: 120.1,
        previous30Days: 121,
        change: 120.1 / 121 - 1,
        dailyAverage: 4,
        openAlerts: { low: 0, medium: 0, high: 0 },
        openRecommendations: 0,
        freshness: fresh(190),
        lastCheckedAt: minutesAgo(now, 37),
      }),
      aSummary({
        project: aProject({ name: 'search-indexer' }),
        monthToDate: 0,
        last30Days: 0,
        previous30Days: 0,
        change: undefined,
        dailyAverage: 0,
        openAlerts: { low: 0, medium: 0, high: 0 },
        openRecommendations: 0,
        freshness: [
          {
            source: 'costs',
            lastError: 'AccessDenied: the role may not call ce:GetCostAndUsage',
          },
          { source: 'metrics' },
        ],
        lastCheckedAt: undefined,
      }),
    ],
    costs: {
      'payments-api': payments,
      'checkout-web': {
        ...payments,
        services: {
          'Amazon CloudFront': course(2.7, 21),
          'Amazon Simple Storage Service': course(1.3, 22),
        },
      },
      'search-indexer': { ...payments, asOf: undefined, services: {} },
    },
    alerts: [nat, burst, old],
    recommendations,
    evidence: [evidenceOf(nat, today)],
    events,
    jobs,
  };
}
