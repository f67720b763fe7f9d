/** Reads and checks the input of GetMetricData. */
import { validationError } from '../protocols/awsError';
import type { Input } from '../protocols/protocol';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../world/calendar';
import type { Dimensions, Statistic } from '../world/metrics';
import {
  optionalNumber,
  optionalString,
  requiredNumber,
  requiredString,
  requiredStructure,
  structures,
} from './members';

export interface MetricQuery {
  readonly id: string;
  readonly label: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Dimensions;
  readonly periodSeconds: number;
  readonly statistic: Statistic;
  /** Only points of this unit. */
  readonly unit?: string;
  /** Another account, read from a monitoring account. */
  readonly accountId?: string;
  readonly returned: boolean;
}

export interface MetricDataRequest {
  readonly queries: readonly MetricQuery[];
  /** Epoch milliseconds, inclusive, rounded down as CloudWatch rounds it. */
  readonly startMs: number;
  /** Epoch milliseconds, exclusive. */
  readonly endMs: number;
  readonly newestFirst: boolean;
  readonly maxDatapoints: number;
}

const MOST_QUERIES = 500;
const MOST_DATAPOINTS = 100_800;
const MOST_DIMENSIONS = 30;
const HIGH_RESOLUTION_PERIODS = [1, 5, 10, 20, 30];
const SIMPLE_STATISTICS = [
  'Sum',
  'Average',
  'Minimum',
  'Maximum',
  'SampleCount',
] as const;

/** How long CloudWatch keeps points of each resolution, finest first. */
const RETENTION = [
  { days: 15, resolutionMs: MINUTE_MS },
  { days: 63, resolutionMs: 5 * MINUTE_MS },
  { days: 455, resolutionMs: HOUR_MS },
];

/** The finest period for which points of this age are still kept; undefined when none are. */
export function resolutionAt(instantMs: number, now: Date): number | undefined {
  const age = now.getTime() - instantMs;
  return RETENTION.find(({ days }) => age <= days * DAY_MS)?.resolutionMs;
}

function statisticNamed(name: string): Statistic {
  const simple = SIMPLE_STATISTICS.find(known => known === name);
  if (simple) {
    return { name: simple };
  }
  const percent = /^p(\d{1,2}(?:\.\d{1,10})?)$/.exec(name)?.[1];
  const share = Number(percent) / 100;
  if (!(share > 0)) {
    throw validationError(
      `The value '${name}' for parameter Stat is not supported by the simulator, only ${SIMPLE_STATISTICS.join(
        ', ',
      )} and percentiles such as p95`,
    );
  }
  return { name: 'percentile', share };
}

function periodOf(stat: Input): number {
  const period = requiredNumber(stat, 'Period');
  const isWholeMinutes =
    Number.isInteger(period) && period > 0 && period % 60 === 0;
  if (!isWholeMinutes && !HIGH_RESOLUTION_PERIODS.includes(period)) {
    throw validationError(
      `The parameter Period must be one of ${HIGH_RESOLUTION_PERIODS.join(
        ', ',
      )} or a multiple of 60, got ${period}`,
    );
  }
  return period;
}

function dimensionsOf(metric: Input): Dimensions {
  const dimensions = structures(metric, 'Dimensions').map(dimension => [
    requiredString(dimension, 'Name'),
    requiredString(dimension, 'Value'),
  ]);
  if (dimensions.length > MOST_DIMENSIONS) {
    throw validationError(`A metric has at most ${MOST_DIMENSIONS} dimensions`);
  }
  return Object.fromEntries(dimensions);
}

function queryOf(query: Input): MetricQuery {
  const id = requiredString(query, 'Id');
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(id)) {
    throw validationError(
      `The value '${id}' for parameter MetricDataQueries.member.Id must begin with a lower-case letter and have only letters, digits and underscores`,
    );
  }
  if (query.Expression !== undefined) {
    throw validationError(
      `The simulator answers MetricStat queries only; query '${id}' has an Expression`,
    );
  }
  const stat = requiredStructure(query, 'MetricStat');
  const metric = requiredStructure(stat, 'Metric');
  const metricName = requiredString(metric, 'MetricName');
  return {
    id,
    label: optionalString(query, 'Label') ?? metricName,
    namespace: requiredString(metric, 'Namespace'),
    metricName,
    dimensions: dimensionsOf(metric),
    periodSeconds: periodOf(stat),
    statistic: statisticNamed(requiredString(stat, 'Stat')),
    unit: optionalString(stat, 'Unit'),
    accountId: optionalString(query, 'AccountId'),
    returned: query.ReturnData !== false,
  };
}

function queriesOf(input: Input): MetricQuery[] {
  const queries = structures(input, 'MetricDataQueries').map(queryOf);
  if (queries.length === 0) {
    throw validationError('MetricDataQueries must have at least one member');
  }
  if (queries.length > MOST_QUERIES) {
    throw validationError(
      `The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}, got ${queries.length}`,
    );
  }
  const ids = new Set(queries.map(({ id }) => id));
  if (ids.size !== queries.length) {
    throw validationError('The values for parameter Id must be unique');
  }
  return queries;
}

function newestFirst(input: Input): boolean {
  const scanBy = optionalString(input, 'ScanBy') ?? 'TimestampDescending';
  if (scanBy !== 'TimestampDescending' && scanBy !== 'TimestampAscending') {
    throw validationError(
      `ScanBy '${scanBy}' is neither TimestampDescending nor TimestampAscending`,
    );
  }
  return scanBy === 'TimestampDescending';
}

function maxDatapointsOf(input: Input): number {
  const max = optionalNumber(input, 'MaxDatapoints') ?? MOST_DATAPOINTS;
  if (!Number.isInteger(max) || max < 1 || max > MOST_DATAPOINTS) {
    throw validationError(
      `MaxDatapoints must be from 1 to ${MOST_DATAPOINTS}, got ${max}`,
    );
  }
  return max;
}

/** @throws AwsError saying what is wrong with the input */
export function metricDataRequestOf(
  input: Input,
  now: Date,
): MetricDataRequest {
  // JSON carries timestamps as seconds since 1970.
  const asked = requiredNumber(input, 'StartTime') * 1000;
  const endMs = requiredNumber(input, 'EndTime') * 1000;
  if (asked >= endMs) {
    throw validationError(
      'The parameter StartTime must be less than the parameter EndTime.',
    );
  }
  const resolution = resolutionAt(asked, now) ?? HOUR_MS;
  return {
    queries: queriesOf(input),
    startMs: Math.floor(asked / resolution) * resolution,
    endMs,
    newestFirst: newestFirst(input),
    maxDatapoints: maxDatapointsOf(input),
  };
}
