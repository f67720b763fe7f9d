/** Counts alerts by the week in which they were opened and answered, and ranks how long the answers took. */
import type { Knex } from 'knex';
import {
  isPostgres,
  rowsOf,
  rowSource,
  timestamp,
  type Connection,
} from './dialect';
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
const WAITED_SECONDS = { acknowledged_at: 0, resolved_at: 1 };

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
  const rows: Row[] = isPostgres(knex)
    ? await rowsOf<Row>(
        knex,
        knex.raw(
          `select weeks.week, of_week.count from ? as weeks cross join lateral ? as of_week
           where of_week.count > 0 order by weeks.week`,
          [
            weeksOf(knex, question),
            knex.raw('(?)', [
              withinWeek(knex, 'detected_at', question).count({ count: '*' }),
            ]),
          ],
        ),
      )
    : await within(knex, 'detected_at', question)
        .select(knex.raw(`${weekOf('detected_at')} as week`))
        .count({ count: '*' })
        .groupBy('week')
        .orderBy('week');
  return rows.map(row => ({
    week: toDate(row.week),
    count: toNumber(row.count),
  }));
}

async function answersOf(
  knex: Connection,
  stamp: Exclude<Stamp, 'detected_at'>,
  question: AlertStatisticsQuestion,
): Promise<AnswersRecord> {
  const rows = await rowsOf<Row>(
    knex,
    isPostgres(knex)
      ? rankedWeekByWeek(knex, stamp, question)
      : rankedByWindows(knex, stamp, question),
  );
  const total = (column: string) =>
    rows.reduce((sum, row) => sum + toNumber(row[column]), 0);
  return {
    count: total('count'),
    ranked: total('ranked'),
    medianSeconds: numberOrNone(rows[0]?.all_median),
    p90Seconds: numberOrNone(rows[0]?.all_p90),
    byWeek: rows.map(row => ({
      week: toDate(row.week),
      count: toNumber(row.count),
      medianSeconds: numberOrNone(row.median),
    })),
  };
}

/**
 * By the nearest rank: of each week, and of all weeks together in each row. A range of the index for each week, because to
 * group thousands of rows by theirs takes longer.
 */
function rankedWeekByWeek(
  knex: Connection,
  stamp: Exclude<Stamp, 'detected_at'>,
  question: AlertStatisticsQuestion,
): Knex.Raw {
  const seconds = knex.raw(
    `date_part('epoch', ${stamp} - detected_at) as seconds`,
  );
  const ranked = `case when seconds >= ${WAITED_SECONDS[stamp]} then seconds end`;
  // Without OFFSET the seconds would be worked out anew wherever they are named.
  return knex.raw(
    `select weeks.week, of_week.count, of_week.ranked, of_week.median, of_all.median as all_median, of_all.p90 as all_p90
     from ? as weeks
     cross join lateral (
       select count(*) as count, count(${ranked}) as ranked,
              percentile_disc(0.5) within group (order by ${ranked}) as median
       from (? offset 0) as taken) as of_week
     cross join (
       select percentile_disc(0.5) within group (order by ${ranked}) as median,
              percentile_disc(0.9) within group (order by ${ranked}) as p90
       from (? offset 0) as taken) as of_all
     where of_week.count > 0 order by weeks.week`,
    [
      weeksOf(knex, question),
      withinWeek(knex, stamp, question).select(seconds),
      within(knex, stamp, question).select(seconds),
    ],
  );
}

/** The same, in one pass. */
function rankedByWindows(
  knex: Connection,
  stamp: Exclude<Stamp, 'detected_at'>,
  question: AlertStatisticsQuestion,
): Knex.Raw {
  const seconds = `(${stamp} - detected_at) / 1000.0`;
  const taken = within(knex, stamp, question).select(
    knex.raw(`${weekOf(stamp)} as week`),
    knex.raw(`${seconds} as seconds`),
    knex.raw(
      `case when ${seconds} < ${WAITED_SECONDS[stamp]} then 0 else 1 end as ranks`,
    ),
  );
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
            max(max(case when ranks = 1 and place = (of_all + 1) / 2 then seconds end)) over () as all_median,
            max(max(case when ranks = 1 and place = (9 * of_all + 9) / 10 then seconds end)) over () as all_p90
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
  return ofProjects(knex, projectIds)
    .where(stamp, '>=', timestamp(knex, from))
    .where(stamp, '<', timestamp(knex, to));
}

/** Beside a row of {@link weeksOf} that is called `weeks`. */
function withinWeek(
  knex: Connection,
  stamp: Stamp,
  { projectIds }: AlertStatisticsQuestion,
) {
  return ofProjects(knex, projectIds).whereRaw(
    `${stamp} >= weeks.since and ${stamp} < weeks.until`,
  );
}

function ofProjects(
  knex: Connection,
  projectIds: AlertStatisticsQuestion['projectIds'],
) {
  const query = knex('alerts');
  return projectIds ? query.whereIn('project_id', [...projectIds]) : query;
}

/** The Mondays, UTC, that begin the weeks of the range, with what of each week is in it. */
function weeksOf(
  knex: Connection,
  { from, to }: Pick<AlertStatisticsQuestion, 'from' | 'to'>,
): Knex.Raw {
  const weeks: { week: Date; since: Date; until: Date }[] = [];
  const first =
    Math.floor((from.getTime() - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS +
    FIRST_MONDAY_MS;
  for (let at = first; at < to.getTime(); at += WEEK_MS) {
    weeks.push({
      week: new Date(at),
      since: new Date(Math.max(at, from.getTime())),
      until: new Date(Math.min(at + WEEK_MS, to.getTime())),
    });
  }
  return rowSource(
    knex,
    { week: 'timestamptz', since: 'timestamptz', until: 'timestamptz' },
    weeks,
  );
}

/** The Monday, UTC, that begins the week of a time; on SQLite. */
function weekOf(stamp: Stamp): string {
  return `((${stamp} - ${FIRST_MONDAY_MS}) / ${WEEK_MS} * ${WEEK_MS} + ${FIRST_MONDAY_MS})`;
}
