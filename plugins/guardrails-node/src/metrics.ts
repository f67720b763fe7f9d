/** The port through which reliability metrics enter: what a metric source is asked and what it answers. */
import type { MetricUnit } from '@cloudops/plugin-guardrails-common';
import type { SourceAccount, SourceContext } from './costs';

/**
 * What answers a project's requests: an API Gateway REST API or HTTP API by its id, e.g. `a1b2c3d4e5`, or an
 * Application Load Balancer by the last part of its ARN, e.g. `app/storefront/50dc6c495c0c9188`.
 *
 * @public
 */
export interface MetricEndpoint {
  readonly kind: 'rest-api' | 'http-api' | 'load-balancer';
  readonly id: string;
}

/**
 * What is measured: one endpoint of one project.
 *
 * @public
 */
export interface MetricTarget {
  readonly account: SourceAccount;
  /** AWS region, e.g. `eu-central-1`. */
  readonly region: string;
  readonly endpoint: MetricEndpoint;
}

/**
 * A question for one metric of one target.
 *
 * @public
 */
export interface MetricQuery {
  readonly target: MetricTarget;
  /** `5xx_count` or `p95_latency_ms`. */
  readonly metricName: string;
  /** First timestamp, inclusive. */
  readonly from: Date;
  /** Last timestamp, exclusive. */
  readonly to: Date;
  /**
   * Seconds a point stands for. A source that keeps points of long ago for longer periods only answers those: their
   * counts are of the longer period.
   */
  readonly periodSeconds: number;
}

/**
 * One stored value: the start of its period and the value in {@link MetricAnswer.unit}.
 *
 * @public
 */
export interface MetricPoint {
  readonly at: Date;
  readonly value: number;
}

/**
 * A part of the answer to one query. A query may be answered in several parts; its last part has
 * `complete: true`. A query that failed has `error` in words, and the others go on.
 *
 * @public
 */
export interface MetricAnswer {
  readonly query: MetricQuery;
  readonly unit: MetricUnit;
  readonly points: readonly MetricPoint[];
  readonly complete: boolean;
  readonly error?: string;
}

/**
 * Where reliability metrics come from. Queries of any number of targets and accounts; the source batches them.
 *
 * @public
 */
export interface MetricSource {
  /** Shown as the `source` of reliability alerts, e.g. `CloudWatch`. */
  readonly name: string;
  fetchMetrics(
    queries: readonly MetricQuery[],
    context: SourceContext,
  ): AsyncIterable<MetricAnswer>;
}
