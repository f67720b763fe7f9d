/** Cost Explorer's GetCostAndUsage: what the account paid, by day or month, in groups, page by page. */
import { AwsError } from '../protocols/awsError';
import type { Input } from '../protocols/protocol';
import {
  Day,
  dayOf,
  firstDayOfMonth,
  formatDay,
  monthOf,
  startOfDay,
} from '../world/calendar';
import type { Charge } from '../world/bill';
import { CostMetric, CostQuery, costQueryOf } from './costQuery';
import type { Operation, OperationContext } from './operation';
import {
  PageStart,
  pageOfToken,
  readToken,
  requestDigest,
  writeToken,
} from './pageToken';

type MetricValues = Record<string, { Amount: string; Unit: string }>;

interface Group {
  readonly Keys: readonly string[];
  readonly Metrics: MetricValues;
}

interface Period {
  readonly start: Day;
  readonly end: Day;
}

interface PeriodResult {
  readonly TimePeriod: { readonly Start: string; readonly End: string };
  readonly Total: MetricValues;
  readonly Groups: Group[];
  readonly Estimated: boolean;
}

/** What a page is filled with: a group of a period, or a period without groups. */
interface Row {
  readonly period: Period;
  readonly total: MetricValues;
  readonly group?: Group;
}

// Cost Explorer writes about ten digits after the point.
const DECIMALS = 10;
// A month's charges stay estimated until its invoice; AWS issues it in the first days of the next month.
const INVOICE_AFTER_DAYS = 5;
// Separates group keys; no service, usage type or tag value contains it.
const KEY_SEPARATOR = '\u0000';

function amountOf(value: number): string {
  const text = value.toFixed(DECIMALS).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}

function sumOf(
  metrics: readonly CostMetric[],
  charges: readonly Charge[],
): MetricValues {
  return Object.fromEntries(
    metrics.map(metric => [
      metric.name,
      {
        Amount: amountOf(
          charges.reduce((sum, charge) => sum + metric.valueOf(charge), 0),
        ),
        Unit: metric.unitOf(charges),
      },
    ]),
  );
}

function periodsOf({ start, end, granularity }: CostQuery): Period[] {
  const periods: Period[] = [];
  let from = start;
  while (from < end) {
    const next =
      granularity === 'DAILY' ? from + 1 : firstDayOfMonth(monthOf(from) + 1);
    const to = Math.min(next, end);
    periods.push({ start: from, end: to });
    from = to;
  }
  return periods;
}

function isEstimated({ end }: Period, now: Date): boolean {
  const nextMonth = firstDayOfMonth(monthOf(end - 1) + 1);
  return now.getTime() < startOfDay(nextMonth + INVOICE_AFTER_DAYS);
}

function groupsOf(query: CostQuery, charges: readonly Charge[]): Group[] {
  const byKey = new Map<string, Charge[]>();
  for (const charge of charges) {
    const key = query.groupings
      .map(grouping => grouping.keyOf(charge.line))
      .join(KEY_SEPARATOR);
    const members = byKey.get(key) ?? [];
    members.push(charge);
    byKey.set(key, members);
  }
  return [...byKey.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, members]) => ({
      Keys: key.split(KEY_SEPARATOR),
      Metrics: sumOf(query.metrics, members),
    }))
    .filter(({ Metrics }) =>
      Object.values(Metrics).some(({ Amount }) => Amount !== '0'),
    );
}

function rowsOf(
  query: CostQuery,
  { world, caller }: OperationContext,
  now: Date,
): Row[] {
  const today = dayOf(now);
  return periodsOf(query).flatMap((period): Row[] => {
    const charges: Charge[] = [];
    for (let day = period.start; day < period.end && day <= today; day += 1) {
      for (const accountId of world.billedTo(caller.accountId)) {
        charges.push(
          ...world
            .charges(accountId, day, now)
            .filter(({ line }) => query.includes(line)),
        );
      }
    }
    if (query.groupings.length === 0) {
      return [{ period, total: sumOf(query.metrics, charges) }];
    }
    const groups = groupsOf(query, charges);
    // Grouped results carry no total, and a period without cost still has its entry.
    return groups.length === 0
      ? [{ period, total: {} }]
      : groups.map(group => ({ period, total: {}, group }));
  });
}

function resultsOf(rows: readonly Row[], now: Date): PeriodResult[] {
  const results: PeriodResult[] = [];
  let last: Period | undefined;
  for (const { period, total, group } of rows) {
    if (period !== last) {
      results.push({
        TimePeriod: {
          Start: formatDay(period.start),
          End: formatDay(period.end),
        },
        Total: total,
        Groups: [],
        Estimated: isEstimated(period, now),
      });
      last = period;
    }
    if (group) {
      results[results.length - 1].Groups.push(group);
    }
  }
  return results;
}

function pageStartOf(token: unknown, request: string, now: Date): PageStart {
  if (token === undefined || token === null) {
    return { page: 1, query: 0, offset: 0, now };
  }
  const read = readToken(token, request);
  switch (read.kind) {
    case 'valid':
      return read.start;
    case 'changed':
      throw new AwsError(
        'RequestChangedException',
        'Your request parameters changed between pages. Try again with the old parameters or without a pagination token.',
      );
    default:
      throw new AwsError(
        'InvalidNextTokenException',
        'The pagination token is invalid. Try again without a pagination token.',
      );
  }
}

export const getCostAndUsage: Operation = {
  name: 'GetCostAndUsage',

  pageOf: ({ NextPageToken }: Input) => pageOfToken(NextPageToken),

  billableUnits: () => 1,

  run({ NextPageToken, ...input }: Input, context: OperationContext) {
    const { caller, pageSize, world } = context;
    const request = requestDigest(input, caller.accountId);
    const start = pageStartOf(NextPageToken, request, context.now);
    const query = costQueryOf(input, start.now);
    const rows = rowsOf(query, context, start.now);
    const end = start.offset + pageSize;
    return {
      ...(query.groupings.length > 0 && {
        GroupDefinitions: query.groupings.map(({ type, key }) => ({
          Type: type,
          Key: key,
        })),
      }),
      ResultsByTime: resultsOf(rows.slice(start.offset, end), start.now),
      DimensionValueAttributes: query.groupings.some(
        ({ key }) => key === 'LINKED_ACCOUNT',
      )
        ? [
            {
              Value: caller.accountId,
              Attributes: {
                description: world.account(caller.accountId)?.name ?? '',
              },
            },
          ]
        : [],
      ...(end < rows.length && {
        NextPageToken: writeToken(
          { ...start, page: start.page + 1, offset: end },
          request,
        ),
      }),
    };
  },
};
