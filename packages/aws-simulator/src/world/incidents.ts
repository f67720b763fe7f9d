/**
 * What goes wrong in the world, and when: the truth against which detections can be compared.
 * Incidents lie relative to the anchor day; everything else in the world is keyed to absolute days.
 */
import { DAY_MS, Day, HOUR_MS, MINUTE_MS, startOfDay } from './calendar';
import { CLOUDWATCH, EC2_COMPUTE, EC2_OTHER } from './awsServices';

interface IncidentFacts {
  readonly id: string;
  readonly accountId: string;
  readonly component: string;
  readonly owner: string;
  readonly summary: string;
  /** Inclusive. */
  readonly start: Date;
  /** Exclusive; undefined while the incident goes on. */
  readonly end?: Date;
  /** The usual value and the value during the incident, in `unit`. */
  readonly before: number;
  readonly during: number;
}

export interface CostIncident extends IncidentFacts {
  readonly kind: 'cost';
  readonly service: string;
  readonly usageType: string;
  /** Of the component's whole service, all usage types together. */
  readonly unit: 'USD/day';
}

export interface TrafficIncident extends IncidentFacts {
  readonly kind: 'errors' | 'latency';
  /** The name of the component's REST API. */
  readonly apiName: string;
  readonly metricName: '5XXError' | 'Latency';
  readonly statistic: 'Sum' | 'p95';
  readonly unit: 'errors/5 min' | 'ms';
}

export type Incident = CostIncident | TrafficIncident;

/** Multiplies one usage type of a component, day by day from the incident's first day; the last factor stays. */
interface CostSurge {
  readonly incidentId: string;
  readonly service: string;
  readonly usageType: string;
  readonly factors: readonly number[];
}

const COST_SURGES: readonly CostSurge[] = [
  {
    incidentId: 'payments-nat-traffic',
    service: EC2_OTHER,
    usageType: 'NatGateway-Bytes',
    factors: [3.15],
  },
  {
    incidentId: 'log-ingestion-runaway',
    service: CLOUDWATCH,
    usageType: 'DataProcessing-Bytes',
    factors: [4.4, 5.2, 5.5, 5.1, 4.8],
  },
];

/** Errors a minute that a burst adds to the background. */
export const BURST_ERRORS_PER_MINUTE = 17.6;

/** By how much the latency incident stretches every request. */
export const LATENCY_FACTOR = 420 / 180;

export function incidentsAround(anchor: Day): readonly Incident[] {
  const day = (offset: number) => startOfDay(anchor + offset);
  const at = (offset: number, hours: number, minutes: number) =>
    new Date(day(offset) + hours * HOUR_MS + minutes * MINUTE_MS);

  return [
    {
      id: 'payments-nat-traffic',
      kind: 'cost',
      accountId: '111122223333',
      component: 'payments-api',
      owner: 'team-payments',
      service: EC2_OTHER,
      usageType: 'NatGateway-Bytes',
      summary:
        'Traffic to S3 goes through the NAT gateway since the gateway endpoint was removed',
      start: new Date(day(-5)),
      before: 46,
      during: 141,
      unit: 'USD/day',
    },
    {
      id: 'log-ingestion-runaway',
      kind: 'cost',
      accountId: '111122223333',
      component: 'log-pipeline',
      owner: 'team-platform',
      service: CLOUDWATCH,
      usageType: 'DataProcessing-Bytes',
      summary: 'Debug logging left on sends five times the usual log volume',
      start: new Date(day(-12)),
      end: new Date(day(-7)),
      before: 31,
      during: 155,
      unit: 'USD/day',
    },
    {
      id: 'recommender-gpu-instance',
      kind: 'cost',
      accountId: '444455556666',
      component: 'recommender',
      owner: 'team-machine-learning',
      service: EC2_COMPUTE,
      usageType: 'BoxUsage:g5.12xlarge',
      summary: 'A g5.12xlarge from a training experiment keeps running',
      start: new Date(day(-7)),
      before: 74,
      during: 210,
      unit: 'USD/day',
    },
    {
      id: 'checkout-errors-after-release',
      kind: 'errors',
      accountId: '111122223333',
      component: 'checkout-api',
      owner: 'team-commerce',
      apiName: 'checkout-api',
      metricName: '5XXError',
      statistic: 'Sum',
      summary: 'A release answers with 5xx until it is rolled back',
      start: at(-1, 14, 5),
      end: at(-1, 14, 50),
      before: 2,
      during: 90,
      unit: 'errors/5 min',
    },
    {
      id: 'storefront-slow',
      kind: 'latency',
      accountId: '111122223333',
      component: 'storefront',
      owner: 'team-commerce',
      apiName: 'storefront',
      metricName: 'Latency',
      statistic: 'p95',
      summary: 'Every request became slower and stays slow',
      start: at(-2, 9, 0),
      before: 180,
      during: 420,
      unit: 'ms',
    },
  ];
}

export function isDuring(incident: Incident, instantMs: number): boolean {
  return (
    instantMs >= incident.start.getTime() &&
    (incident.end === undefined || instantMs < incident.end.getTime())
  );
}

/** By how much the incidents multiply a component's usage type on a day; 1 where nothing is wrong. */
export function costFactor(
  incidents: readonly Incident[],
  line: { component?: string; service: string; usageType: string },
  day: Day,
): number {
  let factor = 1;
  for (const incident of incidents) {
    const surge = COST_SURGES.find(
      ({ incidentId }) => incidentId === incident.id,
    );
    if (
      surge &&
      incident.component === line.component &&
      surge.service === line.service &&
      surge.usageType === line.usageType &&
      isDuring(incident, startOfDay(day))
    ) {
      const since = Math.round(
        (startOfDay(day) - incident.start.getTime()) / DAY_MS,
      );
      factor *= surge.factors[Math.min(since, surge.factors.length - 1)];
    }
  }
  return factor;
}
