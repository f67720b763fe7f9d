/** Counts alerts by the week in which they were opened and answered, and ranks how long the answers took. */
import type { Knex } from 'knex';
import { isPostgres, rowsOf, timestamp, type Connection } from './dialect';
import type {
  AlertStatisticsQuestion,
  AlertStatisticsRecord,
  AnswersRecord,
} from './interfaces';
import { toDate, toNumber, type Row } from './rows';

type Stamp = 'detected_at' | 'acknowledged_at' | 'resolved_at';

const DAY_MS = 86_400_000;
/** 1 January 1970 was a Thursday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;
const WEEK_MS = 7 * DAY_MS;
/**
 * An alert that is over when it is found is resolved by the run that finds it, in the same transaction, milliseconds
 * later: nobody was waited for, so it counts as resolved and has no time to rank.
 */
const WAITED_SECONDS = 1;

export async function statisticsOfAlerts(
  knex: Connection,
  question: AlertStatisticsQuestion,
): Promise<AlertStatisticsRecord> {
  const [opened, acknowledged, resolved] = await Promise.all([
    openedByWeek(knex, question),
    answersOf(knex, 'acknowledged_at', question),
    answersOf(knex, 'resolved_at', question),
  ]);
  return { opened, acknowledged, resolved };
}

async function openedByWeek(
  knex: Connection,
  question: AlertStatisticsQuestion,
): Promise<AlertStatisticsRecord['opened']> {
  const rows = await within(knex, 'detected_at', question)
    .select(knex.raw(`${weekOf(knex, 'detected_at')} as week`))
    .count({ count: '*' })
    .groupBy('week')
    .orderBy('week');
  return rows.map((row: Row) => ({
    week: toDate(row.week),
    count: toNumber(row.count),
  }));
}

async function answersOf(
  knex: Connection,
  stamp: Exclude<Stamp, 'detected_at'>,
  question: AlertStatisticsQuestion,
): Promise<AnswersRecord> {
  const seconds = isPostgres(knex)
    ? `date_part('epoch', ${stamp} - detected_at)`
    : `(${stamp} - detected_at) / 1000.0`;
  const waited = stamp === 'resolved_at' ? WAITED_SECONDS : 0;
  const taken = within(knex, stamp, question).select(
    knex.raw(`${weekOf(knex, stamp)} as week`),
    knex.raw(`${seconds} as seconds`),
    knex.raw(`case when ${seconds} < ${waited} then 0 else 1 end as ranks`),
  );
  const rows = await rowsOf<Row>(knex, rankedByWeek(knex, taken));
  const total = (column: string) =>
    rows.reduce((sum, row) => sum + toNumber(row[column]), 0);
  /** The rank that was asked for stands in the row of one of the weeks. */
  const one = (column: string) =>
    numberOrNone(rows.map(row => row[column]).find(value => value !== null));
  return {
    count: total('count'),
    ranked: total('ranked'),
    medianSeconds: one('all_median'),
    p90Seconds: one('all_p90'),
    byWeek: rows.map(row => ({
      week: toDate(row.week),
      count: toNumber(row.count),
      medianSeconds: numberOrNone(row.median),
    })),
  };
}

/** By the nearest rank: of each week, and of all weeks together in the row of any of them. */
function rankedByWeek(knex: Connection, taken: Knex.QueryBuilder): Knex.Raw {
  if (isPostgres(knex)) {
    // Sorted once, where four windows over every row take five times as long.
    return knex.raw(
      `select * from (
         select week, is_whole, count, ranked, median,
                first_value(median) over whole as all_median, first_value(p90) over whole as all_p90
         from (  select week, grouping(week) as is_whole, count(*) as count, sum(ranks) as ranked,
                    percentile_disc(0.5) within group (order by seconds) filter (where ranks = 1) as median,
                    percentile_disc(0.9) within group (order by seconds) filter (where ranks = 1) as p90
               from ? as taken group by grouping sets ((week), ())) as summed
         window whole as (order by is_whole desc)) as weeks
       where is_whole = 0 order by week`,
      [taken],
    );
  }
  // In whole numbers: (n + 1) / 2 is half of n rounded up, (9 n + 9) / 10 nine tenths of it.
  return knex.raw(
    `with ranked as (
       select week, seconds, ranks,
              row_number() over (partition by ranks, week order by seconds) as place_in_week,
              count(*) over (partition by ranks, week) as of_week,
              row_number() over (partition by ranks order by seconds) as place,
              count(*) over (partition by ranks) as of_all
       from ? as taken
     )
     select week, count(*) as count, sum(ranks) as ranked,
            max(case when ranks = 1 and place_in_week = (of_week + 1) / 2 then seconds end) as median,
            max(case when ranks = 1 and place = (of_all + 1) / 2 then seconds end) as all_median,
            max(case when ranks = 1 and place = (9 * of_all + 9) / 10 then seconds end) as all_p90
     from ranked group by week order by week`,
    [taken],
  );
}

function numberOrNone(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : toNumber(value);
}

function within(
  knex: Connection,
  stamp: Stamp,
  { projectIds, from, to }: AlertStatisticsQuestion,
) {
  const query = knex('alerts')
    .where(stamp, '>=', timestamp(knex, from))
    .where(stamp, '<', timestamp(knex, to));
  return projectIds ? query.whereIn('project_id', [...projectIds]) : query;
}

/** The Monday, UTC, that begins the week of a time. */
function weekOf(knex: Connection, stamp: Stamp): string {
  return isPostgres(knex)
    ? `date_bin('7 days', ${stamp}, '1970-01-05T00:00:00Z'::timestamptz)`
    : `((${stamp} - ${FIRST_MONDAY_MS}) / ${WEEK_MS} * ${WEEK_MS} + ${FIRST_MONDAY_MS})`;
}
