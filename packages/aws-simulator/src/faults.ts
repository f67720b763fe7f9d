/** Planned failures: which of the coming requests are to fail, how, and how often. */
import { AwsError } from './protocols/awsError';

/** Errors that answer the whole request. */
const REQUEST_ERRORS = {
  LimitExceededException: { message: 'Rate limit exceeded', status: 400 },
  ThrottlingException: { message: 'Rate exceeded', status: 400 },
  AccessDeniedException: {
    message: 'The caller is not authorized to perform this operation',
    status: 400,
  },
  InternalFailure: {
    message: 'The request processing has failed because of an internal error',
    status: 500,
  },
} as const;

/** Statuses that a single query of GetMetricData answers with while the request succeeds. */
const QUERY_ERRORS = {
  QueryForbidden: 'Forbidden',
  QueryInternalError: 'InternalError',
} as const;

type RequestError = keyof typeof REQUEST_ERRORS;
type QueryError = keyof typeof QUERY_ERRORS;

/** What becomes of an answer on its way: the operation was carried out, and its page may have been charged. */
const DELIVERY_ERRORS = ['NoReply', 'TruncatedReply', 'LostReply'] as const;

type DeliveryError = (typeof DELIVERY_ERRORS)[number];

/**
 * `ConnectionReset` closes the connection without an answer; `NoReply` leaves it open without one; `TruncatedReply`
 * sends the first half of the answer as if it were whole, and `LostReply` loses the connection after it.
 * `ChangedReply` answers what {@link FaultPlan.change} makes of the answer.
 */
export type FaultError =
  | RequestError
  | QueryError
  | DeliveryError
  | 'ConnectionReset'
  | 'ChangedReply';

/** Those that can be planned over HTTP. */
export const FAULT_ERRORS: readonly FaultError[] = [
  ...(Object.keys(REQUEST_ERRORS) as RequestError[]),
  'ConnectionReset',
  ...DELIVERY_ERRORS,
  ...(Object.keys(QUERY_ERRORS) as QueryError[]),
];

export interface FaultPlan {
  /** Name of the operation, such as `GetCostAndUsage`. */
  readonly operation: string;
  readonly error: FaultError;
  /** How many requests fail. Default 1. */
  readonly count?: number;
  /** Only requests that read this account. Default: any. */
  readonly accountId?: string;
  /** Only requests for this 1-based page. Default: any. */
  readonly page?: number;
  /** For query errors: only queries with this metric name or dimension value. Default: all queries. */
  readonly match?: string;
  /** For `ChangedReply`: what the client gets in place of the operation's output. */
  readonly change?: (output: any) => object;
}

export interface Fault extends FaultPlan {
  readonly id: number;
  readonly count: number;
  /** How many more requests fail. */
  readonly remaining: number;
}

export interface QueryFault {
  readonly statusCode: 'Forbidden' | 'InternalError';
  readonly match?: string;
}

/** What happens to one request. */
export type FaultEffect =
  | { readonly kind: 'error'; readonly error: AwsError }
  | { readonly kind: 'reset' }
  | { readonly kind: 'delivery'; readonly error: DeliveryError }
  | { readonly kind: 'change'; readonly change: (output: any) => object }
  | { readonly kind: 'query'; readonly fault: QueryFault };

export interface FaultedRequest {
  readonly operation: string;
  readonly accountId: string;
  readonly page: number;
}

function isDeliveryError(error: FaultError): error is DeliveryError {
  return DELIVERY_ERRORS.some(known => known === error);
}

function effectOf({ error, match, change }: Fault): FaultEffect {
  if (error === 'ConnectionReset') {
    return { kind: 'reset' };
  }
  if (isDeliveryError(error)) {
    return { kind: 'delivery', error };
  }
  if (error === 'ChangedReply') {
    return { kind: 'change', change: change ?? (output => output) };
  }
  if (error === 'QueryForbidden' || error === 'QueryInternalError') {
    return { kind: 'query', fault: { statusCode: QUERY_ERRORS[error], match } };
  }
  const { message, status } = REQUEST_ERRORS[error];
  return { kind: 'error', error: new AwsError(error, message, status) };
}

export class Faults {
  #nextId = 1;
  #faults: Fault[] = [];

  add(plan: FaultPlan): Fault {
    const count = plan.count ?? 1;
    const fault = { ...plan, id: this.#nextId, count, remaining: count };
    this.#nextId += 1;
    this.#faults.push(fault);
    return fault;
  }

  /** The faults that still wait for requests, oldest first. */
  list(): readonly Fault[] {
    return [...this.#faults];
  }

  clear(): void {
    this.#faults = [];
  }

  /** Uses up one failure of the oldest fault that concerns the request. */
  take(request: FaultedRequest): FaultEffect | undefined {
    const index = this.#faults.findIndex(
      ({ operation, accountId, page }) =>
        operation === request.operation &&
        (accountId === undefined || accountId === request.accountId) &&
        (page === undefined || page === request.page),
    );
    if (index < 0) {
      return undefined;
    }
    const fault = this.#faults[index];
    const used = { ...fault, remaining: fault.remaining - 1 };
    this.#faults.splice(index, 1, ...(used.remaining > 0 ? [used] : []));
    return effectOf(used);
  }
}
