/** The API endpoints that CloudWatch watches, and what their traffic is like when nothing is wrong. */
import type { Account } from './accounts';

/** A day and a week of requests. Endpoints with the same profile name see the same requests. */
export interface TrafficProfile {
  readonly name: string;
  /** Requests a minute at the busiest hour of a weekday. */
  readonly peakPerMinute: number;
  /** Hour of day, UTC. */
  readonly peakHour: number;
  /** The quietest hour's requests, relative to the busiest. */
  readonly nightShare: number;
  /** Requests of a weekend day, relative to a weekday. */
  readonly weekendShare: number;
  /** Share of requests answered with 5xx and 4xx. */
  readonly serverErrorShare: number;
  readonly clientErrorShare: number;
  /** 95th percentile of the latency, over a whole day. */
  readonly p95Ms: number;
  /** By how much the p95 swings around its mean between the quietest and the busiest hour. */
  readonly latencySwing: number;
  /** The incidents that strike this traffic. */
  readonly component: string;
}

export interface Endpoint {
  readonly accountId: string;
  readonly kind: 'rest-api' | 'http-api' | 'load-balancer';
  /** API id; for a load balancer the dimension value `app/<name>/<id>`. */
  readonly id: string;
  readonly name: string;
  readonly stage: string;
  readonly traffic: TrafficProfile;
}

const SHOP = '111122223333';
const MACHINE_LEARNING = '444455556666';

const payments: TrafficProfile = {
  name: 'payments-api',
  component: 'payments-api',
  peakPerMinute: 180,
  peakHour: 15,
  nightShare: 0.18,
  weekendShare: 0.85,
  serverErrorShare: 0.001,
  clientErrorShare: 0.02,
  p95Ms: 240,
  latencySwing: 0.1,
};

// So little traffic at night that some minutes have none, and CloudWatch then has no point.
const ledger: TrafficProfile = {
  name: 'ledger',
  component: 'ledger',
  peakPerMinute: 36,
  peakHour: 13,
  nightShare: 0.006,
  weekendShare: 0.5,
  serverErrorShare: 0.0008,
  clientErrorShare: 0.01,
  p95Ms: 310,
  latencySwing: 0.08,
};

const storefront: TrafficProfile = {
  name: 'storefront',
  component: 'storefront',
  peakPerMinute: 820,
  peakHour: 19,
  nightShare: 0.16,
  weekendShare: 1.15,
  serverErrorShare: 0.0006,
  clientErrorShare: 0.03,
  p95Ms: 180,
  latencySwing: 0.1,
};

const checkout: TrafficProfile = {
  name: 'checkout-api',
  component: 'checkout-api',
  peakPerMinute: 150,
  peakHour: 18,
  nightShare: 0.2,
  weekendShare: 1.1,
  serverErrorShare: 0.0045,
  clientErrorShare: 0.025,
  p95Ms: 260,
  latencySwing: 0.1,
};

const edge: TrafficProfile = {
  name: 'edge-gateway',
  component: 'edge-gateway',
  peakPerMinute: 1500,
  peakHour: 16,
  nightShare: 0.25,
  weekendShare: 0.8,
  serverErrorShare: 0.0002,
  clientErrorShare: 0.04,
  p95Ms: 95,
  latencySwing: 0.12,
};

const partners: TrafficProfile = {
  ...edge,
  name: 'partner-gateway',
  peakPerMinute: 120,
  serverErrorShare: 0.0015,
  p95Ms: 130,
};

const recommender: TrafficProfile = {
  name: 'recommender',
  component: 'recommender',
  peakPerMinute: 320,
  peakHour: 19,
  nightShare: 0.15,
  weekendShare: 1.1,
  serverErrorShare: 0.0007,
  clientErrorShare: 0.005,
  p95Ms: 140,
  latencySwing: 0.1,
};

function rest(
  accountId: string,
  id: string,
  traffic: TrafficProfile,
): Endpoint {
  return {
    accountId,
    kind: 'rest-api',
    id,
    name: traffic.name,
    stage: 'prod',
    traffic,
  };
}

export const ENDPOINTS: readonly Endpoint[] = [
  rest(SHOP, 'pay4x8k2m1', payments),
  rest(SHOP, 'led7q3w9z2', ledger),
  rest(SHOP, 'sto5r1t6y8', storefront),
  rest(SHOP, 'che2u9i4o7', checkout),
  rest(SHOP, 'edg3p6a1s5', edge),
  rest(MACHINE_LEARNING, 'rec8d2f7g4', recommender),
  {
    accountId: SHOP,
    kind: 'http-api',
    id: 'par9h5j3l6',
    name: 'partner-gateway',
    stage: '$default',
    traffic: partners,
  },
  {
    // Stands behind the storefront's REST API, so it sees the same requests.
    accountId: SHOP,
    kind: 'load-balancer',
    id: 'app/storefront/50dc6c495c0c9188',
    name: 'storefront',
    stage: '',
    traffic: storefront,
  },
];

/** The one endpoint of an account beside the two of the world. They all see the same requests. */
export function endpointOfMoreAccount({ id, name }: Account): Endpoint {
  return {
    accountId: id,
    kind: 'http-api',
    id: `api${id.slice(-7)}`,
    name,
    stage: '$default',
    traffic: partners,
  };
}
