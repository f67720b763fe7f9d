/** What CloudWatch calls the metrics that are stored, for each kind of endpoint. */
import type { Metric } from '@aws-sdk/client-cloudwatch';
import type { MetricUnit } from '@cloudops/plugin-guardrails-common';
import type { MetricEndpoint } from '@cloudops/plugin-guardrails-node';
import { ENDPOINT_KINDS } from '../config';

/** One of CloudWatch's metrics. */
export interface PublishedPart {
  readonly metricName: string;
  readonly statistic: string;
  /** What its values are multiplied with, to be of the stored metric's unit. */
  readonly factor: number;
}

/** A stored metric: at each time at which CloudWatch has a point of any part, the sum of the parts. */
export interface PublishedMetric {
  readonly unit: MetricUnit;
  readonly parts: readonly PublishedPart[];
}

type PublishedMetrics = Readonly<Record<string, PublishedMetric>>;

function count(...parts: readonly Omit<PublishedPart, 'statistic'>[]) {
  return {
    unit: 'count' as const,
    parts: parts.map(part => ({ ...part, statistic: 'Sum' })),
  };
}

function latency(metricName: string, factor = 1): PublishedMetric {
  return { unit: 'ms', parts: [{ metricName, statistic: 'p95', factor }] };
}

const PUBLISHED: Readonly<Record<MetricEndpoint['kind'], PublishedMetrics>> = {
  'rest-api': {
    // A 1 or 0 for each request: the Sum is the count, the Average would be the rate.
    '5xx_count': count({ metricName: '5XXError', factor: 1 }),
    p95_latency_ms: latency('Latency'),
  },
  'http-api': {
    '5xx_count': count({ metricName: '5xx', factor: 1 }),
    p95_latency_ms: latency('Latency'),
  },
  'load-balancer': {
    // What the targets answered, and what the load balancer answered in place of targets that it could not reach.
    // It publishes neither when there is none; that there were requests at all tells a 0 from the unknown.
    '5xx_count': count(
      { metricName: 'HTTPCode_Target_5XX_Count', factor: 1 },
      { metricName: 'HTTPCode_ELB_5XX_Count', factor: 1 },
      { metricName: 'RequestCount', factor: 0 },
    ),
    // In seconds.
    p95_latency_ms: latency('TargetResponseTime', 1000),
  },
};

/** @throws Error for a metric that CloudWatch is not asked for */
export function publishedAs(
  { kind }: MetricEndpoint,
  metricName: string,
): PublishedMetric {
  const metrics = PUBLISHED[kind];
  if (!Object.hasOwn(metrics, metricName)) {
    throw new Error(
      `CloudWatch is not asked for metric "${metricName}"; known are ${Object.keys(
        metrics,
      ).join(' and ')}`,
    );
  }
  return metrics[metricName];
}

/**
 * @param published - what CloudWatch knows the endpoint by: the name of a REST API, the id of an HTTP API, the last
 *   part of a load balancer's ARN
 */
export function cloudWatchMetric(
  { kind }: MetricEndpoint,
  published: string,
  { metricName }: PublishedPart,
): Metric {
  switch (kind) {
    case 'rest-api':
      return metric('AWS/ApiGateway', metricName, 'ApiName', published);
    case 'http-api':
      return metric('AWS/ApiGateway', metricName, 'ApiId', published);
    default:
      return metric(
        'AWS/ApplicationELB',
        metricName,
        'LoadBalancer',
        published,
      );
  }
}

function metric(
  Namespace: string,
  MetricName: string,
  Name: string,
  Value: string,
): Metric {
  return { Namespace, MetricName, Dimensions: [{ Name, Value }] };
}

/** An endpoint in words. */
export function endpointName(
  { kind }: MetricEndpoint,
  published: string,
): string {
  return `${ENDPOINT_KINDS[kind]} ${published}`;
}
