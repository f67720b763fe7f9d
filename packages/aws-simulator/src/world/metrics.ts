/** CloudWatch's view of an endpoint's traffic: which metrics exist under which dimensions, and their statistics. */
import { MINUTE_MS } from './calendar';
import { Endpoint } from './endpoints';
import {
  MEAN_OF_P95,
  Minute,
  Traffic,
  quantileOfP95,
  visibleShareOfMinute,
} from './traffic';

export type Unit = 'Count' | 'Milliseconds' | 'Seconds';

export type Statistic =
  | { readonly name: 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'SampleCount' }
  /** `share` in (0, 1): 0.95 is p95. */
  | { readonly name: 'percentile'; readonly share: number };

export type Dimensions = Readonly<Record<string, string>>;

type Quantity = 'requests' | 'serverErrors' | 'clientErrors' | 'latency';

/** What CloudWatch has to say about one quantity of one endpoint. */
export interface Metric {
  readonly unit: Unit;
  readonly endpoint: Endpoint;
  readonly quantity: Quantity;
  /** Converts milliseconds or counts into `unit`. */
  readonly scale: number;
  /** Load balancers report a count only when it is not zero; API Gateway reports a 0 for every request. */
  readonly onlyWhenNonZero: boolean;
}

type MetricTable = Readonly<Record<string, readonly [Quantity, Unit, number]>>;

const REST_API_METRICS: MetricTable = {
  Count: ['requests', 'Count', 1],
  '5XXError': ['serverErrors', 'Count', 1],
  '4XXError': ['clientErrors', 'Count', 1],
  Latency: ['latency', 'Milliseconds', 1],
};

const HTTP_API_METRICS: MetricTable = {
  Count: ['requests', 'Count', 1],
  '5xx': ['serverErrors', 'Count', 1],
  '4xx': ['clientErrors', 'Count', 1],
  Latency: ['latency', 'Milliseconds', 1],
};

const LOAD_BALANCER_METRICS: MetricTable = {
  RequestCount: ['requests', 'Count', 1],
  HTTPCode_Target_5XX_Count: ['serverErrors', 'Count', 1],
  HTTPCode_Target_4XX_Count: ['clientErrors', 'Count', 1],
  TargetResponseTime: ['latency', 'Seconds', 0.001],
};

interface EndpointMetrics {
  readonly namespace: string;
  readonly metrics: MetricTable;
  /** Each set of dimensions under which the metrics are published. */
  readonly dimensionSets: (endpoint: Endpoint) => readonly Dimensions[];
}

const METRICS_OF_KIND: Readonly<Record<Endpoint['kind'], EndpointMetrics>> = {
  'rest-api': {
    namespace: 'AWS/ApiGateway',
    metrics: REST_API_METRICS,
    // The dimension is the API's name, never its id.
    dimensionSets: ({ name, stage }): Dimensions[] => [
      { ApiName: name },
      { ApiName: name, Stage: stage },
    ],
  },
  'http-api': {
    namespace: 'AWS/ApiGateway',
    metrics: HTTP_API_METRICS,
    dimensionSets: ({ id, stage }): Dimensions[] => [
      { ApiId: id },
      { ApiId: id, Stage: stage },
    ],
  },
  'load-balancer': {
    namespace: 'AWS/ApplicationELB',
    metrics: LOAD_BALANCER_METRICS,
    dimensionSets: ({ id }) => [{ LoadBalancer: id }],
  },
};

function sameDimensions(left: Dimensions, right: Dimensions): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every(name => left[name] === right[name])
  );
}

/** The metric with exactly these dimensions, or undefined: CloudWatch answers an unknown metric with no points. */
export function findMetric(
  endpoints: readonly Endpoint[],
  namespace: string,
  metricName: string,
  dimensions: Dimensions,
): Metric | undefined {
  for (const endpoint of endpoints) {
    const known = METRICS_OF_KIND[endpoint.kind];
    if (
      known.namespace === namespace &&
      Object.hasOwn(known.metrics, metricName) &&
      known
        .dimensionSets(endpoint)
        .some(candidate => sameDimensions(candidate, dimensions))
    ) {
      const [quantity, unit, scale] = known.metrics[metricName];
      return {
        unit,
        endpoint,
        quantity,
        scale,
        onlyWhenNonZero:
          endpoint.kind === 'load-balancer' && quantity !== 'latency',
      };
    }
  }
  return undefined;
}

/** What a period's minutes add up to. */
interface Totals {
  requests: number;
  /** Requests that the quantity counts. */
  hits: number;
  /** Each minute's p95, weighted by its requests: a mixture's exact quantile would add cost and no insight. */
  weightedP95: number;
}

function addUp(
  traffic: Traffic,
  quantity: Quantity,
  from: Minute,
  to: Minute,
  now: Date,
): Totals {
  const totals: Totals = { requests: 0, hits: 0, weightedP95: 0 };
  for (let minute = from; minute < to; minute += 1) {
    const visible = visibleShareOfMinute(minute, now);
    if (visible === undefined) {
      break;
    }
    const allRequests = traffic.requests(minute);
    // Rounded down, so that a count only ever grows while it converges.
    const requests = Math.floor(allRequests * visible);
    totals.requests += requests;
    switch (quantity) {
      case 'requests':
        totals.hits += requests;
        break;
      case 'serverErrors':
        totals.hits += Math.floor(
          traffic.serverErrors(minute, allRequests) * visible,
        );
        break;
      case 'clientErrors':
        totals.hits += Math.floor(
          traffic.clientErrors(minute, allRequests) * visible,
        );
        break;
      default:
        if (requests > 0) {
          totals.weightedP95 += requests * traffic.p95Ms(minute, visible);
        }
    }
  }
  return totals;
}

function latencyStatistic(
  { requests, weightedP95 }: Totals,
  statistic: Statistic,
): number {
  const p95 = weightedP95 / requests;
  switch (statistic.name) {
    case 'SampleCount':
      return requests;
    case 'Sum':
      return p95 * MEAN_OF_P95 * requests;
    case 'Average':
      return p95 * MEAN_OF_P95;
    case 'Maximum':
      return p95 * quantileOfP95(1 - 0.5 / (requests + 1));
    case 'Minimum':
      return p95 * quantileOfP95(0.5 / (requests + 1));
    default:
      return p95 * quantileOfP95(statistic.share);
  }
}

/** Statistics of `samples` values of which `hits` are 1 and the others 0. */
function countStatistic(
  samples: number,
  hits: number,
  statistic: Statistic,
): number {
  switch (statistic.name) {
    case 'SampleCount':
      return samples;
    case 'Sum':
      return hits;
    case 'Average':
      return hits / samples;
    case 'Maximum':
      return hits > 0 ? 1 : 0;
    case 'Minimum':
      return hits === samples ? 1 : 0;
    default:
      return hits / samples > 1 - statistic.share ? 1 : 0;
  }
}

// Enough digits for any reader, without the noise of floating point in the last ones.
const DECIMALS = 1e9;

/** A statistic over one period in the metric's unit, or undefined where CloudWatch has no point. */
export function statisticOf(
  metric: Metric,
  traffic: Traffic,
  statistic: Statistic,
  period: { startMs: number; seconds: number },
  now: Date,
): number | undefined {
  const from = period.startMs / MINUTE_MS;
  const totals = addUp(
    traffic,
    metric.quantity,
    from,
    from + period.seconds / 60,
    now,
  );
  const samples = metric.onlyWhenNonZero ? totals.hits : totals.requests;
  if (samples === 0) {
    return undefined;
  }
  const value =
    metric.quantity === 'latency'
      ? latencyStatistic(totals, statistic) *
        (statistic.name === 'SampleCount' ? 1 : metric.scale)
      : countStatistic(samples, totals.hits, statistic);
  return Math.round(value * DECIMALS) / DECIMALS;
}
