/**
 * How projects stand: what they cost, what is open, what is best done next, how far their data reach. One statement for
 * all of it, because each round trip costs the server more than what it reads.
 */
import type {
  AlertStatus,
  AlertType,
  Severity,
} from '@cloudops/plugin-guardrails-common';
import {
  dayText,
  isPostgres,
  rowSource,
  rowsOf,
  type Connection,
} from './dialect';
import type { DayRange, Standing } from './interfaces';
import { SEVERITY_RANK_SQL } from './ranks';
import {
  toNumber,
  toOptionalDate,
  toOptionalText,
  toText,
  type Row,
} from './rows';
import { savesOf, toSized } from './SqlRecommendationStore';

/** By project id. */
export async function standingsOf(
  knex: Connection,
  projectIds: readonly string[],
  ranges: readonly DayRange[],
): Promise<Map<string, Standing>> {
  if (projectIds.length === 0) return new Map();
  const totals = ranges.map(
    (_, i) =>
      `(select coalesce(sum(usage_ten_thousandths), 0) from daily_cost_totals
        where project_id = asked.project_id and cost_date >= ? and cost_date <= ?) as total_${i}`,
  );
  // Not the next step, which would be looked for twice: to be shown, and to be joined.
  const shown = [
    'of_project',
    'first_day',
    'last_day',
    'currency',
    ...ranges.map((_, i) => `total_${i}`),
    'alert_counts',
    'open_recommendations',
    'last_point',
  ];
  const rows = await rowsOf<Row>(
    knex,
    knex.raw(
      `select ${shown.join(', ')}, recommendations.*, ${savesOf(
        'recommendations',
      )}, alerts.title as alert_title, alerts.severity as alert_severity,
              alerts.status as alert_status, alerts.alert_type, alerts.observed_value, alerts.baseline_value
       from (
         select asked.project_id as of_project,
                ${endOfUsage(knex, 'asc')} as first_day, ${endOfUsage(
        knex,
        'desc',
      )} as last_day,
                (select currency from daily_costs where project_id = asked.project_id
                 order by cost_date limit 1) as currency,
                ${totals.map(total => `${total},`).join('\n')}
                ${alertCounts(knex)} as alert_counts,
                (select count(*) from recommendations where project_id = asked.project_id
                 and status in ('open', 'in_progress')) as open_recommendations,
                (select metric_ts from reliability_metrics where project_id = asked.project_id
                 order by metric_ts desc limit 1) as last_point,
                (${nextStep(knex)}) as next_step
         from ? as asked) as standing
       left join recommendations on recommendations.id = standing.next_step
       left join alerts on alerts.id = recommendations.alert_id`,
      [
        ...ranges.flatMap(({ from, to }) => [from, to]),
        rowSource(
          knex,
          { project_id: 'uuid' },
          projectIds.map(id => ({ project_id: id })),
        ),
      ],
    ),
  );
  return new Map(
    rows.map((row): [string, Standing] => [
      toText(row.of_project),
      toStanding(row, ranges.length),
    ]),
  );
}

/** One look into the index, which passes over a few days with nothing but charges at most. */
function endOfUsage(knex: Connection, order: 'asc' | 'desc'): string {
  return `(select ${dayText(knex, 'cost_date')} from daily_cost_totals
    where project_id = asked.project_id and usage_rows > 0 order by cost_date ${order} limit 1)`;
}

/** As text, which costs the server less to make than JSON. */
function alertCounts(knex: Connection): string {
  const list = isPostgres(knex) ? 'string_agg' : 'group_concat';
  return `(select ${list}(status || ' ' || severity || ' ' || count, ',') from (
    select status, severity, count(*) as count from alerts
    where project_id = asked.project_id and status in ('open', 'acknowledged')
    group by status, severity) as counted)`;
}

/** The first step that is not ended of the worst unresolved alert. */
function nextStep(knex: Connection): string {
  const unresolved = `alerts.project_id = asked.project_id and alerts.status <> 'resolved'`;
  const worstFirst = `${SEVERITY_RANK_SQL} desc, alerts.detected_at desc, alerts.id desc`;
  const isNext = `next.status in ('open', 'in_progress')`;
  // PostgreSQL looks for the steps of one alert after the other, and ends with the first that has one.
  return isPostgres(knex)
    ? `select step.id
       from (select id from alerts where ${unresolved} order by ${worstFirst}) as worst
       cross join lateral (
         select id from recommendations next where next.alert_id = worst.id and ${isNext}
         order by created_at, id limit 1) as step
       limit 1`
    : `select next.id from alerts join recommendations next on next.alert_id = alerts.id
       where ${unresolved} and ${isNext}
       order by ${worstFirst}, next.created_at, next.id limit 1`;
}

function toStanding(row: Row, ranges: number): Standing {
  const first = toOptionalText(row.first_day);
  const counts = toOptionalText(row.alert_counts)?.split(',') ?? [];
  return {
    costs:
      first === undefined
        ? undefined
        : {
            first,
            last: toText(row.last_day),
            currency: toText(row.currency),
          },
    totals: Array.from(
      { length: ranges },
      (_, i) => toNumber(row[`total_${i}`]) / 10_000,
    ),
    alerts: counts.map(each => {
      const [status, severity, count] = each.split(' ');
      return {
        status: status as AlertStatus,
        severity: severity as Severity,
        count: Number(count),
      };
    }),
    openRecommendations: toNumber(row.open_recommendations),
    lastPoint: toOptionalDate(row.last_point),
    nextStep:
      row.id === null
        ? undefined
        : {
            ...toSized(row),
            alert: {
              title: toText(row.alert_title),
              severity: toText(row.alert_severity) as Severity,
              status: toText(row.alert_status) as AlertStatus,
              alertType: toText(row.alert_type) as AlertType,
              observedValue: toNumber(row.observed_value),
              baselineValue: toNumber(row.baseline_value),
            },
          },
  };
}
