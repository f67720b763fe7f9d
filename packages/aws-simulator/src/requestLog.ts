/** What was asked of the simulator, so that tests can count the calls that AWS would charge for. */

export interface LoggedRequest {
  /** Real time, ISO 8601. */
  readonly at: string;
  readonly operation: string;
  /** Undefined where the caller could not be identified. */
  readonly accountId?: string;
  /** 1-based. */
  readonly page: number;
  readonly status: 'ok' | 'error';
  /** The error's code, or `ConnectionReset`. */
  readonly error?: string;
  /** What AWS charges for: a request of Cost Explorer, a metric of GetMetricData. Failures are free. */
  readonly billableUnits: number;
}

export interface OperationCounts {
  total: number;
  ok: number;
  error: number;
  billableUnits: number;
}

// The log must not grow for ever under a demo that runs for weeks; counts go on.
const KEPT_ENTRIES = 10_000;

function noCounts(): OperationCounts {
  return { total: 0, ok: 0, error: 0, billableUnits: 0 };
}

export class RequestLog {
  #entries: LoggedRequest[] = [];
  // Clients choose the keys, so this is no plain object.
  #counts = new Map<string, OperationCounts>();

  record(entry: LoggedRequest): void {
    this.#entries.push(entry);
    if (this.#entries.length > KEPT_ENTRIES) {
      this.#entries.shift();
    }
    const counts = this.#counts.get(entry.operation) ?? noCounts();
    counts.total += 1;
    counts[entry.status] += 1;
    counts.billableUnits += entry.billableUnits;
    this.#counts.set(entry.operation, counts);
  }

  /** The newest 10,000 requests, oldest first. */
  entries(): readonly LoggedRequest[] {
    return [...this.#entries];
  }

  /** Since the start or the last `clear`, by operation. */
  counts(): Readonly<Record<string, Readonly<OperationCounts>>> {
    return structuredClone(Object.fromEntries(this.#counts));
  }

  /** Zeros for an operation that was never called. */
  count(operation: string): Readonly<OperationCounts> {
    return { ...(this.#counts.get(operation) ?? noCounts()) };
  }

  clear(): void {
    this.#entries = [];
    this.#counts = new Map();
  }
}
