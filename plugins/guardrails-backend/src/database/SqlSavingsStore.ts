/**
 * `measured_savings`: what the bills showed of recommendations, as long as the costs are what it was measured on.
 * `savings_sums`: what that comes to, as long as it stays so.
 */
import {
  dayText,
  isPostgres,
  rowSource,
  rowsOf,
  timestamp,
  valueSource,
  type Connection,
} from './dialect';
import type {
  Day,
  DoneRecommendation,
  MeasuredSavingsRecord,
  ProjectSavings,
  SavingsStore,
  SavingsSum,
  SummedProject,
} from './interfaces';
import { toNumber, toOptionalText, toText, type Row } from './rows';

/** The mean length of a month, as sentences about savings were made with it. */
const DAYS_PER_MONTH = 365 / 12;

const DAYS = ['first_day', 'done_on', 'last_day'] as const;

export class SqlSavingsStore implements SavingsStore {
  readonly #knex: Connection;

  constructor(knex: Connection) {
    this.#knex = knex;
  }

  async expectAsWritten(): Promise<void> {
    // As the migration that made the table did with what was stored by then.
    const perMonth = `round((alerts.observed_value - alerts.baseline_value) * ${DAYS_PER_MONTH}, 4)`;
    await this.#knex.raw(
      `insert into expected_savings (recommendation_id, per_month)
       select recommendations.id, ${perMonth}
       from recommendations join alerts on alerts.id = recommendations.alert_id
       where recommendations.impact like '% a month if it stays'
         and alerts.alert_type = 'cost' and ${perMonth} > 0
         and not exists (select 1 from expected_savings where recommendation_id = recommendations.id)
       on conflict do nothing`,
    );
  }

  async done(
    projectIds: readonly string[] | undefined,
    since: Date,
  ): Promise<DoneRecommendation[]> {
    // A list for each column, because hundreds of rows cost both ends more than what is in them.
    const list = isPostgres(this.#knex) ? 'json_agg' : 'json_group_array';
    const ms = (column: string) =>
      isPostgres(this.#knex)
        ? `(date_part('epoch', ${column}) * 1000)::bigint`
        : column;
    const number = (column: string) =>
      isPostgres(this.#knex) ? `${column}::float8` : column;
    const columns = [
      'done.id',
      'done.project_id',
      'projects.name',
      'projects.currency',
      'done.owner',
      number('expected.per_month'),
      ms('done.done_at'),
      'alerts.service_name',
      ms('alerts.window_start'),
      'measured.method',
      // As they are: JSON has days as both engines' text.
      ...DAYS.map(day => `measured.${day}`),
      'measured.days',
      'measured.per_month',
      'measured.plus_minus',
    ];
    const recommendations = this.#knex('recommendations')
      .select('id', 'project_id', 'alert_id', 'owner', 'done_at')
      .whereRaw(`status = 'done'`)
      .where('done_at', '>=', timestamp(this.#knex, since));
    if (projectIds) {
      recommendations.whereIn(
        'project_id',
        valueSource(this.#knex, 'uuid', projectIds),
      );
    }
    const [row] = await rowsOf<Row>(
      this.#knex,
      this.#knex.raw(
        `with labelled as ${isPostgres(this.#knex) ? 'materialized' : ''} (
           select id, name, (select currency from daily_costs where project_id = projects.id
                             order by cost_date limit 1) as currency
           from projects)
         select ${columns
           .map(
             (column, i) => `cast(${list}(${column}) as text) as column_${i}`,
           )
           .join(', ')}
         from ? as done
         join labelled as projects on projects.id = done.project_id
         join alerts on alerts.id = done.alert_id
         join expected_savings as expected on expected.recommendation_id = done.id
         left join measured_savings as measured on measured.recommendation_id = done.id`,
        [recommendations],
      ),
    );
    const values: unknown[][] = columns.map((_, i) =>
      JSON.parse(toOptionalText(row[`column_${i}`]) ?? '[]'),
    );
    return values[0]
      .map((_, i) => toDone(values.map(ofColumn => ofColumn[i])))
      .sort(
        (a, b) =>
          a.doneAt.getTime() - b.doneAt.getTime() || (a.id < b.id ? -1 : 1),
      );
  }

  async ofRecommendations(
    ids: readonly string[],
  ): Promise<Map<string, MeasuredSavingsRecord>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#knex('measured_savings')
      .whereIn('recommendation_id', valueSource(this.#knex, 'uuid', ids))
      .select(
        'recommendation_id',
        'method',
        'days',
        'per_month',
        'plus_minus',
        ...DAYS.map(day =>
          this.#knex.raw(`${dayText(this.#knex, day)} as ${day}`),
        ),
      );
    return new Map(
      rows.map((row: Row): [string, MeasuredSavingsRecord] => [
        toText(row.recommendation_id),
        toMeasured([
          row.method,
          ...DAYS.map(day => row[day]),
          row.days,
          row.per_month,
          row.plus_minus,
        ])!,
      ]),
    );
  }

  async put(
    projectId: string,
    measured: ReadonlyMap<string, MeasuredSavingsRecord>,
  ): Promise<void> {
    if (measured.size === 0) return;
    await rowsOf(
      this.#knex,
      this.#knex.raw(
        `insert into measured_savings
           (recommendation_id, project_id, method, first_day, done_on, last_day, days, per_month, plus_minus)
         select recommendation_id, ?, method, first_day, done_on, last_day, days, per_month, plus_minus
         from ? as measured where true
         on conflict (recommendation_id) do update set
           method = excluded.method, first_day = excluded.first_day, done_on = excluded.done_on,
           last_day = excluded.last_day, days = excluded.days,
           per_month = excluded.per_month, plus_minus = excluded.plus_minus`,
        [
          projectId,
          rowSource(
            this.#knex,
            {
              recommendation_id: 'uuid',
              method: 'numeric',
              first_day: 'date',
              done_on: 'date',
              last_day: 'date',
              days: 'numeric',
              per_month: 'numeric',
              plus_minus: 'numeric',
            },
            [...measured].map(([id, each]) => ({
              recommendation_id: id,
              method: each.method,
              first_day: each.firstDay,
              done_on: each.doneOn,
              last_day: each.lastDay,
              days: each.days,
              per_month: each.perMonth ?? null,
              plus_minus: each.plusMinus ?? null,
            })),
          ),
        ],
      ),
    );
  }

  async summed(
    projectIds: readonly string[] | undefined,
    since: Date,
    method: number,
  ): Promise<SummedProject[]> {
    const at = timestamp(this.#knex, since);
    const projects = this.#knex('projects')
      .leftJoin('savings_sums as sums', on =>
        on
          .on('sums.project_id', 'projects.id')
          .andOnVal('sums.method', method)
          .andOnVal('sums.since_first', '<=', at)
          .andOn(either =>
            either
              .onNull('sums.since_last')
              .orOnVal('sums.since_last', '>=', at),
          ),
      )
      .select(
        'projects.id',
        'projects.name',
        'sums.owners',
        'sums.currency',
        this.#knex.raw(
          `${dayText(this.#knex, 'sums.last_final')} as last_final`,
        ),
      );
    if (projectIds) {
      projects.whereIn(
        'projects.id',
        valueSource(this.#knex, 'uuid', projectIds),
      );
    }
    return (await projects).map((row: Row): SummedProject => {
      const owners = toOptionalText(row.owners);
      return {
        projectId: toText(row.id),
        name: toText(row.name),
        savings:
          owners === undefined
            ? undefined
            : {
                sums: sumsIn(owners),
                currency: toOptionalText(row.currency),
                lastFinal: toOptionalText(row.last_final) as Day | undefined,
              },
      };
    });
  }

  async expectSums(): Promise<void> {
    await this.#knex.raw(
      `insert into savings_sums (project_id)
       select id from projects where not exists (select 1 from savings_sums where project_id = projects.id)
       on conflict do nothing`,
    );
  }

  async lockSums(projectId: string): Promise<void> {
    await this.#knex('savings_sums')
      .where('project_id', projectId)
      .update('owners', null);
  }

  async putSums(
    projectId: string,
    { sums, currency, lastFinal }: ProjectSavings,
    { method, since }: Parameters<SavingsStore['putSums']>[2],
  ): Promise<void> {
    await this.#knex('savings_sums')
      .where('project_id', projectId)
      .update({
        method,
        owners: sumsText(sums),
        currency: currency ?? null,
        last_final: lastFinal ?? null,
        since_first: timestamp(this.#knex, since.first),
        since_last: since.last ? timestamp(this.#knex, since.last) : null,
      });
  }
}

/** Without the names of what is in it, which would be most of it. */
function sumsText(sums: readonly SavingsSum[]): string {
  return JSON.stringify(
    sums.map(each => [
      each.owner ?? null,
      each.expectedPerMonth,
      each.recommendations,
      each.measured,
      each.measuredPerMonth,
      each.squaredPlusMinus,
    ]),
  );
}

function sumsIn(text: string): SavingsSum[] {
  return JSON.parse(text).map(
    ([
      owner,
      expectedPerMonth,
      recommendations,
      measured,
      measuredPerMonth,
      squaredPlusMinus,
    ]: any[]): SavingsSum => ({
      owner: owner ?? undefined,
      expectedPerMonth,
      recommendations,
      measured,
      measuredPerMonth,
      squaredPlusMinus,
    }),
  );
}

/** Of the values in the order of the columns; undefined where nothing was measured. */
function toMeasured([
  method,
  firstDay,
  doneOn,
  lastDay,
  days,
  perMonth,
  plusMinus,
]: readonly unknown[]): MeasuredSavingsRecord | undefined {
  if (method === null) return undefined;
  const isMeasured = perMonth !== null;
  return {
    method: toNumber(method),
    firstDay: firstDay as Day,
    doneOn: doneOn as Day,
    lastDay: lastDay as Day,
    days: toNumber(days),
    ...(isMeasured && {
      perMonth: toNumber(perMonth),
      plusMinus: toNumber(plusMinus),
    }),
  };
}

function toDone([
  id,
  projectId,
  name,
  currency,
  owner,
  savesPerMonth,
  doneAt,
  serviceName,
  windowStart,
  ...measured
]: readonly any[]): DoneRecommendation {
  return {
    id,
    projectId,
    project: { name, currency: currency ?? undefined },
    owner: owner ?? undefined,
    savesPerMonth,
    doneAt: new Date(doneAt),
    alert: {
      serviceName: serviceName ?? undefined,
      windowStart: new Date(windowStart),
    },
    measured: toMeasured(measured),
  };
}
