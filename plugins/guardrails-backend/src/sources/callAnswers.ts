/** Gathers what the pages of one call say of one query: checks it, adds up its parts, knows what is missing. */
import type { MetricDataResult, StatusCode } from '@aws-sdk/client-cloudwatch';
import type { MetricPoint } from '@cloudops/plugin-guardrails-node';
import type { MetricCall } from './metricCalls';
import type { PublishedMetric, PublishedPart } from './publishedMetrics';

/** The first part that was not answered as it should be. */
export interface Unanswered {
  readonly metricName: string;
  /** CloudWatch's newest word on it; absent when it had none. */
  readonly status?: StatusCode;
  /** What came instead of a point. */
  readonly problem?: string;
}

export interface CallAnswers {
  add(part: PublishedPart, result: MetricDataResult): void;
  /** Points that nothing can be added to any more, oldest first; each is given once. */
  take(): MetricPoint[];
  /** Undefined when every part is complete. */
  unanswered(): Unanswered | undefined;
  /** Those that could only be told when all parts were complete. */
  rest(): MetricPoint[];
}

export function callAnswers(
  { parts }: PublishedMetric,
  call: Pick<MetricCall, 'from' | 'to'>,
): CallAnswers {
  const statuses = new Map<PublishedPart, StatusCode | undefined>();
  const sums = new Map<number, number>();
  let wrong: Unanswered | undefined;

  const points = (): MetricPoint[] => {
    const sorted = [...sums].sort(([a], [b]) => a - b);
    sums.clear();
    return sorted.map(([at, value]) => ({ at: new Date(at), value }));
  };

  return {
    add(part, { Timestamps = [], Values = [], StatusCode: status }) {
      statuses.set(part, status);
      const own = new Map<number, number>();
      Timestamps.forEach((at: unknown, index) => {
        const value: unknown = Values[index];
        if (!isTime(at) || !isStorable(value, part)) {
          const point = isTime(at) ? value : at;
          wrong ??= {
            metricName: part.metricName,
            problem: `${inWords(point)} as a ${isTime(at) ? 'value' : 'time'}`,
          };
        } else if (at >= call.from && at < call.to) {
          // A time that is there twice counts once.
          own.set(at.getTime(), value * part.factor);
        }
      });
      for (const [at, value] of own) {
        sums.set(at, parts.length > 1 ? (sums.get(at) ?? 0) + value : value);
      }
    },
    // A sum is known when all of its parts are; and what follows a wrong point would leave a hole.
    take: () => (parts.length > 1 || wrong ? [] : points()),
    unanswered() {
      const missing = parts.find(part => statuses.get(part) !== 'Complete');
      return (
        wrong ??
        (missing && {
          metricName: missing.metricName,
          status: statuses.get(missing),
        })
      );
    },
    rest: points,
  };
}

function isTime(at: unknown): at is Date {
  return at instanceof Date && !Number.isNaN(at.getTime());
}

// What the column can hold: NUMERIC(16,6).
const LARGEST_VALUE = 1e10;

function isStorable(
  value: unknown,
  { factor }: PublishedPart,
): value is number {
  return typeof value === 'number' && Math.abs(value * factor) < LARGEST_VALUE;
}

function inWords(value: unknown): string {
  return typeof value === 'number' || value instanceof Date
    ? String(value)
    : JSON.stringify(value) ?? 'nothing';
}
