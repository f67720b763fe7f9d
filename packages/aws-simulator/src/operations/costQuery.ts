/** Reads and checks the input of GetCostAndUsage, with AWS's own words where they are known. */
import { validationError } from '../protocols/awsError';
import type { Input } from '../protocols/protocol';
import {
  Day,
  dayOf,
  dayOfMonth,
  firstDayOfMonth,
  monthOf,
  parseDay,
} from '../world/calendar';
import type { Charge } from '../world/bill';
import type { CostLine } from '../world/costLine';
import {
  LinePredicate,
  costCategoryValueOf,
  dimensionOf,
  predicateOf,
  tagValueOf,
} from './costExpression';
import {
  optionalStructure,
  requiredString,
  requiredStructure,
  strings,
  structures,
} from './members';

export interface CostMetric {
  readonly name: string;
  valueOf(charge: Charge): number;
  unitOf(charges: readonly Charge[]): string;
}

export interface Grouping {
  readonly type: string;
  readonly key: string;
  /** The group's key as Cost Explorer writes it: `Amazon DynamoDB`, or `component$ledger`. */
  keyOf(line: CostLine): string;
}

export interface CostQuery {
  /** Inclusive. */
  readonly start: Day;
  /** Exclusive. */
  readonly end: Day;
  readonly granularity: 'DAILY' | 'MONTHLY';
  readonly metrics: readonly CostMetric[];
  readonly groupings: readonly Grouping[];
  readonly includes: LinePredicate;
}

// Cost Explorer keeps 13 whole months and the current one; what multi-year data adds begins on a first of a month.
const DETAILED_MONTHS = 14;
const OLDEST_MONTHS = 38;
const MOST_GROUPINGS = 2;

const inUsd = () => 'USD';
const METRICS: readonly CostMetric[] = [
  {
    name: 'UnblendedCost',
    valueOf: ({ amounts }) => amounts.unblended,
    unitOf: inUsd,
  },
  {
    // Rates are only blended between accounts that share reservations; these do not.
    name: 'BlendedCost',
    valueOf: ({ amounts }) => amounts.unblended,
    unitOf: inUsd,
  },
  {
    name: 'AmortizedCost',
    valueOf: ({ amounts }) => amounts.amortized,
    unitOf: inUsd,
  },
  {
    name: 'NetUnblendedCost',
    valueOf: ({ amounts }) => amounts.netUnblended,
    unitOf: inUsd,
  },
  {
    name: 'NetAmortizedCost',
    valueOf: ({ amounts }) => amounts.netAmortized,
    unitOf: inUsd,
  },
  {
    name: 'UsageQuantity',
    valueOf: ({ usageQuantity }) => usageQuantity,
    unitOf: charges => {
      const units = new Set(charges.map(({ line }) => line.unit));
      // Cost Explorer's word for a sum of unlike units.
      return units.size === 1 ? [...units][0] : 'N/A';
    },
  },
];

function dayIn(period: Input, name: 'Start' | 'End'): Day {
  const text = requiredString(period, name);
  const day = parseDay(text);
  if (day === undefined) {
    throw validationError(
      `${name} time ${text} is invalid. Valid format is: yyyy-MM-dd.`,
    );
  }
  return day;
}

function periodOf(input: Input, now: Date): { start: Day; end: Day } {
  const period = requiredStructure(input, 'TimePeriod');
  const start = dayIn(period, 'Start');
  const end = dayIn(period, 'End');
  const today = dayOf(now);
  const month = monthOf(today);
  if (start >= end) {
    throw validationError(
      'Start date (and hour) should be before end date (and hour)',
    );
  }
  if (start > today) {
    throw validationError('start date is after the current date');
  }
  if (end > firstDayOfMonth(month + 1)) {
    throw validationError('end date past the beginning of next month');
  }
  const monthsBack = month - monthOf(start);
  if (monthsBack > OLDEST_MONTHS) {
    throw validationError(
      `Start date is too old. Data goes back ${OLDEST_MONTHS} months at most`,
    );
  }
  // Fourteen months ago to the day, or the first of that month where the day does not exist in it.
  const detailedFrom = new Date(now);
  detailedFrom.setUTCMonth(detailedFrom.getUTCMonth() - DETAILED_MONTHS);
  if (start < dayOf(detailedFrom) && dayOfMonth(start) !== 1) {
    throw validationError(
      'To retrieve data beyond the past 14 months, your start date needs to be the first day of the month.',
    );
  }
  return { start, end };
}

function granularityOf(input: Input): 'DAILY' | 'MONTHLY' {
  const granularity = requiredString(input, 'Granularity');
  if (granularity === 'DAILY' || granularity === 'MONTHLY') {
    return granularity;
  }
  if (granularity === 'HOURLY') {
    throw validationError(
      'Hourly granularity is not enabled for this account; use DAILY or MONTHLY',
    );
  }
  throw validationError(
    `Granularity '${granularity}' is not one of DAILY, MONTHLY, HOURLY`,
  );
}

function metricsOf(input: Input): CostMetric[] {
  const names = [...new Set(strings(input, 'Metrics'))];
  if (names.length === 0) {
    throw validationError('Metrics must have at least one element');
  }
  return names.map(name => {
    const metric = METRICS.find(candidate => candidate.name === name);
    if (!metric) {
      throw validationError(
        `Metrics '${name}' is not one of ${METRICS.map(
          known => known.name,
        ).join(', ')}`,
      );
    }
    return metric;
  });
}

function groupingOf(definition: Input): Grouping {
  const type = requiredString(definition, 'Type');
  const key = requiredString(definition, 'Key');
  switch (type) {
    case 'DIMENSION':
      return { type, key, keyOf: dimensionOf(key) };
    case 'TAG': {
      const valueOf = tagValueOf(key);
      return { type, key, keyOf: line => `${key}$${valueOf(line)}` };
    }
    case 'COST_CATEGORY': {
      const valueOf = costCategoryValueOf(key);
      return { type, key, keyOf: line => `${key}$${valueOf(line)}` };
    }
    default:
      throw validationError(
        `GroupBy type '${type}' is not one of DIMENSION, TAG, COST_CATEGORY`,
      );
  }
}

/** @throws AwsError saying what is wrong with the input */
export function costQueryOf(input: Input, now: Date): CostQuery {
  const filter = optionalStructure(input, 'Filter');
  const groupings = structures(input, 'GroupBy').map(groupingOf);
  if (groupings.length > MOST_GROUPINGS) {
    throw validationError(
      `GroupBy takes at most ${MOST_GROUPINGS} definitions, got ${groupings.length}`,
    );
  }
  return {
    ...periodOf(input, now),
    granularity: granularityOf(input),
    metrics: metricsOf(input),
    groupings,
    includes: filter ? predicateOf(filter) : () => true,
  };
}
